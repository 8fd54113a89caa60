"""The office at the same instant as somebody else: one wins, the other is told in a sentence, nothing is done twice."""

from datetime import date, timedelta
from functools import partial

import pytest

from sporades.adapters import clocks
from sporades.journal import queries as journal
from sporades.notices.models import Notice
from sporades.records.actions import purging
from sporades.records.models import Purge
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import (
    changing_academy,
    deadlines,
    deciding,
    depositing,
    listing,
    making_lists,
    returning,
    reviewing,
)
from sporades.registrations.models import DecisionLine, DecisionList, File, Registration, Scan
from sporades.rules.calendar import GRACE
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.sanctions import Sanction
from tests import people
from tests.drills.together import Outcome, at_once, while_it_holds
from tests.people import CAP_PIECES_DUE, KARIM, NOW, PATISSIER, PAUL, SYLVIE

pytestmark = [pytest.mark.drill, pytest.mark.postgresql, pytest.mark.usefixtures("session")]

CHANGED = "a changé depuis que vous l’avez ouverte"
AFTER = CAP_PIECES_DUE + GRACE


@pytest.fixture
def sylvie():
    return people.acting(people.officer(SYLVIE))


@pytest.fixture
def paul():
    return people.acting(people.officer(PAUL))


def given() -> tuple[Registration, str]:
    """A file whose identity waits, and the mark of what an officer saw of it."""
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    File.objects.update(scan=Scan.CLEAN)
    return row, deciding.mark(people.fresh(row), people.piece(row, "identity"))


def accept(row, seen, by):
    return lambda: reviewing.accept_piece(people.piece(row, "identity"), seen=seen, by=by, now=NOW)


def refuse(row, seen, by):
    return lambda: reviewing.refuse_piece(
        people.piece(row, "identity"), reason_code="unreadable", sentence="Floue.", seen=seen, by=by, now=NOW
    )


def told(outcome: Outcome) -> str:
    """The sentence that the page shows to who lost."""
    assert isinstance(outcome.refused, Blocked), outcome.refused
    (reason,) = outcome.refused.reasons
    return reference().say(reason.code, **dict(reason.params))


def test_of_two_officers_who_decide_one_piece_the_second_is_told_that_a_colleague_has(sylvie, paul):
    row, seen = given()

    accepted, refused = while_it_holds(
        lambda: access.lock(row.id), second=refuse(row, seen, paul), first=accept(row, seen, sylvie)
    )

    assert accepted.given and CHANGED in told(refused)
    assert people.piece(row, "identity").state == "accepted"
    assert not Notice.objects.filter(kind="piece_refused").exists()


def test_of_two_officers_from_one_barrier_exactly_one_decides(sylvie, paul):
    row, seen = given()

    outcomes = at_once(accept(row, seen, sylvie), refuse(row, seen, paul))

    (lost,) = [one for one in outcomes if one.refused]
    assert CHANGED in told(lost)
    assert not list(journal.broken_chains())


@pytest.mark.parametrize("candidate_first", [True, False])
def test_an_officer_never_accepts_a_file_that_the_candidate_has_just_replaced(sylvie, candidate_first):
    row, seen = given()
    acts = [lambda: people.give(row, "identity"), accept(row, seen, sylvie)]
    first, second = acts if candidate_first else reversed(acts)

    _, lost = while_it_holds(lambda: access.lock(row.id), second=second, first=first)

    said = CHANGED if candidate_first else "ne reçoit pas de dépôt"
    assert said in told(lost), told(lost)
    assert people.piece(row, "identity").state == ("deposited" if candidate_first else "accepted")


def test_a_paper_of_the_counter_that_meets_the_deadline_is_told_or_saves_the_registration(sylvie):
    row = people.saved(KARIM, PATISSIER)
    desk = depositing.AtTheDesk(date(2024, 11, 14), "counter")

    def receive():
        return depositing.deposit(
            people.piece(row),
            [depositing.Upload("papier.jpg", people.photo())],
            adds_pages=False,
            token="the form",
            by=sylvie,
            desk=desk,
            now=AFTER,
            recorded_at=AFTER,
        )

    cancelled, received = while_it_holds(
        lambda: access.lock(row.id), second=receive, first=lambda: deadlines.cancel(row.id, now=AFTER)
    )

    assert cancelled.given and "n’est plus en cours" in told(received)
    assert people.fresh(row).state == "cancelled"


@pytest.mark.parametrize("list_first", [True, False])
def test_a_signed_list_and_the_head_who_reinstate_the_same_person_do_it_once(paul, list_first):
    row = people.saved(KARIM, PATISSIER)
    deadlines.cancel(row.id, now=AFTER)
    until, now = date(2024, 12, 20), AFTER + timedelta(days=1)
    said = {"reason": "Panne du service.", "until": until, "by": paul, "now": now}
    listing.undo_all(row.window_id, State.CANCELLED, token="the list", **said)
    while making_lists.make_next(machine_now=clocks.machine_now(), now=now):
        pass
    acts = [
        lambda: listing.settle_next(machine_now=clocks.machine_now(), now=now),
        lambda: returning.reinstate(people.fresh(row), token="the head", **said),
    ]
    first, second = acts if list_first else reversed(acts)

    _, lost = while_it_holds(lambda: access.lock(row.id), second=second, first=first)

    assert people.fresh(row).state == "saved"
    assert Notice.objects.filter(kind="registration_reinstated").count() == 1
    line = DecisionLine.objects.get()
    if list_first:
        assert isinstance(lost.refused, StepNotAllowed)
        assert line.outcome == "done"
    else:
        assert (line.outcome, reference().say(line.why)) == ("kept", reference().say("why_ended"))


def test_two_ticks_at_once_make_one_list_and_two_workers_list_nobody_twice():
    for person in (KARIM, people.LEA, people.TOM):
        people.saved(person)
    window = people.window()
    type(window).objects.filter(id=window.id).update(sanctions="approved")

    begun = at_once(*[lambda: making_lists.freeze(window.id, Sanction.CANCEL, now=AFTER)] * 2)
    at_once(*[lambda: making_lists.make_next(machine_now=clocks.machine_now(), now=AFTER)] * 4)
    while making_lists.make_next(machine_now=clocks.machine_now(), now=AFTER):
        pass

    assert sorted(one.given for one in begun) == [False, True]
    assert DecisionList.objects.get().state == "ready"
    assert DecisionLine.objects.count() == 3


def test_two_academies_that_freeze_their_lists_at_once_get_two_numbers(sylvie):
    people.another_academy("28")
    row, by = people.confirmed(KARIM, PATISSIER), sylvie
    people.confirmed(people.LEA, PATISSIER)
    said = {"reason": "Déménagement.", "seen": 1, "token": people.token(), "by": by, "now": NOW}
    changing_academy.move(row, academy="28", **said)
    over = people.paris(2027, 1, 2, 9)

    frozen = at_once(
        *(partial(purging.freeze, academy, token=people.token(), by=by, now=over) for academy in ("23", "28"))
    )

    assert [one.refused for one in frozen] == [None, None]
    assert sorted(Purge.objects.values_list("number", flat=True)) == [1, 2]
