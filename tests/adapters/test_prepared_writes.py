"""What is written by a text that is kept is what Django writes, and only where the conditions hold."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sporades.adapters.prepared_writes import Change, prepared_write
from sporades.journal.models import Consultation
from tests.drills.together import at_once

AT = datetime(2024, 11, 12, 9, 30, 0, 123456, tzinfo=UTC)
WRITTEN: list[str] = []


@prepared_write
def read(*, officer: UUID, subject: UUID, page: str, at: datetime) -> Consultation:
    WRITTEN.append("once")
    return Consultation(
        officer_id=officer, subject_kind="registration", subject_id=subject, page=page, at=at, recorded_at=at
    )


@prepared_write
def moved(*, officer: UUID, page: str, subject: UUID, at: datetime) -> Change:
    rows = Consultation.objects.filter(officer_id=officer, page=page)
    return Change(rows, subject_id=subject, at=at)


def held() -> list[dict[str, object]]:
    return list(Consultation.objects.order_by("id").values())


@pytest.mark.django_db
def test_a_row_is_added_as_django_adds_it():
    officer, subject = uuid4(), uuid4()

    assert read(officer=officer, subject=subject, page="l’« écran »", at=AT) == 1
    Consultation.objects.create(
        officer_id=officer, subject_kind="registration", subject_id=subject, page="l’« écran »", at=AT, recorded_at=AT
    )  # fmt: skip

    ours, theirs = held()
    assert ours | {"id": 0} == theirs | {"id": 0}
    assert theirs["id"] != ours["id"]


@pytest.mark.django_db
def test_the_text_is_written_once_and_each_row_has_its_own_values():
    pages = ["file", "check", "file"]
    read(officer=uuid4(), subject=uuid4(), page="before", at=AT)
    WRITTEN.clear()

    with CaptureQueriesContext(connection) as asked:
        for page in pages:
            read(officer=uuid4(), subject=uuid4(), page=page, at=AT)

    assert not WRITTEN
    assert len(asked) == len(pages)
    assert [row["page"] for row in held()] == ["before", *pages]


@pytest.mark.django_db
def test_columns_are_changed_where_the_conditions_hold_and_nowhere_else():
    officer, before, after = uuid4(), uuid4(), uuid4()
    for page in ("file", "file", "check"):
        read(officer=officer, subject=before, page=page, at=AT)
    read(officer=uuid4(), subject=before, page="file", at=AT)
    later = AT.replace(hour=10)

    assert moved(officer=officer, page="file", subject=after, at=later) == 2
    assert moved(officer=officer, page="elsewhere", subject=after, at=later) == 0

    assert [(row["subject_id"], row["at"]) for row in held()] == [
        (after, later), (after, later), (before, AT), (before, AT)
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_threads_write_by_their_own_connections():
    outcomes = at_once(
        *(
            lambda page=page: read(officer=uuid4(), subject=uuid4(), page=page, at=AT)
            for page in ("one", "two")
        )
    )

    assert [outcome.given for outcome in outcomes] == [1, 1]
    assert {row["page"] for row in held()} == {"one", "two"}
