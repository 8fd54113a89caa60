"""A lost mailbox is replaced by two people, and the old one is told and may come back."""

import pytest
from django.db import IntegrityError, transaction

from sporades.accounts.actions import lost_mailboxes, restoring
from sporades.accounts.actions.refusals import AddressTaken, NothingToChange, SamePerson
from sporades.accounts.models import Account, MailboxReplacement
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from tests import people
from tests.people import KARIM, LEA, NOW, PAUL, SYLVIE

pytestmark = pytest.mark.django_db

NEW = "karim.nouveau@exemple.fr"


@pytest.fixture
def account():
    return people.candidate(KARIM, password="quatre chevaux sous la pluie").account


@pytest.fixture
def sylvie():
    return people.acting(people.officer(SYLVIE))


@pytest.fixture
def paul():
    return people.acting(people.officer(PAUL))


def ask(account, by, email=NEW):
    lost_mailboxes.ask(account, email=email, reason="Vu au guichet avec sa carte.", by=by, now=NOW)
    return MailboxReplacement.objects.get(account=account, state="asked").id


def fresh(account):
    return Account.objects.get(id=account.id)


def test_nothing_moves_until_a_second_person_agrees(account, sylvie, paul):
    asked = ask(account, sylvie)
    assert fresh(account).email == KARIM.email

    lost_mailboxes.agree(asked, by=paul, now=NOW)

    assert fresh(account).email == NEW
    assert not fresh(account).has_usable_password()


def test_who_asked_does_not_decide(account, sylvie):
    asked = ask(account, sylvie)

    for act in (lost_mailboxes.agree, lost_mailboxes.refuse):
        with pytest.raises(SamePerson):
            act(asked, by=sylvie, now=NOW)

    assert fresh(account).email == KARIM.email


def test_the_database_too_wants_two_people(account, sylvie):
    asked = MailboxReplacement.objects.get(id=ask(account, sylvie))
    asked.decided_by = asked.asked_by

    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save()


def test_the_old_mailbox_is_told_with_a_way_back_and_the_new_one_gets_a_password_link(account, sylvie, paul):
    lost_mailboxes.agree(ask(account, sylvie), by=paul, now=NOW)

    told = Notice.objects.get(kind="email_changed")
    assert told.recipient == KARIM.email
    token = told.text.split("/retablir/")[1].split("/")[0]
    assert Notice.objects.get(kind="mailbox_replaced").recipient == NEW
    restoring.restore_address(token, now=NOW)
    assert fresh(account).email == KARIM.email


def test_an_address_that_somebody_else_took_meanwhile_moves_nothing(account, sylvie, paul):
    asked = ask(account, sylvie)
    lea = people.candidate(LEA).account
    lea.email = lea.email_canonical = NEW
    lea.save()

    with pytest.raises(AddressTaken):
        lost_mailboxes.agree(asked, by=paul, now=NOW)

    assert fresh(account).email == KARIM.email
    assert MailboxReplacement.objects.get().state == "asked"


def test_an_address_of_somebody_else_cannot_be_asked(account, sylvie):
    people.candidate(LEA)

    with pytest.raises(AddressTaken):
        ask(account, sylvie, email=LEA.email)


def test_the_same_address_is_nothing_to_change(account, sylvie):
    with pytest.raises(NothingToChange):
        ask(account, sylvie, email=KARIM.email.upper())


def test_a_refusal_changes_nothing_and_another_request_may_follow(account, sylvie, paul):
    lost_mailboxes.refuse(ask(account, sylvie), by=paul, now=NOW)

    assert fresh(account).email == KARIM.email
    assert ask(account, sylvie)


def test_it_is_decided_once(account, sylvie, paul):
    asked = ask(account, sylvie)
    lost_mailboxes.refuse(asked, by=paul, now=NOW)

    lost_mailboxes.agree(asked, by=paul, now=NOW)

    assert fresh(account).email == KARIM.email


def test_the_journal_names_both_and_no_address(account, sylvie, paul):
    lost_mailboxes.agree(ask(account, sylvie), by=paul, now=NOW)

    asked = Entry.objects.get(kind="mailbox_replacement_asked")
    agreed = Entry.objects.get(kind="mailbox_replacement_agreed")
    assert (asked.actor_id, agreed.actor_id) == (sylvie.id, paul.id)
    assert NEW not in f"{asked.data}{agreed.data}"
