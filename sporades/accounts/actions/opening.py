"""How is an account opened, proved by its mailbox, or deleted after 48 hours?

Signing up twice before the activation: the newest sign-up gives the identity
and the link. If its password is not the first one's, neither is kept, and who
holds the mailbox chooses one when they activate: a stranger who signs up with
somebody's address never has the password of what that person activates.
"""

import logging
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from sporades.accounts import facts, keys, passwords, tokens
from sporades.accounts.actions import answering
from sporades.accounts.actions.answering import Wish
from sporades.accounts.actions.refusals import LinkIsOver
from sporades.accounts.addresses import canonical
from sporades.accounts.models import Account, Candidate
from sporades.accounts.values import CivilIdentity
from sporades.journal import actions as journal
from sporades.journal.values import Actor
from sporades.rules import calendar

log = logging.getLogger(__name__)

SOURCE = (
    "Notice d’inscription, § 2, étape 1 : « vous avez 48h pour cliquer sur le lien « Activer mon compte » »"
)


def sign_up(*, email: str, password: str, identity: CivilIdentity, now: datetime) -> None:
    """Opens an account, or writes to the one there is. The caller learns nothing of which.

    Raises WeakPassword and NotAnAddress, before anything is looked up.
    """
    passwords.check(password, about=(email, identity.birth_name, identity.given_names))
    canonical(email)
    while True:
        seen = answering.find(email)
        # Outside the transaction: a hash takes longer than all its statements.
        secret = _secret(seen, password)
        try:
            with transaction.atomic():
                account = answering.locked(email)
                if _as_seen(account, seen):
                    _sign_up(account, email=email, secret=secret, identity=identity, now=now)
                    return
        except IntegrityError:
            # Somebody opened the same account at the same instant: it exists now.
            log.info("two sign-ups for one address at once")


def _secret(seen: Account | None, password: str) -> str:
    """The hash to store; always the cost of one."""
    if seen is None or seen.is_active:
        return make_password(passwords.normal(password))
    return seen.password if seen.check_password(password) else make_password(None)


def _as_seen(account: Account | None, seen: Account | None) -> bool:
    if account is None or seen is None:
        return account is seen
    return (account.id, account.is_active, account.password) == (seen.id, seen.is_active, seen.password)


def _sign_up(
    account: Account | None, *, email: str, secret: str, identity: CivilIdentity, now: datetime
) -> None:
    token = tokens.new()
    notice = answering.answer(Wish.SIGN_UP, account, typed=email, token=token, now=now)
    if account is None:
        _create(email=email, secret=secret, identity=identity, token=token, notice=notice, now=now)
        return
    Account.objects.filter(id=account.id, is_active=False).update(
        password=secret,
        activation_digest=tokens.digest(token),
        activation_notice=notice,
        activation_asked_at=now,
    )
    Candidate.objects.filter(account_id=account.id, account__is_active=False).update(
        birth_name=identity.birth_name, given_names=identity.given_names, birth_date=identity.birth_date
    )


def _create(
    *, email: str, secret: str, identity: CivilIdentity, token: str, notice: UUID, now: datetime
) -> None:  # fmt: skip
    account = Account.objects.create(
        id=uuid4(),
        email=email.strip(),
        email_canonical=canonical(email),
        password=secret,
        created_at=now,
        activation_digest=tokens.digest(token),
        activation_notice=notice,
        activation_asked_at=now,
        password_changed_at=now,
    )
    Candidate.objects.create(
        account=account,
        birth_name=identity.birth_name,
        given_names=identity.given_names,
        birth_date=identity.birth_date,
    )


@transaction.atomic
def resend_link(*, email: str, now: datetime) -> None:
    """« Renvoyer le lien »: the older link is dead, and the 48 hours start again."""
    account, token = answering.locked(email), tokens.new()
    notice = answering.answer(Wish.LINK, account, typed=email, token=token, now=now)
    answering.renew_link(account, token=token, notice=notice, now=now)


def activate(token: str, *, password: str = "", now: datetime) -> None:
    """Opens the account for good; a second click changes nothing.

    `password` is taken only where two sign-ups disagreed. Raises LinkIsOver, WeakPassword.
    """
    with transaction.atomic():
        account = _waiting(token, now=now)
        if account.is_active:
            return
        if not account.has_usable_password():
            passwords.check(password, about=facts.about(account))
            account.set_password(password)
        account.is_active = True
        account.activated_at = account.password_changed_at = now
        account.save()
        # Not at the sign-up: it would cost a statement more for an address that is new.
        keys.refresh(account)
        journal.record(
            facts.subject_of(account),
            "account_activated",
            by=facts.owner_of(account),
            now=now,
            data={"opened_at": account.created_at.isoformat()},
        )


def _waiting(token: str, *, now: datetime) -> Account:
    account = Account.objects.select_for_update().filter(activation_digest=tokens.digest(token)).first()
    if account is None:
        raise LinkIsOver
    if not account.is_active and facts.is_over(account.activation_notice, now=now):
        raise LinkIsOver
    return account


@transaction.atomic
def delete_unactivated(account: Account, *, by: Actor, now: datetime) -> bool:
    """Deletes it as if it had never been; False if it was activated, is gone, or is held by somebody else."""
    free = Account.objects.select_for_update(skip_locked=True)
    row = free.filter(id=account.id, is_active=False).first()
    due = facts.dies_at(row.activation_notice) if row else None
    if row is None or due is None or not calendar.deadline_may_act(due, now=now):
        return False
    journal.record(
        facts.subject_of(row),
        "account_deleted",
        by=by,
        now=now,
        rule="activation_48h",
        source=SOURCE,
        data={"due": due.isoformat()},
    )
    row.delete()
    return True
