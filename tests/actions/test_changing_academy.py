"""A file moves to another académie: proposed by one office, taken by the other, and the candidate is told."""

import pytest
from django.http import Http404

from sporades.adapters import clocks
from sporades.documents.models import Document
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations import access, facts
from sporades.registrations.actions import changing_academy, claiming, deadlines, making_lists, withdrawing
from sporades.registrations.models import Claim, DecisionList
from sporades.rules.calendar import GRACE, Sanctions
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import Mandate, Role
from sporades.rules.sanctions import Sanction
from tests import people
from tests.people import CAP_PIECES_DUE, KARIM, NOW, PATISSIER, SYLVIE

pytestmark = pytest.mark.django_db

REASON = "La candidate a déménagé à Saint-Denis ; son courrier du 4 novembre le dit."
REUNION = "28"
OF_NICE = Mandate(Role.HEAD, frozenset({"23"}))
OF_REUNION = Mandate(Role.HEAD, frozenset({REUNION}))


@pytest.fixture
def row():
    people.another_academy(REUNION)
    return people.confirmed(KARIM, PATISSIER)


def given(sent=""):
    return {"token": sent or people.token(), "by": people.OFFICER, "now": NOW}


def propose(row, academy=REUNION):
    changing_academy.propose(row, academy=academy, reason=REASON, **given())
    return row.academy_changes.get(state="open")


def test_a_proposal_changes_nothing_and_is_told_to_nobody_but_the_offices(row):
    propose(row)

    moved = people.fresh(row)
    assert (moved.academy, moved.version) == ("23", 1)
    assert not Notice.objects.filter(kind="registration_academy_changed").exists()
    assert Entry.objects.get(kind="academy_change_proposed").data["after"] == "La Réunion"


def test_what_is_taken_keeps_number_state_and_signature_and_follows_the_other_calendar(row):
    done = changing_academy.accept(propose(row).id, seen=1, **given())

    moved = people.fresh(row)
    assert (moved.academy, moved.window.calendar.academy, moved.number) == (REUNION, REUNION, row.number)
    assert (moved.state, moved.signature_from, moved.version) == ("confirmed", 1, 2)
    assert people.piece(moved).state == "deposited"
    assert done.names == {"before": "Nice", "after": "La Réunion"}
    assert facts.saved(moved.versions.last()).exam.academy == REUNION
    assert Document.objects.filter(subject_id=row.id, kind="confirmation").latest("version").version == 2


def test_no_announced_date_moves_earlier_though_clocks_are_ahead_there(row):
    before = facts.dates(row)

    changing_academy.accept(propose(row).id, seen=1, **given())

    after = facts.dates(people.fresh(row))
    assert after.zone == "Indian/Reunion"
    assert after.closes >= before.closes and after.pieces_due >= before.pieces_due
    assert all(after.later[name] >= at for name, at in before.later.items())


def test_the_former_office_finds_nothing_any_more_and_the_other_one_does(row):
    claiming.claim(row, officer=people.officer(SYLVIE), machine_now=clocks.machine_now())
    assert access.for_officer(OF_NICE, row.id)

    changing_academy.accept(propose(row).id, seen=1, **given())

    with pytest.raises(Http404):
        access.for_officer(OF_NICE, row.id)
    assert access.for_officer(OF_REUNION, row.id).id == row.id
    assert not Claim.objects.exists()


def test_the_candidate_is_told_why_by_whom_and_with_which_dates(row):
    changing_academy.accept(propose(row).id, seen=1, **given())

    mail = Notice.objects.get(kind="registration_academy_changed")
    assert "avant : Nice ; maintenant : La Réunion" in mail.text
    assert REASON in mail.text and "Rectorat de La Réunion" in mail.text
    entry = Entry.objects.get(kind="academy_changed")
    assert (entry.data["before"], entry.data["after"]) == ("Nice", "La Réunion")


def test_a_refused_file_stays_and_its_office_reads_why(row):
    change = propose(row)

    changing_academy.refuse(change.id, answer="Centre d’examen complet.", **given())

    change.refresh_from_db()
    assert (change.state, change.answer, people.fresh(row).academy) == (
        "refused", "Centre d’examen complet.", "23"
    )  # fmt: skip
    propose(row)


def test_an_answer_comes_once_whoever_gives_it(row):
    change = propose(row)
    changing_academy.take_back(row, **given())

    for answer in (
        lambda: changing_academy.accept(change.id, seen=1, **given()),
        lambda: changing_academy.refuse(change.id, answer="Non.", **given()),
        lambda: changing_academy.take_back(row, **given()),
    ):
        with pytest.raises(Blocked, match="academy_change_answered"):
            answer()


def test_the_same_form_twice_moves_once(row):
    change = propose(row)
    changing_academy.accept(change.id, seen=1, **given("once"))

    assert changing_academy.accept(change.id, seen=1, **given("once")) is None
    assert people.fresh(row).version == 2


def test_whoever_has_both_offices_moves_in_one_act_and_a_row_of_it_is_kept(row):
    changing_academy.move(row, academy=REUNION, reason=REASON, seen=1, **given())

    change = people.fresh(row).academy_changes.get()
    assert (change.from_academy, change.to_academy, change.state) == ("23", REUNION, "accepted")


def test_what_goes_nowhere_waits_or_has_ended_is_refused(row):
    with pytest.raises(Blocked, match="academy_unchanged"):
        propose(row, "23")
    change = propose(row)
    with pytest.raises(Blocked, match="academy_change_waits"):
        propose(row)
    with pytest.raises(Blocked, match="version_changed"):
        changing_academy.accept(change.id, seen=7, **given())

    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)
    with pytest.raises(StepNotAllowed):
        changing_academy.accept(change.id, seen=1, **given())
    assert people.fresh(row).academy == "23"


def test_a_list_that_the_former_office_signed_no_longer_ends_what_has_left():
    people.another_academy(REUNION)
    row = people.saved(KARIM, PATISSIER)
    type(row.window).objects.filter(id=row.window_id).update(sanctions=Sanctions.APPROVED.value)
    after = CAP_PIECES_DUE + GRACE
    assert making_lists.freeze(row.window_id, Sanction.CANCEL, now=after)
    listed = DecisionList.objects.get()
    changing_academy.move(row, academy=REUNION, reason=REASON, seen=1, **given())

    why = deadlines.carry_out(Sanction.CANCEL, row.id, signed=listed, now=after)

    assert why == "why_moved"
    assert people.fresh(row).state == "saved"
