"""An identity is rectified once, in the account and in every inscription that says it; nothing is signed again."""

from datetime import date

import pytest

from sporades.accounts.actions import particulars
from sporades.accounts.models import RectificationRequest
from sporades.accounts.values import CivilIdentity
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations import facts
from sporades.registrations.actions import rectifying
from sporades.registrations.queries import rectifications
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import KARIM, NOW, PATISSIER, ROSE, SYLVIE

pytestmark = pytest.mark.django_db

RIGHT = CivilIdentity("Benali-Rossi", "Karim Louis", date(1996, 2, 28))


@pytest.fixture
def row():
    return people.confirmed(KARIM, PATISSIER)


@pytest.fixture
def request_id(row):
    by = people.actor(row.candidate)
    return particulars.file_rectification(row.candidate, text="Benali-Rossi", by=by, now=NOW).id


def accept(request_id, identity=RIGHT):
    acting = {"by": people.OFFICER, "now": NOW}
    rectifying.accept(request_id, identity=identity, answer="C’est fait.", token=people.token(), **acting)


def civil(row):
    identity = facts.saved(people.fresh(row).versions.last()).identity
    return CivilIdentity(identity.birth_name, identity.given_names, identity.birth_date)


def test_the_account_and_the_inscription_say_the_right_identity(row, request_id):
    accept(request_id)

    row = people.fresh(row)
    assert (row.candidate.birth_name, civil(row)) == ("Benali-Rossi", RIGHT)
    assert (row.state, row.version, row.signature_from) == ("confirmed", 2, 1)


def test_a_draft_is_rectified_too(row, request_id):
    answers = people.answers_of(KARIM, "40033007", diploma="bac_pro")
    draft = people.draft(row.candidate, answers)

    accept(request_id)

    assert facts.drafted(people.fresh(draft)).identity.birth_name == "Benali-Rossi"
    assert people.fresh(draft).version == 0


def test_a_request_is_not_accepted_while_nothing_is_rectified(row, request_id):
    with pytest.raises(Blocked, match="rectifies_nothing"):
        accept(request_id, identity=civil(row))

    assert [one.id for one in rectifications.waiting(people.officer(SYLVIE).mandate)] == [request_id]
    assert not Notice.objects.filter(kind="rectification_accepted").exists()


def test_a_second_click_changes_nothing(row, request_id):
    accept(request_id)
    accept(request_id)

    assert people.fresh(row).version == 2
    assert Notice.objects.filter(kind="rectification_accepted").count() == 1


def test_a_refusal_leaves_everything_and_says_why(row, request_id):
    rectifying.refuse(request_id, answer="Votre pièce dit autre chose.", by=people.OFFICER, now=NOW)

    assert (people.fresh(row).version, people.fresh(row).candidate.birth_name) == (1, "Benali")
    assert "Votre pièce dit autre chose." in Notice.objects.get(kind="rectification_refused").text


def test_once_refused_it_is_not_accepted_by_a_colleague_who_had_the_page_open(row, request_id):
    rectifying.refuse(request_id, answer="Non.", by=people.OFFICER, now=NOW)

    accept(request_id)

    assert people.fresh(row).version == 1


def test_the_journal_of_the_account_keeps_who_rectified_and_no_name(row, request_id):
    accept(request_id)

    entry = Entry.objects.get(kind="identity_rectified")
    assert entry.data == {"fields": ["birth_name", "given_names", "birth_date"]}
    assert RectificationRequest.objects.get().answer == "C’est fait."


def test_what_waits_is_shown_to_the_offices_that_know_the_person(request_id):
    assert [one.id for one in rectifications.waiting(people.officer(SYLVIE).mandate)] == [request_id]
    assert rectifications.waiting(people.officer(ROSE).mandate) == []
