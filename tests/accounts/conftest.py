"""A person who signs up, and the mailbox where they read what we write."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from sporades.accounts import actions
from sporades.accounts.models import Account
from sporades.accounts.values import CivilIdentity
from tests.accounts.mailbox import Mailbox

# Tuesday 5 November 2024, 9:00 in Paris: all four windows of Nice 2025 are open.
NOW = datetime(2024, 11, 5, 8, 0, tzinfo=UTC)
PASSWORD = "quatre chevaux sous la pluie"
LEA = CivilIdentity("Ménager-Šimić", "Léa Rose", date(2004, 2, 29))
# The same, as it is typed into the form.
TYPED = {
    "birth_name": "Ménager-Šimić",
    "given_names": "Léa Rose",
    "birth_date": "29 février 2004",
    "email": "Lea@Exemple.fr",
    "password": PASSWORD,
}


@pytest.fixture
def mailbox(db) -> Mailbox:
    return Mailbox()


@pytest.fixture
def sign_up(db) -> Callable[..., None]:
    def sign(email: str = "Lea@Exemple.fr", password: str = PASSWORD, identity=LEA, now=NOW) -> None:
        actions.sign_up(email=email, password=password, identity=identity, now=now)

    return sign


@pytest.fixture
def lea(sign_up, mailbox) -> Account:
    """Léa's account, activated; her mailbox is empty again."""
    sign_up()
    actions.activate(mailbox.token(), now=NOW)
    mailbox.forget()
    return Account.objects.select_related("candidate").get(email_canonical="lea@exemple.fr")


@pytest.fixture
def inside(client: Client, lea: Account) -> Client:
    """A browser in which Léa has logged in."""
    entered = client.post(reverse("login"), {"email": "lea@exemple.fr", "password": PASSWORD})
    assert entered.url == reverse("space")
    return client
