"""An account moves to another mailbox when that mailbox has answered, and not before."""

from datetime import timedelta

import pytest

from sporades.accounts import actions, queries
from sporades.accounts.models import Account, EmailChange
from sporades.journal import queries as journal
from sporades.journal.values import Actor, Subject
from tests.accounts.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db

NEW = "lea.menager@nouvelle.fr"
TWO_DAYS = timedelta(hours=48)
INSTANT = timedelta(milliseconds=1)


@pytest.fixture
def ask(lea):
    def asked(email: str = NEW, password: str = PASSWORD) -> None:
        by = Actor("candidate", str(lea.id))
        actions.ask_email_change(lea, email=email, password=password, by=by, now=NOW)

    return asked


def address() -> str:
    return Account.objects.get(candidate__birth_name="Ménager-Šimić", is_active=True).email


def test_the_new_mailbox_confirms_and_the_old_one_is_told_both_times(ask, lea, mailbox):
    ask()

    assert address() == "Lea@Exemple.fr"
    assert queries.pending_address(lea, now=NOW) == NEW
    assert mailbox.kinds(NEW) == ["email_change_confirm"]
    assert mailbox.kinds("Lea@Exemple.fr") == ["email_change_asked"]

    actions.confirm_email_change(mailbox.token(NEW), now=NOW)

    assert address() == NEW
    assert queries.pending_address(lea, now=NOW) == ""
    assert mailbox.kinds("Lea@Exemple.fr") == ["email_change_asked", "email_changed"]
    assert [line.kind for line in journal.timeline(Subject("account", lea.id))][:2] == [
        "email_changed",
        "email_change_asked",
    ]


def test_a_second_click_finds_the_link_used(ask, mailbox):
    ask()
    token = mailbox.token(NEW)
    actions.confirm_email_change(token, now=NOW)

    with pytest.raises(actions.LinkIsOver):
        actions.confirm_email_change(token, now=NOW)


def test_a_wrong_password_asks_nothing(ask, mailbox):
    with pytest.raises(actions.WrongPassword):
        ask(password="cinq girafes dans un ascenseur")

    assert mailbox.kinds() == []


def test_the_same_address_is_nothing_to_change_but_its_capitals_may(ask, mailbox):
    with pytest.raises(actions.NothingToChange):
        ask(email=" Lea@Exemple.fr ")

    ask(email="lea@exemple.fr")
    actions.confirm_email_change(mailbox.token("lea@exemple.fr"), now=NOW)

    assert address() == "lea@exemple.fr"


def test_a_newer_wish_kills_the_older_link(ask, mailbox):
    ask()
    older = mailbox.token(NEW)

    ask(email="lea@troisieme.fr")

    assert mailbox.kinds(NEW) == []
    assert queries.email_change(older, now=NOW) is queries.Link.OVER


@pytest.mark.parametrize(("after", "works"), [(TWO_DAYS - INSTANT, True), (TWO_DAYS, False)])
def test_the_link_lives_48_hours_from_its_departure(ask, mailbox, after, works):
    from sporades.notices.models import Notice

    ask()
    Notice.objects.filter(recipient=NEW).update(left_at=NOW)

    if works:
        actions.confirm_email_change(mailbox.token(NEW), now=NOW + after)
    else:
        with pytest.raises(actions.LinkIsOver):
            actions.confirm_email_change(mailbox.token(NEW), now=NOW + after)
    assert (address() == NEW) is works


def test_an_address_that_is_somebody_elses_is_never_taken(ask, lea, mailbox, sign_up):
    sign_up(email="Tom@Exemple.fr")
    actions.activate(mailbox.token("Tom@Exemple.fr"), now=NOW)
    mailbox.forget()

    ask(email="tom@exemple.fr")

    assert mailbox.kinds("Tom@Exemple.fr") == ["email_change_taken"]
    assert mailbox.kinds("tom@exemple.fr") == []
    assert queries.pending_address(lea, now=NOW) == "tom@exemple.fr"


def test_an_address_taken_meanwhile_stays_where_it_is(ask, mailbox, sign_up):
    ask()
    token = mailbox.token(NEW)
    sign_up(email=NEW)
    actions.activate(mailbox.token(NEW), now=NOW)

    with pytest.raises(actions.LinkIsOver):
        actions.confirm_email_change(token, now=NOW)

    assert Account.objects.filter(is_active=True).count() == 2
    assert EmailChange.objects.count() == 1


def test_an_account_never_activated_cannot_hold_an_address_against_its_mailbox(ask, mailbox, sign_up):
    sign_up(email=NEW.upper())
    ask()

    actions.confirm_email_change(mailbox.token(NEW), now=NOW)

    assert address() == NEW
    assert Account.objects.count() == 1
