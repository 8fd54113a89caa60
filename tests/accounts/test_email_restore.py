"""Whoever reads the mailbox that the account left may take the account back, for 72 hours and once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sporades.accounts import actions, queries
from sporades.accounts.models import Account, EmailChange, FormerAddress
from sporades.journal import queries as journal
from sporades.journal.values import Actor, Subject
from sporades.notices.models import Notice
from tests.accounts.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db

HERS = "Lea@Exemple.fr"
TAKEN = "voleur@ailleurs.fr"
NEW_PASSWORD = "cinq girafes dans un ascenseur"
THREE_DAYS = timedelta(hours=72)
INSTANT = timedelta(milliseconds=1)


@pytest.fixture
def move(lea, mailbox):
    """Whoever has the password moves the account; gives the token of the way back."""

    def moved(to: str = TAKEN) -> str:
        account = Account.objects.get(id=lea.id)
        by = Actor("candidate", str(lea.id))
        before = account.email
        actions.ask_email_change(account, email=to, password=PASSWORD, by=by, now=NOW)
        actions.confirm_email_change(mailbox.token(to), now=NOW)
        return mailbox.token(before)

    return moved


def address(account: Account) -> str:
    return Account.objects.get(id=account.id).email


def test_the_button_of_the_mail_gives_the_account_back_and_a_get_changes_nothing(move, lea, mailbox):
    move()
    link = mailbox.link(HERS)

    page = Client().get(link)
    assert page.status_code == 200
    assert "Rétablir cette adresse" in page.text
    assert address(lea) == TAKEN

    assert Client().post(link).url == reverse("login")
    assert address(lea) == HERS


def test_who_changed_the_address_is_out_everywhere_and_the_password_is_dead(move, lea, inside, mailbox):
    token = move()
    assert inside.get(reverse("account")).status_code == 200

    actions.restore_address(token, now=NOW)

    assert inside.get(reverse("account")).status_code == 302
    for email in (HERS, TAKEN):
        refused = Client().post(reverse("login"), {"email": email, "password": PASSWORD})
        assert "Adresse ou mot de passe incorrect" in refused.text


def test_the_mailbox_that_is_back_chooses_another_password(move, lea, mailbox):
    actions.restore_address(move(), now=NOW)
    owner = Client()

    owner.post(mailbox.link(HERS), {"password": NEW_PASSWORD})

    entered = owner.post(reverse("login"), {"email": HERS, "password": NEW_PASSWORD})
    assert entered.url == reverse("space")


def test_both_mailboxes_are_told_and_the_journal_names_nobody(move, lea, mailbox):
    actions.restore_address(move(), now=NOW)

    assert mailbox.kinds(HERS)[-1] == "email_restored"
    assert mailbox.kinds(TAKEN)[-1] == "email_taken_back"
    last = journal.timeline(Subject("account", lea.id))[0]
    assert (last.kind, last.data) == ("email_restored", {})
    assert last.details == {"lost": TAKEN, "restored": HERS}


def test_the_link_serves_once(move, lea, mailbox):
    token = move()
    actions.restore_address(token, now=NOW)

    with pytest.raises(actions.LinkIsOver):
        actions.restore_address(token, now=NOW)
    assert mailbox.kinds(HERS).count("email_restored") == 1


@pytest.mark.parametrize(("after", "works"), [(THREE_DAYS - INSTANT, True), (THREE_DAYS, False)])
def test_the_link_lives_72_hours_from_its_departure(move, lea, after, works):
    token = move()
    Notice.objects.filter(kind="email_changed").update(left_at=NOW)
    now = NOW + after

    assert (queries.former_address(token, now=now) is queries.Link.READY) is works
    if works:
        actions.restore_address(token, now=now)
    else:
        with pytest.raises(actions.LinkIsOver):
            actions.restore_address(token, now=now)
    assert (address(lea) == HERS) is works


def test_while_the_mail_has_not_left_its_link_does_not_age(move, lea):
    token = move()

    actions.restore_address(token, now=NOW + timedelta(days=30))

    assert address(lea) == HERS


def test_of_two_moves_the_oldest_mailbox_wins(move, lea):
    first, second = move(), move("encore@ailleurs.fr")

    actions.restore_address(second, now=NOW)
    assert address(lea) == TAKEN
    actions.restore_address(first, now=NOW)
    assert address(lea) == HERS


def test_once_the_oldest_mailbox_is_back_the_younger_ones_have_no_link(move, lea):
    first, second = move(), move("encore@ailleurs.fr")

    actions.restore_address(first, now=NOW)

    with pytest.raises(actions.LinkIsOver):
        actions.restore_address(second, now=NOW)
    assert address(lea) == HERS


def test_a_further_move_that_waited_is_dead(move, lea, mailbox):
    token = move()
    account = Account.objects.get(id=lea.id)
    by = Actor("candidate", str(lea.id))
    actions.ask_email_change(account, email="encore@ailleurs.fr", password=PASSWORD, by=by, now=NOW)
    waiting = mailbox.token("encore@ailleurs.fr")

    actions.restore_address(token, now=NOW)

    assert EmailChange.objects.count() == 0
    assert mailbox.kinds("encore@ailleurs.fr") == []
    with pytest.raises(actions.LinkIsOver):
        actions.confirm_email_change(waiting, now=NOW)


def test_an_address_that_another_account_uses_since_stays_there(move, lea, mailbox, sign_up):
    token = move()
    sign_up(email=HERS)
    actions.activate(mailbox.token(HERS), now=NOW)

    with pytest.raises(actions.LinkIsOver):
        actions.restore_address(token, now=NOW)

    assert address(lea) == TAKEN
    assert Account.objects.get(id=lea.id).has_usable_password()


def test_an_account_never_activated_does_not_keep_anybody_out(move, lea, sign_up):
    token = move()
    sign_up(email=HERS)

    actions.restore_address(token, now=NOW)

    assert Account.objects.get().email == HERS


def test_an_address_that_can_be_restored_no_more_is_forgotten(move):
    move()
    Notice.objects.filter(kind="email_changed").update(left_at=NOW)

    assert actions.forget_former_addresses(now=NOW + THREE_DAYS - INSTANT) == 0
    assert actions.forget_former_addresses(now=NOW + THREE_DAYS) == 1
    assert FormerAddress.objects.count() == 0
