"""A long list is made a few hundred at a time, and read again before anybody signs it, whoever changes meanwhile."""

from datetime import date, timedelta

import pytest

from sporades.adapters import clocks
from sporades.calendars.models import Extension, Incident
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.registrations.actions import (
    changing_academy,
    deadlines,
    listing,
    making_lists,
    returning,
    withdrawing,
)
from sporades.registrations.models import DecisionLine, DecisionList, Registration
from sporades.registrations.queries import alarms
from sporades.rules.calendar import GRACE
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import AWA, CAP_PIECES_DUE, INES, KARIM, LEA, PATISSIER, PAUL, TOM, paris

AFTER = CAP_PIECES_DUE + GRACE
LATER = AFTER + timedelta(days=2)
EVERYBODY = (AWA, INES, KARIM, LEA, TOM)


@pytest.fixture(autouse=True)
def in_twos(monkeypatch):
    monkeypatch.setattr(making_lists, "BATCH", 2)


@pytest.fixture
def approved(session):
    window = people.window()
    window.sanctions = "approved"
    window.save()
    return window


@pytest.fixture
def rows(approved):
    """Five people of one window, in the order of the list."""
    return begun_in_the_order_of_the_list()


def begun_in_the_order_of_the_list() -> list[Registration]:
    """Wherever the last who began are read first, a list that goes on from there forgets somebody."""
    rows = sorted((people.saved(person, PATISSIER) for person in EVERYBODY), key=lambda row: row.id)
    for minutes, row in enumerate(rows):
        row.started_at = people.NOW - timedelta(hours=1) + timedelta(minutes=minutes)
        row.save(update_fields=["started_at"])
    return rows


@pytest.fixture
def paul():
    return people.acting(people.officer(PAUL))


def a_step(now=AFTER) -> bool:
    return making_lists.make_next(machine_now=clocks.machine_now(), now=now)


def make(now=AFTER) -> None:
    while a_step(now):
        pass


def held() -> DecisionList:
    return DecisionList.objects.get()


def why() -> list[str]:
    """Of each line, in the order of the list."""
    return list(DecisionLine.objects.order_by("registration_id").values_list("why", flat=True))


def sign(by) -> None:
    listing.sign(held().id, token=people.token(), by=by, now=LATER)


def refused(act, by) -> str:
    with pytest.raises(Blocked) as blocked:
        act(by)
    return blocked.value.reasons[0].code


def test_a_list_is_signed_once_it_is_complete_and_not_before(rows, paul):
    tick(now=AFTER)
    seen = [(held().state, held().lines.count())]
    while a_step():
        if held().state != "ready":
            assert refused(sign, paul) == "list_in_the_making"
        seen.append((held().state, held().lines.count()))

    assert seen == [
        ("listing", 2), ("listing", 4), ("listing", 5), ("checking", 5),
        ("checking", 5), ("checking", 5), ("checking", 5), ("ready", 5),
    ]  # fmt: skip
    sign(paul)
    told = journal.timeline(Subject("calendar", people.window().calendar_id))
    assert [(line.kind, line.data.get("count")) for line in told][:2] == [
        ("list_signed", 5),
        ("list_frozen", 5),
    ]


def test_nobody_is_struck_out_of_a_list_that_is_not_complete(rows, paul):
    tick(now=AFTER)
    line = DecisionLine.objects.first()

    def strike(by):
        listing.strike(line.id, reason="Courrier.", token=people.token(), by=by, now=AFTER)

    assert refused(strike, paul) == "line_not_open"


def test_nothing_more_is_listed_while_a_list_is_being_made_nor_once_it_is(rows):
    assert tick(now=AFTER).done == {"listed": 1}
    assert not tick(now=AFTER + timedelta(minutes=1)).done
    make()

    assert not tick(now=AFTER + timedelta(minutes=2)).done
    assert DecisionLine.objects.count() == len(rows)


def test_who_gave_their_confirmation_meanwhile_is_not_decided_whichever_lot_they_are_in(rows, paul):
    tick(now=AFTER)
    for row in (rows[0], rows[4]):
        people.give(row, now=AFTER)

    make()

    # The first was on the list already and is set apart; the last never came on it.
    assert why() == ["why_late", "", "", ""]
    sign(paul)
    assert journal.timeline(Subject("calendar", people.window().calendar_id))[0].data["count"] == 3


def test_who_was_given_another_date_meanwhile_is_set_apart_and_listed_after_it(rows, paul):
    tick(now=AFTER)
    said = {"reason": "Hospitalisation.", "token": people.token(), "by": paul, "now": AFTER}
    returning.give_personal_date(rows[1], until=date(2024, 11, 30), reopens=False, **said)

    make()

    assert why() == ["", "why_not_due", "", "", ""]
    assert tick(now=paris(2024, 12, 1, 0, 10)).done == {"listed": 1}


def test_an_extension_decided_meanwhile_sets_everybody_apart_and_nothing_awaits_a_signature(
    rows, approved, paul
):
    tick(now=AFTER)
    a_step()
    Extension.objects.create(
        window=approved, pieces_due_on="2024-11-25", reason="panne", decided_at=AFTER, decided_by="chef"
    )

    make()

    # Two lots were on it; the third was never asked.
    assert why() == ["why_not_due"] * 4
    assert tick(now=paris(2024, 11, 26, 0, 10)).done == {"listed": 1}


def test_who_has_left_for_another_academie_meanwhile_is_not_ended_by_this_one(rows, paul):
    people.another_academy("28")
    tick(now=AFTER)
    said = {"reason": "Déménagé.", "seen": 1, "token": people.token(), "by": paul, "now": AFTER}
    changing_academy.move(rows[0], academy="28", **said)

    make()

    assert why() == ["why_moved", "", "", "", ""]


def test_who_comes_while_the_list_is_being_made_is_on_it_or_on_the_next_one_and_once(approved):
    for person in EVERYBODY[:4]:
        people.saved(person, PATISSIER)
    tick(now=AFTER)

    people.saved(TOM, PATISSIER)
    make()
    tick(now=AFTER + timedelta(minutes=1))
    make()

    assert DecisionLine.objects.count() == 5
    assert set(why()) == {""}


def test_an_incident_declared_meanwhile_holds_the_list_until_its_end(rows, approved):
    tick(now=AFTER)
    incident = Incident.objects.create(window=approved, starts_at=AFTER, reason="panne")

    assert not a_step()
    assert held().lines.count() == 2
    incident.ends_at = LATER
    incident.save()
    make(now=LATER)

    assert (held().state, held().lines.count()) == ("ready", 5)


def test_a_limit_is_undone_lot_by_lot_and_only_for_those_it_had_ended_by_then(session, paul):
    rows = begun_in_the_order_of_the_list()
    for row in rows[:4]:
        deadlines.cancel(row.id, now=AFTER)
    said = {"reason": "Panne.", "until": date(2024, 11, 30), "by": paul}
    window = people.window()

    listed = listing.undo_all(window.id, State.CANCELLED, token="one form", now=LATER, **said)

    assert listing.undo_all(window.id, State.CANCELLED, token="one form", now=LATER, **said) == listed
    assert refused(
        lambda _: listing.undo_all(window.id, State.CANCELLED, token="another", now=LATER, **said), paul
    ) == "list_in_the_making"  # fmt: skip
    deadlines.cancel(rows[4].id, now=LATER + timedelta(hours=1))
    # Nobody comes back before the list is complete.
    assert not listing.settle_next(machine_now=clocks.machine_now(), now=LATER)
    make()
    while listing.settle_next(machine_now=clocks.machine_now(), now=LATER):
        pass
    assert [people.fresh(row).state for row in rows] == ["saved"] * 4 + ["cancelled"]


def test_a_limit_may_be_undone_during_an_incident(session, paul):
    row = people.saved(KARIM, PATISSIER)
    deadlines.cancel(row.id, now=AFTER)
    Incident.objects.create(starts_at=AFTER, reason="panne")
    said = {
        "reason": "Panne.",
        "until": date(2024, 11, 30),
        "token": people.token(),
        "by": paul,
        "now": LATER,
    }

    listing.undo_all(people.window().id, State.CANCELLED, **said)
    make(now=LATER)

    assert (held().state, held().lines.count()) == ("ready", 1)


def test_who_could_not_come_back_is_tried_again_when_the_limit_is_undone_again(session, paul):
    rows = begun_in_the_order_of_the_list()
    for row in rows:
        deadlines.cancel(row.id, now=AFTER)
    window = people.window()
    window.closes_wall, window.closes_at = "2024-12-20T17:00:00", paris(2024, 12, 20, 17)
    window.save()
    other = people.draft(rows[0].candidate, people.answers_of(LEA, PATISSIER), now=LATER)
    said = {"reason": "Panne.", "until": date(2024, 11, 30), "by": paul, "now": LATER}

    def undo_again() -> list[str]:
        listing.undo_all(window.id, State.CANCELLED, token=people.token(), **said)
        make(now=LATER)
        while listing.settle_next(machine_now=clocks.machine_now(), now=LATER):
            pass
        return [people.fresh(row).state for row in rows]

    assert undo_again() == ["cancelled", "saved", "saved", "saved", "saved"]
    assert listing.to_undo(window.id, State.CANCELLED).count() == 1
    assert undo_again() == ["cancelled", "saved", "saved", "saved", "saved"]
    withdrawing.withdraw(other, token=people.token(), by=paul, now=LATER)

    assert undo_again() == ["saved"] * 5
    assert DecisionLine.objects.count() == 5
    told = journal.timeline(Subject("calendar", window.calendar_id))
    assert [line.data["count"] for line in told if line.kind == "list_undone"] == [1, 1, 5]


def test_a_list_that_cannot_be_made_does_not_keep_those_behind_it_waiting(rows):
    broken = DecisionList.objects.create(
        window=people.window("bp"), decision="unknown", frozen_at=AFTER, state="listing"
    )
    tick(now=AFTER + timedelta(minutes=1))

    make()

    assert DecisionList.objects.exclude(id=broken.id).get().state == "ready"
    # Not asked again before a minute: its error is in the log once.
    broken.refresh_from_db()
    assert (broken.state, broken.next_try_at > clocks.machine_now()) == ("listing", True)
    assert not a_step()
    assert making_lists.make_next(machine_now=clocks.machine_now() + timedelta(minutes=1), now=AFTER)


def told(machine_now) -> list[tuple[str, int]]:
    found = alarms.alarms(now=AFTER, machine_now=machine_now)
    return [(one.kind, one.count) for one in found]


def test_a_list_that_cannot_be_made_is_told_until_it_can_be(rows):
    machine_now = clocks.machine_now()
    tick(now=AFTER)
    DecisionList.objects.update(decision="unknown")
    for minutes in range(3):
        making_lists.make_next(machine_now=machine_now + timedelta(minutes=minutes), now=AFTER)

    assert (held().failing_since, told(machine_now)) == (machine_now, [("unmade", 1)])
    DecisionList.objects.update(decision="cancel")
    making_lists.make_next(machine_now=machine_now + timedelta(minutes=3), now=AFTER)

    assert (held().failing_since, held().next_try_at, told(machine_now)) == (None, None, [])


def test_a_list_that_is_given_up_leaves_its_people_to_the_next_one(rows, paul):
    tick(now=AFTER)
    given_up = held()
    said = {"token": "one form", "by": paul, "now": AFTER}

    listing.drop(given_up.id, **said)
    listing.drop(given_up.id, **said)

    assert not a_step()
    assert tick(now=AFTER + timedelta(minutes=1)).done == {"listed": 1}
    make()
    following = DecisionList.objects.exclude(id=given_up.id).get()
    assert (following.state, following.lines.count(), given_up.lines.count()) == ("ready", 5, 0)
    listing.sign(following.id, token=people.token(), by=paul, now=LATER)
    entries = journal.timeline(Subject("calendar", people.window().calendar_id))
    assert [(line.kind, line.data["count"]) for line in entries if line.kind.startswith("list_")] == [
        ("list_signed", 5), ("list_frozen", 5), ("list_dropped", 2),
    ]  # fmt: skip


def test_a_list_that_is_complete_or_given_up_already_is_not_given_up(rows, paul):
    tick(now=AFTER)
    given_up = held()

    def drop(by):
        listing.drop(given_up.id, token=people.token(), by=by, now=AFTER)

    drop(paul)
    assert refused(drop, paul) == "list_not_in_the_making"
    assert refused(sign, paul) == "list_dropped"
    DecisionList.objects.update(state="ready")
    assert refused(drop, paul) == "list_not_in_the_making"


def test_an_undoing_that_is_given_up_brings_nobody_back_and_may_be_asked_again(session, paul):
    rows = begun_in_the_order_of_the_list()
    for row in rows:
        deadlines.cancel(row.id, now=AFTER)
    window = people.window()
    said = {"reason": "Panne.", "until": date(2024, 11, 30), "by": paul, "now": LATER}
    given_up = listing.undo_all(window.id, State.CANCELLED, token=people.token(), **said)
    a_step(LATER)
    listing.drop(given_up, token=people.token(), by=paul, now=LATER)
    make(LATER)
    assert not listing.settle_next(machine_now=clocks.machine_now(), now=LATER)
    assert listing.to_undo(window.id, State.CANCELLED).count() == len(rows)

    listing.undo_all(window.id, State.CANCELLED, token=people.token(), **said)
    make(LATER)
    while listing.settle_next(machine_now=clocks.machine_now(), now=LATER):
        pass

    assert [people.fresh(row).state for row in rows] == ["saved"] * 5
