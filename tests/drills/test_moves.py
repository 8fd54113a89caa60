"""A registration changes exam or académie, or is closed as a duplicate, while somebody else acts: one is told."""

from dataclasses import replace

import pytest

from sporades.calendars.models import Window
from sporades.journal import queries as journal
from sporades.registrations import access
from sporades.registrations.actions import changing_academy, comparing, correcting_exam, deadlines
from sporades.registrations.actions.comparing import Outcome
from sporades.registrations.models import Registration
from sporades.rules import answers as rules
from sporades.rules.calendar import GRACE
from sporades.rules.lifecycle import LIVE
from sporades.rules.reasons import StepNotAllowed
from tests import people
from tests.drills.test_races import codes, kinds
from tests.drills.together import at_once, while_it_holds
from tests.people import CAP_PIECES_DUE, COUVREUR, KARIM, NOW, PATISSIER

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("session")]

BOULANGER = "45022108"  # of the brevet professionnel
SAID = {"form": "global", "pe": "sit", "pe_activities": ["tennis_de_table"], "language": "anglais"}


def correcting(row: Registration, specialty: str):
    said = {"specialty": specialty, "said": SAID, "seen": 1, "reason": "Erreur.", "token": people.token()}
    return lambda: correcting_exam.correct_exam(row, **said, by=people.OFFICER, now=NOW)


def test_of_two_heads_who_correct_an_exam_at_once_one_is_told_to_read_again():
    row = people.confirmed(KARIM, PATISSIER)

    outcomes = at_once(correcting(row, COUVREUR), correcting(row, BOULANGER))

    (told,) = [outcome for outcome in outcomes if outcome.refused]
    assert codes(told) == ["version_changed"]
    assert people.fresh(row).version == 2
    assert kinds(row).count("exam_corrected") == 1


def test_a_candidate_who_begins_there_while_the_office_corrects_makes_no_second_one():
    row = people.confirmed(KARIM, PATISSIER)
    exam = rules.to_json(people.answers_of(KARIM, BOULANGER, diploma="bp"))["exam"]

    def begin():
        people.drafting.start(
            row.candidate, people.window("bp").id, typed={}, answers=exam, token=people.token(),
            by=people.actor(row.candidate), now=NOW,
        )  # fmt: skip

    outcomes = at_once(begin, correcting(row, BOULANGER))

    (told,) = [outcome for outcome in outcomes if outcome.refused]
    assert codes(told) == ["second_registration"]
    live = Registration.objects.filter(diploma="bp", state__in=[state.value for state in LIVE])
    assert live.count() == 1
    assert not list(journal.broken_chains())


def test_a_save_of_the_candidate_that_comes_first_is_read_before_anything_is_corrected():
    row = people.confirmed(KARIM, PATISSIER)
    people.fill(row, people.with_usage_name(people.answers_of(KARIM, PATISSIER)))

    saved, corrected = while_it_holds(
        lambda: access.lock(row.id),
        second=correcting(row, COUVREUR),
        first=lambda: people.save(row, said_twice=True),
    )

    assert saved.refused is None
    assert codes(corrected) == ["version_changed"]
    assert people.fresh(row).specialty == PATISSIER


def proposed(row: Registration):
    people.another_academy("28")
    asked = {"reason": "Déménagé.", "token": people.token(), "by": people.OFFICER, "now": NOW}
    changing_academy.propose(row, academy="28", **asked)
    change = row.academy_changes.get()
    said = {"by": people.OFFICER, "now": NOW}
    return (
        lambda: changing_academy.accept(change.id, seen=1, token=people.token(), **said),
        lambda: changing_academy.refuse(change.id, answer="Non.", token=people.token(), **said),
        lambda: changing_academy.take_back(row, token=people.token(), **said),
    )


def test_of_two_heads_who_answer_a_proposal_at_once_one_is_told():
    row = people.confirmed(KARIM, PATISSIER)
    accept, refuse, _take_back = proposed(row)

    outcomes = at_once(accept, refuse)

    (told,) = [outcome for outcome in outcomes if outcome.refused]
    assert codes(told) == ["academy_change_answered"]
    taken = outcomes[0].refused is None
    assert (people.fresh(row).academy, row.academy_changes.get().state) == (
        ("28", "accepted") if taken else ("23", "refused")
    )


@pytest.mark.parametrize("accepts_first", [True, False])
def test_an_office_that_takes_back_what_the_other_takes_is_told_or_is_first(accepts_first):
    row = people.confirmed(KARIM, PATISSIER)
    accept, _refuse, take_back = proposed(row)
    acts = [accept, take_back] if accepts_first else [take_back, accept]

    first, second = while_it_holds(lambda: access.lock(row.id), second=acts[1], first=acts[0])

    assert first.refused is None
    assert codes(second) == ["academy_change_answered"]
    assert people.fresh(row).academy == ("28" if accepts_first else "23")


def test_the_deadline_that_meets_a_move_judges_by_one_calendar_only():
    row = people.saved(KARIM, PATISSIER)
    people.another_academy("28")
    Window.objects.filter(calendar__academy="28", diploma="cap").update(
        closes_wall="2024-11-29T17:00:00", closes_at=people.paris(2024, 11, 29, 14)
    )
    due = CAP_PIECES_DUE + GRACE
    said = {"academy": "28", "reason": "Déménagé.", "seen": 1, "token": people.token()}

    moved, cancelled = at_once(
        lambda: changing_academy.move(row, **said, by=people.OFFICER, now=due),
        lambda: deadlines.cancel(row.id, now=due),
    )

    state = people.fresh(row).state
    assert state == ("cancelled" if cancelled.given else "saved")
    assert isinstance(moved.refused, StepNotAllowed) if cancelled.given else moved.refused is None


def test_of_two_officers_who_settle_a_duplicate_at_once_one_is_told_and_one_registration_stays():
    one, other = (
        people.confirmed(KARIM, PATISSIER),
        people.saved(replace(KARIM, email="karim.bis@exemple.fr")),
    )
    said = {"reason": "Même pièce.", "by": people.OFFICER, "now": NOW}

    def keep(outcome, pair):
        return lambda: comparing.settle_same(pair, outcome, token=people.token(), **said)

    outcomes = at_once(
        keep(Outcome.KEEP_FIRST, comparing.pair_of(one, other)),
        keep(Outcome.KEEP_SECOND, comparing.pair_of(other, one)),
    )

    (told,) = [outcome for outcome in outcomes if outcome.refused]
    assert codes(told) == ["duplicate_settled"]
    assert sorted(people.fresh(row).state == "withdrawn" for row in (one, other)) == [False, True]
