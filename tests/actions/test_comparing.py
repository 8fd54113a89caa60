"""Two accounts with one name and birth date: said once, never merged, and the candidate is told what follows."""

from dataclasses import replace
from datetime import date

import pytest

from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations.actions import comparing, withdrawing
from sporades.registrations.actions.comparing import Outcome, pair_of
from sporades.registrations.models import Duplicate
from sporades.registrations.queries import duplicates
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Mandate, Role
from tests import people
from tests.people import AEPE, KARIM, LEA, NOW, PATISSIER

pytestmark = pytest.mark.django_db

REASON = "Même pièce d’identité dans les deux dossiers."
AGAIN = replace(KARIM, email="karim.bis@exemple.fr", given_names="KARIM")
NICE = Mandate(Role.HEAD, frozenset({"23"}))


@pytest.fixture
def pair():
    """Karim, and Karim again with another account, for the same diploma."""
    return pair_of(people.confirmed(KARIM, PATISSIER), people.saved(AGAIN, AEPE))


def given(sent="", **said):
    return {"reason": REASON, "token": sent or people.token(), "by": people.OFFICER, "now": NOW, **said}


def test_whoever_bears_the_same_names_and_birth_date_is_found_whatever_the_accents(pair):
    people.saved(LEA)

    (found,) = duplicates.possible(NICE).pairs

    assert {found.one.id, found.other.id} == {pair.first.id, pair.second.id}
    assert [one.id for one in duplicates.beside(pair.first, NICE)] == [pair.second.id]
    assert not duplicates.possible(replace(NICE, academies=frozenset({"28"}))).pairs


@pytest.mark.once
def test_a_telephone_likens_a_family_and_never_a_crowd_and_what_the_list_leaves_out_is_counted(
    session, monkeypatch
):
    namesakes = [
        people.saved(
            replace(KARIM, email=f"k{day}@exemple.fr", birth_date=date(1996, 1, day), phone="+33612345678")
        )
        for day in range(1, 4)
    ]
    monkeypatch.setattr(duplicates, "MOST", 2)
    listed = duplicates.possible(NICE)
    assert (len(listed.pairs), listed.more) == (2, 1)

    monkeypatch.setattr(duplicates, "CROWD", 2)

    assert duplicates.possible(NICE) == duplicates.Listed([], 0)
    assert duplicates.reasons(*map(people.fresh, namesakes[:2])), "side by side, it is still said"


def test_two_people_are_said_so_once_and_never_asked_again(pair):
    comparing.say_different(pair, **given())

    assert not duplicates.possible(NICE).pairs
    assert not duplicates.beside(pair.second, NICE)
    assert {people.fresh(row).state for row in (pair.first, pair.second)} == {"confirmed", "saved"}
    assert Entry.objects.filter(kind="duplicate_dismissed").count() == 2
    with pytest.raises(Blocked, match="duplicate_settled"):
        comparing.settle_same(pair, Outcome.KEEP_FIRST, **given())


@pytest.mark.parametrize("outcome", [Outcome.KEEP_FIRST, Outcome.KEEP_SECOND])
def test_of_one_person_s_two_one_is_closed_with_its_reason_and_nothing_is_merged(pair, outcome):
    kept, ended = (pair.first, pair.second) if outcome == Outcome.KEEP_FIRST else (pair.second, pair.first)
    stood, deposits = kept.state, ended.pieces.count()

    comparing.settle_same(pair, outcome, **given())

    assert (people.fresh(kept).state, people.fresh(ended).state) == (stood, "withdrawn")
    assert ended.pieces.count() == deposits
    (mail,) = Notice.objects.filter(kind="registration_duplicate_ended")
    assert mail.recipient == ended.candidate.account.email
    assert REASON in mail.text and "recours" in mail.text
    assert Entry.objects.get(kind="duplicate_ended").data == {"was": ended.state}
    assert REASON not in str(Entry.objects.get(kind="duplicate_ended").data)


def test_both_stay_for_one_diploma_only_with_the_authorisation_that_was_recorded(pair):
    with pytest.raises(Blocked, match="authorisation_missing"):
        comparing.settle_same(pair, Outcome.KEEP_BOTH, **given())
    assert not Duplicate.objects.exists(), "a refusal keeps nothing"

    comparing.settle_same(pair, Outcome.KEEP_BOTH, authorisation="Rectorat, 4 nov. 2024, n° 12", **given())

    assert people.fresh(pair.second).authorisation == "Rectorat, 4 nov. 2024, n° 12"
    assert Notice.objects.filter(kind="registration_duplicate_authorised").count() == 1


def test_for_two_diplomas_both_stay_and_nobody_is_written_to():
    other = people.saved(AGAIN, people.ASSP, diploma="bac_pro")
    pair, mails = pair_of(people.confirmed(KARIM, PATISSIER), other), Notice.objects.count()

    comparing.settle_same(pair, Outcome.KEEP_BOTH, **given())

    assert (Duplicate.objects.get().state, Notice.objects.count()) == ("same", mails)


def test_an_officer_proposes_and_the_head_of_office_decides(pair):
    comparing.propose_same(pair, Outcome.KEEP_FIRST, **given())

    (waiting,) = duplicates.possible(NICE).pairs
    assert waiting.proposed
    assert people.fresh(pair.second).state in {"confirmed", "saved"}
    comparing.settle_same(pair, Outcome.KEEP_FIRST, **given())
    assert people.fresh(pair.second).state == "withdrawn"
    assert not duplicates.possible(NICE).pairs


def test_the_same_form_twice_closes_once_and_what_has_ended_is_not_closed_again(pair):
    comparing.settle_same(pair, Outcome.KEEP_FIRST, **given("once"))
    comparing.settle_same(pair, Outcome.KEEP_FIRST, **given("once"))
    assert Notice.objects.filter(kind="registration_duplicate_ended").count() == 1

    Duplicate.objects.all().delete()
    with pytest.raises(Blocked, match="registration_ended"):
        comparing.settle_same(pair, Outcome.KEEP_FIRST, **given())


def test_a_candidate_who_left_meanwhile_is_not_closed(pair):
    row = pair.second
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)

    with pytest.raises(Blocked, match="registration_ended"):
        comparing.settle_same(pair, Outcome.KEEP_FIRST, **given())
    assert not Duplicate.objects.exists()
