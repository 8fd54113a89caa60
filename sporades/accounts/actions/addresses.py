"""How does an account move to another mailbox?

The password is asked again, the new mailbox must answer, the old one is told
both times. Nothing changes until the button of the mail is pressed. An address
that belongs to somebody else gets the same page, and a mail of its own. The
old mailbox may take the account back: see `restoring`.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sporades.accounts import facts, keys, tokens
from sporades.accounts.actions import restoring
from sporades.accounts.actions.refusals import LinkIsOver, NothingToChange
from sporades.accounts.actions.secrets import prove
from sporades.accounts.addresses import canonical
from sporades.accounts.models import Account, EmailChange
from sporades.journal import actions as journal
from sporades.journal.values import Actor
from sporades.notices import actions as notices
from sporades.notices.values import Urgency


def ask_email_change(account: Account, *, email: str, password: str, by: Actor, now: datetime) -> None:
    """Raises WrongPassword, TooMany, NothingToChange, NotAnAddress."""
    wanted = canonical(email)
    if email.strip() == account.email:
        raise NothingToChange
    prove(account, password)
    with transaction.atomic():
        row = Account.objects.select_for_update().get(id=account.id)
        _take_back(row)
        token = tokens.new()
        notice = _write_to_new(row, email=email.strip(), wanted=wanted, token=token, now=now)
        EmailChange.objects.update_or_create(
            account=row,
            defaults={
                "email": email.strip(),
                "email_canonical": wanted,
                "digest": tokens.digest(token),
                "notice": notice,
                "asked_at": now,
            },
        )
        notices.queue(
            "email_change_asked",
            to=row.email,
            subject=facts.subject_of(row),
            context={"new": email.strip()},
            now=now,
            urgency=Urgency.ACCESS,
        )
        journal.record(
            facts.subject_of(row), "email_change_asked", by=by, now=now, details={"new": email.strip()}
        )


def confirm_email_change(token: str, *, now: datetime) -> None:
    """The switch itself; open sessions go on. Raises LinkIsOver."""
    try:
        with transaction.atomic():
            _switch(token, now=now)
    except IntegrityError as error:
        # Somebody opened an account with that address meanwhile: it stays theirs.
        raise LinkIsOver from error


def _switch(token: str, *, now: datetime) -> None:
    change = EmailChange.objects.filter(digest=tokens.digest(token)).first()
    if change is None:
        raise LinkIsOver
    account = Account.objects.select_for_update().get(id=change.account_id)
    # Read again under the lock: another click may have been first.
    change = EmailChange.objects.filter(digest=tokens.digest(token)).first()
    if change is None or facts.is_over(change.notice, now=now):
        raise LinkIsOver
    restoring.free(change.email_canonical, besides=account, now=now)
    old = restoring.leave(account, new=change.email, now=now)
    account.email, account.email_canonical = change.email, change.email_canonical
    account.save(update_fields=["email", "email_canonical"])
    keys.refresh(account)
    change.delete()
    journal.record(
        facts.subject_of(account),
        "email_changed",
        by=facts.owner_of(account),
        now=now,
        details={"old": old, "new": account.email},
    )


def _take_back(account: Account) -> None:
    older = EmailChange.objects.filter(account=account).first()
    if older is not None:
        notices.cancel(older.notice)


def _write_to_new(account: Account, *, email: str, wanted: str, token: str, now: datetime) -> UUID:
    others = Account.objects.filter(email_canonical=wanted, is_active=True)
    other = others.exclude(id=account.id).first()
    kind = "email_change_taken" if other else "email_change_confirm"
    return notices.queue(
        kind,
        to=other.email if other else email,
        subject=facts.subject_of(other or account),
        context={"token": token},
        now=now,
        urgency=Urgency.ACCESS,
    )
