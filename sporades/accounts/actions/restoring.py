"""How does a person take their account back when somebody else has changed its address?

The mailbox that is left gets a link, good for 72 hours and for one use. Whoever
changed the address knows the password: it is dead with the sessions it opened,
and the mailbox that is restored gets a link to choose another. Of several
changes the oldest mailbox wins: what was left after it cannot be restored.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from sporades.accounts import facts, keys, tokens
from sporades.accounts.actions.refusals import LinkIsOver
from sporades.accounts.models import Account, EmailChange, FormerAddress, Officer
from sporades.journal import actions as journal
from sporades.notices import actions as notices
from sporades.notices.values import Urgency


def leave(account: Account, *, new: str, now: datetime) -> str:
    """Tells the present mailbox that the account moves to `new`, with the way back. Returns its address."""
    token = tokens.new()
    notice = notices.queue(
        "email_changed",
        to=account.email,
        subject=facts.subject_of(account),
        context={"new": new, "token": token},
        now=now,
        urgency=Urgency.ACCESS,
    )
    FormerAddress.objects.create(
        account=account,
        email=account.email,
        email_canonical=account.email_canonical,
        digest=tokens.digest(token),
        notice=notice,
        left_at=now,
    )
    return account.email


def free(canonical_email: str, *, besides: Account, now: datetime) -> None:
    """An account never activated has no claim on a mailbox that has just answered for another."""
    squatters = Account.objects.filter(email_canonical=canonical_email, is_active=False)
    for squatter in squatters.exclude(id=besides.id):
        subject = facts.subject_of(squatter)
        journal.record(subject, "account_deleted", by=facts.owner_of(besides), now=now, rule="mailbox_proved")
        squatter.delete()


def restore_address(token: str, *, now: datetime) -> None:
    """« Ce n’est pas moi : rétablir cette adresse ». Raises LinkIsOver."""
    try:
        with transaction.atomic():
            _restore(token, now=now)
    except IntegrityError as error:
        # Somebody opened an account with that address meanwhile: it stays theirs.
        raise LinkIsOver from error


def _restore(token: str, *, now: datetime) -> None:
    former = FormerAddress.objects.filter(digest=tokens.digest(token)).first()
    if former is None:
        raise LinkIsOver
    account = Account.objects.select_for_update().get(id=former.account_id)
    # Read again under the lock: another click may have been first.
    former = FormerAddress.objects.filter(digest=tokens.digest(token)).first()
    if former is None or facts.is_over(former.notice, life=facts.LIFE_OF_A_WAY_BACK, now=now):
        raise LinkIsOver
    free(former.email_canonical, besides=account, now=now)
    lost = account.email
    account.email, account.email_canonical = former.email, former.email_canonical
    # Sessions are tied to the password's hash: every one of them ends here.
    account.set_password(None)
    account.password_changed_at = now
    account.save(update_fields=["email", "email_canonical", "password", "password_changed_at"])
    keys.refresh(account)
    _forget_what_followed(account, former)
    _tell(account, lost=lost, now=now)


def _forget_what_followed(account: Account, former: FormerAddress) -> None:
    FormerAddress.objects.filter(account=account, id__gte=former.id).delete()
    for wish in EmailChange.objects.filter(account=account):
        notices.cancel(wish.notice)
        wish.delete()


def _tell(account: Account, *, lost: str, now: datetime) -> None:
    subject = facts.subject_of(account)
    journal.record(
        subject,
        "email_restored",
        by=facts.owner_of(account),
        now=now,
        details={"lost": lost, "restored": account.email},
    )
    way_in = {"account_id": account.id, "reset_token": tokens.reset_tokens.make_token(account)}
    way_in["of_office"] = Officer.objects.filter(account=account).exists()
    notices.queue(
        "email_restored", to=account.email, subject=subject, context=way_in, now=now, urgency=Urgency.ACCESS
    )
    notices.queue(
        "email_taken_back",
        to=lost,
        subject=subject,
        context={"old": account.email},
        now=now,
        urgency=Urgency.ACCESS,
    )


def forget_former_addresses(*, now: datetime) -> int:
    """Upkeep: an address that can be restored no more is nobody's business. Says how many those were."""
    over = [
        former.id
        for former in FormerAddress.objects.filter(left_at__lte=now - facts.LIFE_OF_A_WAY_BACK)
        if facts.is_over(former.notice, life=facts.LIFE_OF_A_WAY_BACK, now=now)
    ]
    return FormerAddress.objects.filter(id__in=over).delete()[0]
