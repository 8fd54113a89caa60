"""Since when a file waits is kept with every act (`conftest` holds each test of acts to it), and looked at each day."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction

from sporades.registrations.actions import replacing, reviewing, rounds, waiting
from sporades.registrations.models import Checkup, File, Registration, Scan
from sporades.registrations.queries import waits
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import AWA, HUGO, INES, KARIM, NOW, OFFICER, PATISSIER

DAY = datetime(2024, 11, 6, 3, tzinfo=UTC)


def held(row) -> tuple[datetime | None, datetime | None]:
    row = people.fresh(row)
    return row.waiting_since, row.waiting_since_without_health


def of_every_kind() -> dict[str, Registration]:
    """A file that waits for nothing, and one for each reason there is to wait."""
    rows = {"nothing": people.saved(KARIM, PATISSIER), "check": people.confirmed(AWA, PATISSIER)}
    rows["correction"] = people.confirmed(INES, PATISSIER)
    rows["replacement"] = people.confirmed(HUGO, PATISSIER)
    File.objects.update(scan=Scan.CLEAN)
    reviewing.refuse_piece(
        people.piece(rows["correction"]), reason_code="unreadable", sentence="", by=OFFICER, now=NOW
    )
    accepted = people.piece(rows["replacement"])
    reviewing.accept_piece(accepted, by=OFFICER, now=NOW)
    replacing.ask_replacement(
        people.piece(rows["replacement"]), text="Floue.", token=people.token(), by=OFFICER, now=NOW
    )
    return rows


def broken(row) -> None:
    Registration.objects.filter(id=row.id).update(waiting_since=NOW - timedelta(days=400))


def test_a_round_puts_right_what_differs_and_names_it(caplog):
    rows = of_every_kind()
    before = {name: held(row) for name, row in rows.items()}
    broken(rows["nothing"])
    Registration.objects.filter(id=rows["check"].id).update(waiting_since=None)

    while waiting.look_next(machine_now=DAY):
        pass

    assert {name: held(row) for name, row in rows.items()} == before
    assert {rows["nothing"].id, rows["check"].id} == {record.args[0] for record in caplog.records}


def test_a_round_is_made_once_a_day_and_goes_on_from_where_it_was(monkeypatch):
    monkeypatch.setattr(rounds, "SLICE", 2)
    rows = sorted(of_every_kind().values(), key=lambda row: row.id)

    assert waiting.look_next(machine_now=DAY)
    assert Checkup.objects.get().cursor == str(rows[1].id)
    assert waiting.look_next(machine_now=DAY)
    assert waiting.look_next(machine_now=DAY)
    assert not waiting.look_next(machine_now=DAY + timedelta(hours=20))
    assert waiting.look_next(machine_now=DAY + timedelta(days=1))


def test_an_act_that_failed_leaves_since_when_it_waits_as_it_was():
    row = people.confirmed(AWA, PATISSIER)
    before = held(row)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        people.give(row, "identity", now=NOW - timedelta(hours=1))
        raise ZeroDivisionError

    assert held(row) == before == (NOW, NOW)


def test_the_migration_says_of_every_file_what_the_rule_says():
    rows = of_every_kind()
    said = {name: held(row) for name, row in rows.items()}
    Registration.objects.update(waiting_since=None, waiting_since_without_health=NOW)

    filling = import_module("sporades.registrations.migrations.0029_waiting_so_far")
    filling.say_since_when(apps, connection.schema_editor())

    assert {name: held(row) for name, row in rows.items()} == said


def test_what_the_rule_calls_ready_is_what_a_batch_is_offered():
    rows = of_every_kind().values()
    for row in rows:
        row.pieces.exclude(kind="identity").update(state="accepted")
        row.pieces.filter(kind="identity").update(state="waived")
        waiting.keep(people.fresh(row))

    ready = set(Registration.objects.filter(waits.is_ready()).values_list("id", flat=True))
    assert ready == {row.id for row in rows if people.fresh(row).state == "confirmed"}


def test_a_refused_proof_of_an_acquis_keeps_a_file_from_a_batch_as_from_its_admission():
    row = people.confirmed(AWA, PATISSIER)
    row.pieces.update(state="accepted")
    proof = {"kind": "acquis_proof", "if_missing": "right_not_granted", "state": "refused"}
    row.pieces.filter(kind="identity").update(**proof)
    waiting.keep(people.fresh(row))

    assert not Registration.objects.filter(waits.is_ready()).exists()
    with pytest.raises(Blocked):
        reviewing.admit(row, by=OFFICER, now=NOW)
