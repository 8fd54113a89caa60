"""How does somebody join the exam office?

An administrator writes to them; who holds the mailbox chooses a password, and
their account is made only then. An address that is a candidate's is refused,
and one whose sign-up was never activated has no claim on the mailbox that
answers. The newest link alone works, for seven days from its departure.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sporades.accounts import facts, passwords, tokens
from sporades.accounts.actions.refusals import (
    AddressOfACandidate,
    AlreadyOfTheOffice,
    LinkIsOver,
    OutsideMandate,
)
from sporades.accounts.addresses import canonical
from sporades.accounts.models import Account, Invitation, Officer
from sporades.journal import actions as journal
from sporades.journal import queries as entries
from sporades.journal.values import Actor, Subject
from sporades.notices import actions as notices
from sporades.notices.values import Urgency
from sporades.rules.rights import Mandate, manages


def invite(
    *, email: str, name: str, mandate: Mandate, within: Mandate, token: str, by: Actor, now: datetime
) -> None:
    """Writes to somebody; `within` is the mandate of who invites. The same form twice invites once.

    Raises AddressOfACandidate, AlreadyOfTheOffice, OutsideMandate, NotAnAddress.
    """
    if not manages(within, mandate.academies):
        raise OutsideMandate
    try:
        with transaction.atomic():
            if entries.act_of(token) is None:
                _invite(email, name, mandate, token=token, by=by, now=now)
    except IntegrityError as error:
        # Two forms for one address at the same instant: the other one was first.
        raise AlreadyOfTheOffice from error


def _invite(email: str, name: str, mandate: Mandate, *, token: str, by: Actor, now: datetime) -> None:
    _refuse_if_known(canonical(email))
    secret = tokens.new()
    invitation = Invitation(
        id=uuid4(),
        email=email.strip(),
        email_canonical=canonical(email),
        name=name,
        digest=tokens.digest(secret),
        invited_at=now,
    )
    invitation.mandate = mandate
    invitation.notice = _write_to(invitation, secret, now=now)
    invitation.save(force_insert=True)
    journal.record(
        subject_of(invitation),
        "officer_invited",
        by=by,
        now=now,
        data=mandate_as_data(mandate),
        details={"name": name, "email": invitation.email},
        token=token,
    )


def _refuse_if_known(address: str) -> None:
    known = Account.objects.select_related("officer").filter(email_canonical=address, is_active=True).first()
    if known is not None and not hasattr(known, "officer"):
        raise AddressOfACandidate
    if known is not None or Invitation.objects.filter(email_canonical=address).exists():
        raise AlreadyOfTheOffice


@transaction.atomic
def renew_invitation(invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """A new link, good for seven days; the older one is dead. Raises LinkIsOver if it was answered meanwhile."""
    row, secret = _locked(id=invitation.id), tokens.new()
    notices.cancel(row.notice)
    row.digest, row.notice, row.invited_at = tokens.digest(secret), _write_to(row, secret, now=now), now
    row.save(update_fields=["digest", "notice", "invited_at"])
    journal.record(subject_of(row), "invitation_renewed", by=by, now=now)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """The link is dead, as if nobody had been asked. Raises LinkIsOver if it was answered meanwhile."""
    row = _locked(id=invitation.id)
    notices.cancel(row.notice)
    journal.record(subject_of(row), "invitation_revoked", by=by, now=now)
    row.delete()


def accept_invitation(token: str, *, password: str, now: datetime) -> None:
    """The account is made, with its password; a second factor is asked at the first login.

    Raises LinkIsOver, WeakPassword, AddressOfACandidate.
    """
    with transaction.atomic():
        row = _locked(digest=tokens.digest(token))
        if facts.is_over(row.notice, life=facts.LIFE_OF_AN_INVITATION, now=now):
            raise LinkIsOver
        passwords.check(password, about=(row.email, *row.name.split()))
        if Account.objects.filter(email_canonical=row.email_canonical, is_active=True).exists():
            raise AddressOfACandidate
        _free(row, now=now)
        officer = _make(row, password, now=now)
        row.delete()
        journal.record(
            facts.subject_of(officer.account),
            "invitation_accepted",
            by=Actor("officer", str(officer.id)),
            now=now,
        )


def _free(invitation: Invitation, *, now: datetime) -> None:
    """A sign-up that its mailbox never confirmed makes way for who holds the mailbox."""
    waiting = Account.objects.select_for_update().filter(email_canonical=invitation.email_canonical)
    for account in waiting:
        subject, by = facts.subject_of(account), Actor("officer", str(invitation.id))
        journal.record(subject, "account_deleted", by=by, now=now, rule="mailbox_proved")
        account.delete()


def _make(invitation: Invitation, password: str, *, now: datetime) -> Officer:
    account = Account(
        id=invitation.id,
        email=invitation.email,
        email_canonical=invitation.email_canonical,
        is_active=True,
        created_at=now,
        activated_at=now,
        activation_digest=invitation.digest,
        activation_notice=invitation.notice,
        activation_asked_at=invitation.invited_at,
        password_changed_at=now,
    )
    account.set_password(password)
    account.save(force_insert=True)
    officer = Officer(account=account, name=invitation.name, since=now)
    officer.mandate = invitation.mandate
    officer.save(force_insert=True)
    return officer


def _locked(**which: object) -> Invitation:
    row = Invitation.objects.select_for_update().filter(**which).first()
    if row is None:
        raise LinkIsOver
    return row


def _write_to(invitation: Invitation, secret: str, *, now: datetime) -> UUID:
    return notices.queue(
        "officer_invited",
        to=invitation.email,
        subject=subject_of(invitation),
        context={"token": secret, "name": invitation.name},
        now=now,
        urgency=Urgency.ACCESS,
    )


def subject_of(invitation: Invitation) -> Subject:
    """The chain of the account to come."""
    return Subject("account", invitation.id)


def mandate_as_data(mandate: Mandate) -> dict[str, object]:
    return {
        "role": mandate.role.value,
        "academies": sorted(mandate.academies),
        "diplomas": sorted(mandate.diplomas),
        "sees_files": mandate.sees_files,
        "sees_handicap": mandate.sees_handicap,
    }
