"""An officer's mailbox changes: both are told, the factors stay, and the old one may come back."""

import pytest
from django.test import Client
from django.urls import reverse

from sporades.accounts import factors, security_keys
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.pages import space, staff
from tests.people import PAUL, SYLVIE

pytestmark = pytest.mark.django_db

PASSWORD = "quatre chevaux sous la pluie"
NEW = "sylvie.roux@rectorat.exemple.fr"


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    officer = people.officer(SYLVIE, password=PASSWORD)
    people.enrolled(officer)
    return officer


def ask(client, **sent):
    return client.post(
        reverse("staff_account_email"), {"email": NEW, "current": PASSWORD, **sent}, follow=True
    )


def test_the_new_mailbox_answers_both_are_told_and_the_factors_stay(sylvie):
    client, mailbox = staff.enter(sylvie), Mailbox()
    had = [one.id for one in factors.of(sylvie.account)]
    assert "Un courriel vous attend" in ask(client).content.decode()
    sylvie.account.refresh_from_db()
    assert sylvie.account.email == SYLVIE.email, "nothing changes before the mailbox has answered"

    done = client.post(mailbox.link(NEW), follow=True)

    sylvie.account.refresh_from_db()
    assert (done.status_code, sylvie.account.email) == (200, NEW)
    assert [one.id for one in factors.of(sylvie.account)] == had
    assert mailbox.kinds(SYLVIE.email)[-2:] == ["email_change_asked", "email_changed"]


def test_the_mailbox_that_was_left_takes_the_account_back(sylvie):
    client, mailbox = staff.enter(sylvie), Mailbox()
    ask(client)
    client.post(mailbox.link(NEW))

    Client().post(mailbox.link(SYLVIE.email))

    sylvie.account.refresh_from_db()
    assert sylvie.account.email == SYLVIE.email
    assert client.get(reverse("staff_account")).status_code == 302, "every session has ended"
    assert "inscriptions" not in mailbox.mails(SYLVIE.email)[-1].text


def test_without_the_password_or_for_a_colleagues_address_nothing_is_given_away(sylvie):
    people.officer(PAUL)
    client, mailbox = staff.enter(sylvie), Mailbox()

    assert "votre mot de passe actuel" in ask(client, current="un autre").content.decode()
    assert "Un courriel vous attend" in ask(client, email=PAUL.email).content.decode()

    assert mailbox.kinds(PAUL.email)[-1] == "email_change_taken"


@pytest.mark.parametrize(
    ("host", "answers"),
    [
        ("sporades.exemple.fr", True),
        ("localhost:8000", True),
        ("127.0.0.1:8000", False),
        ("[::1]:8000", False),
    ],
)
def test_a_security_key_knows_a_site_by_its_name(host, answers):
    assert security_keys.answers_at(host) is answers


def test_where_no_key_can_answer_the_page_says_so_and_offers_the_application(sylvie):
    there = {"headers": {"host": "127.0.0.1"}}
    page = staff.enter(sylvie).get(reverse("staff_factor_add"), **there).content.decode()

    assert "reconnaît un site à son nom" in page
    assert "data-key-part" not in page and 'name="code"' in page
