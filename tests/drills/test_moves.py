"""A registration changes exam while somebody else acts: one wins, the other is told, and one window holds it."""

import pytest

from sporades.journal import queries as journal
from sporades.registrations import access
from sporades.registrations.actions import correcting_exam
from sporades.registrations.models import Registration
from sporades.rules import answers as rules
from sporades.rules.lifecycle import LIVE
from tests import people
from tests.drills.test_races import codes, kinds
from tests.drills.together import at_once, while_it_holds
from tests.people import COUVREUR, KARIM, NOW, PATISSIER

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
