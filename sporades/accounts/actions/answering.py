"""Which mail answers a stranger who types an address, whatever the page says?

The page says the same thing in each case, so the mailbox alone learns whether
it has an account. The time must not tell either: each case costs one password
hash, the same statements and one mail. Where a case has nothing to write, its
statement matches no row.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from django.conf import settings

from sporades.accounts import tokens
from sporades.accounts.addresses import canonical
from sporades.accounts.backends import is_switched_off
from sporades.accounts.models import Account
from sporades.journal.values import Subject
from sporades.notices import actions as notices
from sporades.notices.values import Urgency


class Wish(StrEnum):
    SIGN_UP = "sign_up"
    LINK = "link"
    RESET = "reset"


MAILS_TO_ACTIVE = {Wish.SIGN_UP: "account_exists", Wish.LINK: "account_exists", Wish.RESET: "password_reset"}


def find(email: str) -> Account | None:
    return Account.objects.filter(email_canonical=canonical(email)).select_related("candidate").first()


def locked(email: str) -> Account | None:
    rows = Account.objects.select_for_update(of=("self",)).select_related("officer")
    return rows.filter(email_canonical=canonical(email)).first()


def answer(wish: Wish, account: Account | None, *, typed: str, token: str, now: datetime) -> UUID:
    """Takes back the mail that has not left, queues the one that fits, and returns it."""
    notices.cancel(account.activation_notice if account else uuid4())
    known = account is not None and account.is_active
    kind = MAILS_TO_ACTIVE[wish] if known else "account_activation"
    if account is not None and is_switched_off(account):
        kind = "officer_switched_off"
    if account is None and wish is not Wish.SIGN_UP:
        kind = "account_unknown"
    return notices.queue(
        kind,
        # To the stored address: what was typed may only look like it.
        to=account.email if account else typed.strip(),
        subject=Subject("account", account.id if account else uuid4()),
        context={
            "token": token,
            "account_id": account.id if account else "",
            "reset_token": tokens.reset_tokens.make_token(account) if account and wish is Wish.RESET else "",
            "sender": settings.MAIL_FROM,
        },
        now=now,
        urgency=Urgency.ACCESS,
    )


def renew_link(account: Account | None, *, token: str, notice: UUID, now: datetime) -> None:
    """The newest link is the only one; an active account keeps its own, and nobody has none."""
    Account.objects.filter(id=account.id if account else uuid4(), is_active=False).update(
        activation_digest=tokens.digest(token), activation_notice=notice, activation_asked_at=now
    )
