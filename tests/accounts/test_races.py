"""Two things at the same instant: with real row locks, one of them is first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from sporades.accounts import actions
from sporades.accounts.models import Account
from sporades.journal.models import Entry
from sporades.journal.values import DEADLINE, Actor
from sporades.rules.calendar import GRACE
from tests.accounts.conftest import LEA, NOW, PASSWORD

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Starts each act in a connection of its own, and gives what it returned or raised."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        ready.wait()
        try:
            return act()
        except actions.LinkIsOver as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_four_sign_ups_of_one_mailbox_make_one_account_and_one_link(mailbox):
    spellings = ["lea@exemple.fr", "LEA@exemple.fr", "Lea@Exemple.FR", " lea@exemple.fr"]

    at_once(
        *(
            lambda email=email: actions.sign_up(email=email, password=PASSWORD, identity=LEA, now=NOW)
            for email in spellings
        )
    )

    assert Account.objects.count() == 1
    assert mailbox.kinds() == ["account_activation"]
    actions.activate(mailbox.token(), now=NOW)


@pytest.mark.parametrize("_round", range(4))
def test_an_activation_that_meets_the_deletion_leaves_the_account_whole_or_gone(sign_up, mailbox, _round):
    sign_up()
    mailbox.left(NOW)
    account, token = Account.objects.get(), mailbox.token()
    clicked, acts = NOW + timedelta(hours=48, milliseconds=-1), NOW + timedelta(hours=48) + GRACE

    _answer, deleted = at_once(
        lambda: actions.activate(token, now=clicked),
        lambda: actions.delete_unactivated(account, by=DEADLINE, now=acts),
    )

    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds == (["account_deleted"] if deleted else ["account_activated"])
    assert Account.objects.filter(is_active=True).exists() is not deleted


def test_two_clicks_on_the_link_of_a_new_address_are_one_change(lea, mailbox):
    by = Actor("candidate", str(lea.id))
    actions.ask_email_change(lea, email="lea@nouvelle.fr", password=PASSWORD, by=by, now=NOW)
    token = mailbox.token("lea@nouvelle.fr")

    at_once(*[lambda: actions.confirm_email_change(token, now=NOW)] * 2)

    assert Account.objects.get().email == "lea@nouvelle.fr"
    assert Entry.objects.filter(kind="email_changed").count() == 1
