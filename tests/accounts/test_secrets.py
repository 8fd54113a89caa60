"""A password forgotten or changed, and the life of a reset's link."""

from datetime import timedelta
from itertools import count

import pytest
from django.contrib.auth.models import update_last_login

from sporades.accounts import actions, queries, tokens
from sporades.accounts.models import Account
from sporades.accounts.passwords import WeakPassword
from sporades.accounts.throttles import TooMany
from sporades.adapters import clocks
from sporades.journal import queries as journal
from sporades.journal.values import Actor, Subject
from tests.accounts.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db

NEW = "cinq girafes dans un ascenseur"


def asked(mailbox) -> str:
    actions.ask_reset(email="lea@exemple.fr", now=NOW)
    return mailbox.token()


def works(account: Account, token: str) -> bool:
    return queries.reset(account.id, token) is queries.Link.READY


def test_a_reset_gives_the_new_password_once_and_tells_the_mailbox(lea, mailbox):
    token = asked(mailbox)

    actions.reset_password(lea.id, token, password=NEW, now=NOW)

    lea.refresh_from_db()
    assert lea.check_password(NEW)
    assert mailbox.kinds() == ["password_reset", "password_changed"]
    assert journal.timeline(Subject("account", lea.id))[0].kind == "password_reset_done"
    with pytest.raises(actions.LinkIsOver):
        actions.reset_password(lea.id, token, password=PASSWORD, now=NOW)


@pytest.mark.parametrize(("seconds", "alive"), [(0, True), (3600, True), (3601, False)])
def test_a_reset_lives_one_hour(lea, mailbox, monkeypatch, seconds, alive):
    token = asked(mailbox)
    real = tokens.reset_tokens._now()

    monkeypatch.setattr(tokens.ResetTokens, "_now", lambda self: real + timedelta(seconds=seconds))

    # The token's own clock counts whole seconds, and began up to one second earlier.
    assert works(lea, token) is alive


def test_a_reset_dies_with_a_change_of_password(lea, mailbox):
    token = asked(mailbox)

    actions.change_password(lea, current=PASSWORD, password=NEW, by=Actor("candidate", str(lea.id)), now=NOW)

    assert not works(lea, token)


def test_a_reset_dies_with_a_change_of_address(lea, mailbox):
    token = asked(mailbox)

    Account.objects.update(email="lea@autre.fr", email_canonical="lea@autre.fr")

    assert not works(lea, token)


def test_a_reset_dies_with_a_login(lea, mailbox):
    token = asked(mailbox)

    update_last_login(None, Account.objects.get())

    assert not works(lea, token)


def test_a_reset_of_one_account_opens_no_other(lea, mailbox, sign_up):
    sign_up(email="autre@exemple.fr")
    actions.activate(mailbox.token("autre@exemple.fr"), now=NOW)
    other = Account.objects.get(email="autre@exemple.fr")

    assert not works(other, asked(mailbox))


def test_a_weak_password_leaves_the_link_good(lea, mailbox):
    token = asked(mailbox)

    with pytest.raises(WeakPassword):
        actions.reset_password(lea.id, token, password="motdepasse2024", now=NOW)

    assert works(lea, token)


def test_a_change_asks_for_the_present_password(lea, mailbox):
    with pytest.raises(actions.WrongPassword):
        actions.change_password(lea, current=NEW, password=NEW, by=Actor("candidate"), now=NOW)

    assert mailbox.kinds() == []
    assert Account.objects.get().check_password(PASSWORD)


def test_guesses_of_the_present_password_are_counted_and_a_good_one_is_not(lea):
    for _good in range(12):
        actions.change_password(lea, current=PASSWORD, password=PASSWORD, by=Actor("candidate"), now=NOW)

    refused = [guessed_wrong(lea) for _wrong in range(10)]

    assert all(refused)
    with pytest.raises(TooMany):
        actions.change_password(lea, current=PASSWORD, password=NEW, by=Actor("candidate"), now=NOW)


def guessed_wrong(account: Account) -> bool:
    try:
        actions.change_password(account, current="faux", password=NEW, by=Actor("candidate"), now=NOW)
    except actions.WrongPassword:
        return True
    return False


@pytest.fixture(autouse=True)
def _one_stretch_of_time(monkeypatch):
    """A quarter of an hour never ends in the middle of a test; what comes after still comes after."""
    stopped, ticks = clocks.machine_now().replace(minute=1), count()
    monkeypatch.setattr(clocks, "machine_now", lambda: stopped + timedelta(microseconds=next(ticks)))
