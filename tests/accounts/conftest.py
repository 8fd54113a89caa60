"""A person who signs up, and the mailbox where they read what we write."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from sporades.accounts import actions
from sporades.accounts.models import Account
from sporades.accounts.values import CivilIdentity
from tests.accounts.mailbox import Mailbox

# Tuesday 5 November 2024, 9:00 in Paris: all four windows of Nice 2025 are open.
NOW = datetime(2024, 11, 5, 8, 0, tzinfo=UTC)
PASSWORD = "quatre chevaux sous la pluie"
LEA = CivilIdentity("Ménager-Šimić", "Léa Rose", date(2004, 2, 29))


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
