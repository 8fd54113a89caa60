"""How does a password change: forgotten, or known?

Every other device is logged out by the change itself: a session is tied to the
hash. A reset's link dies with the hash, the address and the last login.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.accounts import facts, passwords, throttles, tokens
from sporades.accounts.actions import answering
from sporades.accounts.actions.answering import Wish
from sporades.accounts.actions.refusals import LinkIsOver, WrongPassword
from sporades.accounts.backends import is_switched_off
from sporades.accounts.models import Account
from sporades.journal import actions as journal
from sporades.journal.values import Actor
from sporades.notices import actions as notices
from sporades.notices.values import Urgency


@transaction.atomic
def ask_reset(*, email: str, now: datetime) -> None:
    """« Mot de passe oublié »: a link for an active account; for another, the mail it needs."""
    account, token = answering.locked(email), tokens.new()
    notice = answering.answer(Wish.RESET, account, typed=email, token=token, now=now)
    answering.renew_link(account, token=token, notice=notice, now=now)


def reset_password(account_id: UUID, token: str, *, password: str, now: datetime) -> None:
    """Raises LinkIsOver, WeakPassword."""
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(id=account_id, is_active=True).first()
        if account is None or is_switched_off(account):
            raise LinkIsOver
        if not tokens.reset_tokens.check_token(account, token):
            raise LinkIsOver
        passwords.check(password, about=facts.about(account))
        _change(account, password, how="password_reset_done", by=facts.owner_of(account), now=now)


def change_password(account: Account, *, current: str, password: str, by: Actor, now: datetime) -> None:
    """Raises WrongPassword, TooMany, WeakPassword."""
    prove(account, current)
    passwords.check(password, about=facts.about(account))
    with transaction.atomic():
        row = Account.objects.select_for_update().get(id=account.id)
        _change(row, password, how="password_changed", by=by, now=now)
    # The caller's own session goes on with the new hash.
    account.password = row.password


def prove(account: Account, password: str) -> None:
    """The person at the keyboard is the owner, not somebody who found the session open."""
    attempt = throttles.consume(throttles.REAUTHENTICATIONS, str(account.id))
    if not account.check_password(password):
        raise WrongPassword
    throttles.give_back([attempt])


def _change(account: Account, password: str, *, how: str, by: Actor, now: datetime) -> None:
    account.set_password(password)
    account.password_changed_at = now
    account.save(update_fields=["password", "password_changed_at"])
    journal.record(facts.subject_of(account), how, by=by, now=now)
    notices.queue(
        "password_changed",
        to=account.email,
        subject=facts.subject_of(account),
        context={},
        now=now,
        urgency=Urgency.ACCESS,
    )
