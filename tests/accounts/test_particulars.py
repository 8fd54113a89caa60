"""What a person says of themselves, until when they may change it, and how they ask afterwards."""

from datetime import date, timedelta

import pytest

from sporades.accounts import actions, queries
from sporades.accounts.models import Candidate
from sporades.accounts.values import CivilIdentity
from sporades.journal import queries as journal
from sporades.journal.values import Actor, Subject
from sporades.rules.answers import Contact
from tests.accounts.conftest import LEA, NOW

pytestmark = pytest.mark.django_db

HOME = Contact("12 rue des Îles", "", "06300", "Nice", "FR", "+33612345678")
OTHER_NAME = CivilIdentity("Ménager", "Léa", date(2004, 2, 29))
BY = Actor("candidate", "lea")


def kinds(candidate: Candidate) -> list[str]:
    return [line.kind for line in journal.timeline(Subject("account", candidate.account_id))]


def test_the_address_may_change_at_any_time_and_the_journal_names_what_did(lea):
    actions.keep_contact(lea.candidate, contact=HOME, by=BY, now=NOW)

    assert queries.contact(Candidate.objects.get()) == HOME
    line = journal.timeline(Subject("account", lea.id))[0]
    assert line.kind == "contact_changed"
    assert set(line.data["fields"]) == {"line1", "postal_code", "city", "country", "phone"}


def test_writing_the_same_address_again_changes_nothing(lea):
    actions.keep_contact(lea.candidate, contact=HOME, by=BY, now=NOW)

    actions.keep_contact(lea.candidate, contact=HOME, by=BY, now=NOW)

    assert kinds(lea.candidate).count("contact_changed") == 1


def test_the_identity_may_change_until_a_registration_is_saved(lea):
    actions.change_identity(lea.candidate, identity=OTHER_NAME, by=BY, now=NOW)
    actions.freeze_identity(lea.candidate, by=BY, now=NOW)

    with pytest.raises(actions.AlreadyFrozen):
        actions.change_identity(lea.candidate, identity=LEA, by=BY, now=NOW)
    assert queries.identity(Candidate.objects.get()) == OTHER_NAME


def test_the_identity_is_frozen_once_by_the_first_saved_registration(lea):
    actions.freeze_identity(lea.candidate, by=BY, now=NOW)

    actions.freeze_identity(lea.candidate, by=BY, now=NOW + timedelta(days=1))

    assert Candidate.objects.get().identity_frozen_at == lea.candidate.identity_frozen_at == NOW
    assert kinds(lea.candidate).count("identity_frozen") == 1


def test_a_rectification_is_filed_told_and_shown(lea, mailbox):
    actions.file_rectification(lea.candidate, text="Je m’appelle Ménager.", by=BY, now=NOW)

    assert queries.rectifications(lea.candidate) == [
        queries.Request("Je m’appelle Ménager.", "filed", NOW, "")
    ]
    assert mailbox.kinds("Lea@Exemple.fr") == ["rectification_filed"]
    assert "Je m’appelle Ménager." in mailbox.mails()[0].text


def test_the_same_request_sent_twice_is_one(lea, mailbox):
    for _click in range(2):
        actions.file_rectification(lea.candidate, text="Je m’appelle Ménager.", by=BY, now=NOW)

    assert len(queries.rectifications(lea.candidate)) == 1
    assert len(mailbox.mails()) == 1
