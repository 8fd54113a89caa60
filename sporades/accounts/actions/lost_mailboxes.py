"""What if a candidate has lost their mailbox? Two officers replace it, and the old one is told.

The first has seen the person and their identity document, and says why; the
second agrees. The old mailbox gets the way back of every change of address,
good for 72 hours; the password is dead with its sessions, and the new mailbox
gets a link to choose another.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sporades.accounts import facts, keys, tokens
from sporades.accounts.actions import restoring
from sporades.accounts.actions.refusals import AddressTaken, NothingToChange, SamePerson
from sporades.accounts.addresses import canonical
from sporades.accounts.models import Account, EmailChange, MailboxReplacement
from sporades.journal import actions as journal
from sporades.journal.values import Actor
from sporades.notices import actions as notices
from sporades.notices.values import Urgency

State = MailboxReplacement.State


@transaction.atomic
def ask(account: Account, *, email: str, reason: str, by: Actor, now: datetime) -> None:
    """An officer asks; a request that waits already stays as it is.

    Raises NotAnAddress, NothingToChange, AddressTaken.
    """
    wanted = canonical(email)
    row = Account.objects.select_for_update().get(id=account.id)
    if wanted == row.email_canonical:
        raise NothingToChange
    _refuse_if_taken(wanted)
    asked, created = MailboxReplacement.objects.get_or_create(
        account=row,
        state=State.ASKED,
        defaults={"email": email.strip(), "reason": reason, "asked_by": by.id, "asked_at": now},
    )
    if created:
        details = {"email": asked.email, "reason": reason}
        subject, data = facts.subject_of(row), {"request": str(asked.id)}
        journal.record(subject, "mailbox_replacement_asked", by=by, now=now, data=data, details=details)


def agree(request_id: UUID, *, by: Actor, now: datetime) -> None:
    """A second officer agrees: the account moves. Raises SamePerson, AddressTaken; decided already, nothing."""
    try:
        with transaction.atomic():
            asked = _decide(request_id, State.AGREED, by=by, now=now)
            if asked is not None:
                _move(asked.account, asked.email, by=by, now=now)
    except IntegrityError as error:
        raise AddressTaken from error


@transaction.atomic
def refuse(request_id: UUID, *, by: Actor, now: datetime) -> None:
    """A second officer does not agree: nothing changes. Raises SamePerson."""
    _decide(request_id, State.REFUSED, by=by, now=now)


def _decide(
    request_id: UUID, state: MailboxReplacement.State, *, by: Actor, now: datetime
) -> MailboxReplacement | None:
    found = MailboxReplacement.objects.get(id=request_id)
    account = Account.objects.select_for_update().get(id=found.account_id)
    asked = MailboxReplacement.objects.get(id=request_id)
    if asked.state != State.ASKED:
        return None
    if str(asked.asked_by) == by.id:
        raise SamePerson
    asked.account, asked.state = account, state.value
    asked.decided_by, asked.decided_at = UUID(by.id), now
    asked.save(update_fields=["state", "decided_by", "decided_at"])
    kind, data = f"mailbox_replacement_{state.value}", {"request": str(asked.id)}
    journal.record(facts.subject_of(account), kind, by=by, now=now, data=data)
    return asked


def _move(account: Account, email: str, *, by: Actor, now: datetime) -> None:
    wanted = canonical(email)
    _refuse_if_taken(wanted)
    restoring.free(wanted, besides=account, now=now)
    restoring.leave(account, new=email, now=now)
    account.email, account.email_canonical = email, wanted
    # Sessions are tied to the password's hash: every one of them ends here.
    account.set_password(None)
    account.password_changed_at = now
    account.save(update_fields=["email", "email_canonical", "password", "password_changed_at"])
    keys.refresh(account)
    for wish in EmailChange.objects.filter(account=account):
        notices.cancel(wish.notice)
        wish.delete()
    way_in = {"account_id": account.id, "reset_token": tokens.reset_tokens.make_token(account)}
    subject = facts.subject_of(account)
    notices.queue(
        "mailbox_replaced", to=email, subject=subject, context=way_in, now=now, urgency=Urgency.ACCESS
    )


def _refuse_if_taken(wanted: str) -> None:
    if Account.objects.filter(email_canonical=wanted, is_active=True).exists():
        raise AddressTaken
