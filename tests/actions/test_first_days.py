"""The day of its first save is kept with a registration (`conftest` holds each test of acts to it), and looked at."""

from datetime import UTC, date, datetime
from importlib import import_module

from django.apps import apps
from django.db import connection

from sporades.registrations.actions import changing_academy, first_days
from sporades.registrations.models import Registration
from tests import people
from tests.people import AWA, KARIM, LEA, NOW, PATISSIER, paris

DAY = datetime(2024, 11, 6, 3, tzinfo=UTC)
REUNION = "28"


def day_of(row) -> date | None:
    return people.fresh(row).first_saved_on


def test_a_draft_counts_on_no_day_and_what_is_saved_on_the_first_one_for_ever():
    draft = people.draft(people.candidate(AWA), people.answers_of(AWA))
    row = people.saved(LEA, now=paris(2024, 10, 27, 23, 59))

    people.save(people.fill(row, people.with_usage_name(people.answers_of(LEA))), now=NOW)

    assert (day_of(draft), day_of(row)) == (None, date(2024, 10, 27))


def test_who_moves_to_another_academy_counts_on_the_day_that_it_was_there():
    people.another_academy(REUNION)
    # In Saint-Denis it is three hours later: the next day has begun.
    row = people.saved(KARIM, PATISSIER, now=paris(2024, 11, 4, 22))
    sent = {"token": people.token(), "by": people.OFFICER, "now": NOW}

    changing_academy.move(row, academy=REUNION, reason="Elle a déménagé.", seen=1, **sent)

    assert (day_of(row), people.fresh(row).academy) == (date(2024, 11, 5), REUNION)


def test_so_does_who_saves_again_in_another_academy():
    people.another_academy(REUNION)
    row = people.saved(KARIM, PATISSIER, now=paris(2024, 11, 4, 22))
    there = people.answers_of(KARIM, PATISSIER, academy=REUNION)

    people.save(people.fill(row, there), now=NOW)

    assert (day_of(row), people.fresh(row).academy) == (date(2024, 11, 5), REUNION)


def test_a_round_puts_right_what_differs_and_names_it(caplog):
    rows = {person: people.saved(person, PATISSIER) for person in (KARIM, LEA)}
    draft = people.draft(people.candidate(AWA), people.answers_of(AWA))
    # As a version that knows nothing of it leaves the first, and no version the last.
    Registration.objects.filter(id=rows[KARIM].id).update(first_saved_on=None)
    Registration.objects.filter(id=draft.id).update(first_saved_on=date(2024, 11, 1))

    while first_days.look_next(machine_now=DAY):
        pass

    assert [day_of(row) for row in (*rows.values(), draft)] == [date(2024, 11, 5), date(2024, 11, 5), None]
    assert {rows[KARIM].id, draft.id} == {record.args[0] for record in caplog.records}


def test_the_migration_says_of_every_registration_the_day_of_its_first_version():
    people.another_academy(REUNION)
    late = paris(2024, 11, 4, 22)
    moved, stayed = people.saved(KARIM, PATISSIER, now=late), people.saved(LEA, now=late)
    sent = {"token": people.token(), "by": people.OFFICER, "now": NOW}
    changing_academy.move(moved, academy=REUNION, reason="Elle a déménagé.", seen=1, **sent)
    people.draft(people.candidate(AWA), people.answers_of(AWA))
    said = {row.id: row.first_saved_on for row in Registration.objects.all()}
    Registration.objects.update(first_saved_on=None)

    filling = import_module("sporades.registrations.migrations.0035_first_days_so_far")
    filling.say_the_day(apps, connection.schema_editor())

    assert {row.id: row.first_saved_on for row in Registration.objects.all()} == said
    assert (said[moved.id], said[stayed.id]) == (date(2024, 11, 5), date(2024, 11, 4))
