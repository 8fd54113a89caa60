"""A stranger who types an address learns nothing: not from the page, nor from its cost."""

import re

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sporades.accounts import actions
from sporades.accounts.models import Account
from tests.accounts.conftest import NOW, PASSWORD, TYPED

pytestmark = pytest.mark.django_db

ACTIVE, WAITING, UNKNOWN = "lea@exemple.fr", "tom@exemple.fr", "awa@exemple.fr"


@pytest.fixture
def _everybody(lea, sign_up, mailbox):
    sign_up(email=WAITING)
    mailbox.forget()


@pytest.fixture
def hashes(monkeypatch) -> list[str]:
    """Each password hash that is computed."""
    done: list[str] = []
    real = type(get_hasher()).encode

    def counted(self, password, salt):
        done.append("encode")
        return real(self, password, salt)

    verify = type(get_hasher()).verify

    def counted_verify(self, password, encoded):
        done.append("verify")
        return verify(self, password, encoded)

    monkeypatch.setattr(type(get_hasher()), "encode", counted)
    monkeypatch.setattr(type(get_hasher()), "verify", counted_verify)
    return done


def asked(page: str, typed: dict[str, str], hashes: list[str]) -> tuple[object, ...]:
    """All that somebody outside can see or measure."""
    hashes.clear()
    browser = Client()
    with CaptureQueriesContext(connection) as statements:
        answer = browser.post(reverse(page), typed, follow=True)
    # The hour of the answer and its name say nothing of the account.
    headers = {
        name: value for name, value in answer.headers.items() if name not in {"X-Request-Id", "Expires"}
    }
    body = answer.text.replace(typed["email"], "")
    cookies = sorted(set(browser.cookies) - {"csrf"})
    cost = (len(hashes), len(statements))
    return answer.status_code, answer.redirect_chain, _without_tokens(body), headers, cookies, cost


def _without_tokens(body: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)


@pytest.mark.usefixtures("_everybody")
@pytest.mark.parametrize("page", ["sign_up", "resend", "password_reset"])
def test_known_waiting_and_unknown_addresses_get_one_answer_at_one_cost(page, hashes, mailbox):
    typed = TYPED if page == "sign_up" else {}
    answers = [asked(page, {**typed, "email": email}, hashes) for email in (ACTIVE, WAITING, UNKNOWN)]

    assert answers[0] == answers[1] == answers[2]
    assert [mail.recipient.lower() for mail in mailbox.mails()] == [ACTIVE, WAITING, UNKNOWN]


@pytest.mark.usefixtures("_everybody")
def test_a_sign_up_costs_one_hash_in_each_case(hashes):
    costs = []
    for email, password in [
        (ACTIVE, PASSWORD),
        (WAITING, PASSWORD),
        (WAITING, PASSWORD + "!"),
        (UNKNOWN, PASSWORD),
    ]:
        hashes.clear()
        Client().post(reverse("sign_up"), TYPED | {"email": email, "password": password})
        costs.append(len(hashes))

    assert costs == [1, 1, 1, 1]


@pytest.mark.usefixtures("_everybody")
def test_every_failed_login_is_one_answer_at_one_cost(hashes):
    answers = [
        asked("login", {"email": email, "password": password}, hashes)
        for email, password in [
            (ACTIVE, "cinq girafes dans un ascenseur"),
            (WAITING, PASSWORD),
            (WAITING, "cinq girafes dans un ascenseur"),
            (UNKNOWN, PASSWORD),
        ]
    ]

    assert answers == [answers[0]] * 4
    assert answers[0][-1][0] == 1  # hash
    assert "compte pas encore activé" in str(answers[0][2])


@pytest.mark.usefixtures("_everybody")
def test_a_new_address_that_is_somebody_elses_looks_like_any_other(inside, hashes, sign_up, mailbox):
    sign_up(email="malik@exemple.fr")
    actions.activate(mailbox.token("malik@exemple.fr"), now=NOW)
    pages = []

    for email in ("malik@exemple.fr", "karim@exemple.fr"):
        answer = inside.post(reverse("email_change"), {"email": email, "current": PASSWORD}, follow=True)
        pages.append(_without_tokens(answer.text.replace(email, "")))

    assert pages[0] == pages[1]


def test_an_answer_goes_to_the_address_that_is_stored(lea, mailbox, client):
    client.post(reverse("password_reset"), {"email": "LEA@EXEMPLE.FR"})

    assert [mail.recipient for mail in mailbox.mails()] == [Account.objects.get().email]
