"""What is written once answers as what is written each time, for everybody, under the same rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import NotSupportedError, connection, transaction
from django.db.models import Count, F, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from sporades.adapters.prepared import Among, Written, prepared
from sporades.calendars.models import Calendar, Window
from tests import people
from tests.drills.together import at_once

WRITTEN: list[str] = []


@prepared
def of_diploma(diploma: str, exam_session: int) -> QuerySet[Window]:
    WRITTEN.append("once")
    rows = Window.objects.select_related("calendar").filter(calendar__exam_session=exam_session)
    return rows.filter(diploma=diploma).order_by("calendar__academy")


@prepared
def zones(academy: str) -> QuerySet[Calendar, str]:
    return Calendar.objects.filter(academy=academy).values_list("zone", flat=True)


@prepared
def locked(academy: str) -> QuerySet[Calendar]:
    return Calendar.objects.select_for_update().filter(academy=academy)


@prepared
def these(ids: list[UUID], diploma: str) -> QuerySet[Window, UUID]:
    WRITTEN.append("once")
    return Window.objects.filter(Among(F("id"), ids), diploma__gte=diploma).values_list("id", flat=True)


@prepared
def sorted_zones(exam_session: int) -> QuerySet[Calendar, tuple[str]]:
    """Django asks for what a query without duplicates is sorted by, beside what it gives."""
    given = Calendar.objects.filter(exam_session=exam_session).values_list("zone").distinct()
    return given.order_by("academy")


@prepared
def counted(academy: str) -> QuerySet[Calendar]:
    return Calendar.objects.filter(academy=academy).annotate(windows_held=Count("windows"))


@pytest.fixture
def session(db) -> None:
    people.the_session()


def held(row: Window) -> list[dict[str, object]]:
    return [{**vars(one), "_state": None} for one in (row, row.calendar)]


def test_the_rows_and_what_they_are_joined_to_are_those_that_django_gives(session):
    asked = of_diploma.rows("cap", 2025)

    plain = Window.objects.select_related("calendar").filter(calendar__exam_session=2025, diploma="cap")
    assert [held(row) for row in asked] == [held(row) for row in plain.order_by("calendar__academy")]
    assert [row._state.adding for row in asked] == [False]


def test_a_row_keeps_what_the_query_added_to_it(session):
    calendar = counted.first("23")

    assert calendar is not None
    assert calendar.windows_held == calendar.windows.count() > 0


def test_a_row_holds_what_was_asked_and_not_what_it_was_sorted_by(session):
    assert {len(row) for row in sorted_zones.rows(2025)} == {1}


def test_the_query_is_written_once_whatever_is_asked(session, django_assert_num_queries):
    of_diploma.rows("cap", 2025)
    WRITTEN.clear()

    with django_assert_num_queries(2):
        assert of_diploma.rows("bp", 2025)
        assert of_diploma.first("bp", 1999) is None

    assert WRITTEN == []


def test_what_is_asked_is_a_value_and_never_part_of_the_text(session):
    assert zones.rows("23") == ["Europe/Paris"]
    assert zones.rows("%") == zones.rows("23' OR '1'='1") == []


def test_one_of_these_is_written_once_however_many_they_are(session):
    known = list(Window.objects.values_list("id", flat=True))
    assert len(known) > 1
    these.rows([], "")
    WRITTEN.clear()

    assert these.rows([], "") == these.rows([uuid4()], "") == []
    assert these.rows(known[:1], "") == known[:1]
    assert sorted(these.rows([*known, uuid4()], "")) == sorted(known)
    assert these.rows(known, "zz") == []

    assert WRITTEN == []


def test_codes_stand_in_the_text_of_a_query_and_what_is_no_code_never_does(session):
    written = Window.objects.filter(Written(F("diploma"), ("cap", "bp"))).order_by("id")

    assert "IN ('cap', 'bp')" in str(written.query)
    assert list(written) == list(Window.objects.filter(diploma__in=["cap", "bp"]).order_by("id"))
    assert "= 'cap'" in str(Window.objects.filter(Written(F("diploma"), ("cap",))).query)
    with pytest.raises(ValueError, match="only codes"):
        list(Window.objects.filter(Written(F("diploma"), ("cap' OR '1'='1",))))


def test_a_lock_outside_a_transaction_is_refused_each_time(transactional_db):
    people.the_session()
    with transaction.atomic():
        assert locked.first("23") is not None

    for _ in range(2):
        with pytest.raises(TransactionManagementError):
            locked.first("23")


def test_two_threads_never_get_the_answer_of_one_another(transactional_db):
    people.the_session()
    zones.rows("23")

    def ask(academy: str) -> set[tuple[str, ...]]:
        return {tuple(zones.rows(academy)) for _ in range(200)}

    nice, martinique = at_once(lambda: ask("23"), lambda: ask("31"))

    assert (nice.given, martinique.given) == ({("Europe/Paris",)}, {("America/Martinique",)})


@pytest.mark.postgresql
def test_postgresql_plans_it_once_for_each_connection(session):
    for academy in ("23", "31", "99"):
        zones.rows(academy)

    assert planned("zone") == 1


@pytest.mark.postgresql
def test_a_plan_outlives_many_others(session):
    zones.rows("23")

    for count in range(150):
        prepared(partial(first_academies, count + 1)).rows(2025)

    assert planned("zone") == 1


def first_academies(count: int, exam_session: int) -> QuerySet[Calendar, str]:
    return Calendar.objects.filter(exam_session=exam_session).values_list("academy", flat=True)[:count]


def test_whoever_looks_at_the_queries_reads_them(session):
    with CaptureQueriesContext(connection) as asked:
        zones.rows("23")

    (query,) = asked.captured_queries
    assert "calendars_calendar" in query["sql"]
    assert "23" in query["sql"]


@pytest.mark.postgresql
def test_a_migration_that_widens_a_column_is_not_seen_by_whoever_reads(transactional_db):
    people.the_session()
    zones.rows("23")

    with widened():
        assert zones.rows("23") == ["Europe/Paris"]


@pytest.mark.postgresql
def test_a_migration_that_widens_a_column_fails_a_transaction_once(transactional_db):
    people.the_session()
    zones.rows("23")

    with widened():
        with pytest.raises(NotSupportedError), transaction.atomic():
            zones.rows("23")
        with transaction.atomic():
            assert zones.rows("23") == ["Europe/Paris"]


def planned(column: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
            [f'SELECT "calendars_calendar"."{column}" AS%'],
        )
        return int(cursor.fetchone()[0])


@contextmanager
def widened() -> Iterator[None]:
    """By a connection of its own, as `sporades migrate` has."""
    [(kind,)] = elsewhere(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = 'calendars_calendar'::regclass AND attname = 'zone'"
    )
    elsewhere("ALTER TABLE calendars_calendar ALTER COLUMN zone TYPE varchar(400)")
    try:
        yield
    finally:
        elsewhere(f"ALTER TABLE calendars_calendar ALTER COLUMN zone TYPE {kind}")


def elsewhere(statement: str) -> list[tuple[str, ...]]:
    def execute() -> list[tuple[str, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    (outcome,) = at_once(execute)
    assert outcome.refused is None
    return outcome.given
