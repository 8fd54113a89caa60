"""Who is of the exam office, who was asked to join it, and who answers for whom?

An administrator answers for those whose académies are all their own; anybody
else does not exist for them. An office is hundreds of people at most: who
answers for whom is decided here, in one place, not in two dialects of SQL.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.http import Http404

from sporades.accounts import facts, tokens
from sporades.accounts.addresses import canonical
from sporades.accounts.models import Invitation, Officer, ReadingAlarm
from sporades.adapters import clocks
from sporades.rules.rights import Mandate, Role, manages

Row = TypeVar("Row", Officer, Invitation)


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the list of people."""

    id: UUID
    name: str
    role: str
    academies: tuple[str, ...]
    state: str  # active, suspended, off, invited, over
    factors: int
    last_login: datetime | None


def people(mandate: Mandate) -> list[Person]:
    """The officers, then the invitations, for whom the holder answers; by name."""
    factors = _factors()
    return [
        Person(
            one.id, one.name, one.role, tuple(one.academies), _state(one),
            factors.get(one.account_id, 0), _last_login(one),
        )
        for one in Officer.objects.select_related("account")
        if manages(mandate, one.mandate.academies)
    ]  # fmt: skip


def invitations(mandate: Mandate, *, now: datetime) -> list[Person]:
    return [
        Person(
            one.id, one.name, one.role, tuple(one.academies),
            "over" if is_over(one, now=now) else "invited", 0, None,
        )
        for one in Invitation.objects.all()
        if manages(mandate, one.mandate.academies)
    ]  # fmt: skip


def is_over(invitation: Invitation, *, now: datetime) -> bool:
    return facts.is_over(invitation.notice, life=facts.LIFE_OF_AN_INVITATION, now=now)


def dies_at(invitation: Invitation) -> datetime | None:
    """When its link dies; None while the mail has not left."""
    return facts.dies_at(invitation.notice, life=facts.LIFE_OF_AN_INVITATION)


def invitation_of(token: str, *, now: datetime) -> Invitation | None:
    """The invitation whose link this is, while it is good."""
    found = Invitation.objects.filter(digest=tokens.digest(token)).first()
    return None if found is None or is_over(found, now=now) else found


def officer_for(mandate: Mandate, officer_id: UUID) -> Officer:
    """An officer for whom the holder answers, or 404."""
    return _theirs(mandate, Officer.objects.select_related("account").filter(id=officer_id).first())


def invitation_for(mandate: Mandate, invitation_id: UUID) -> Invitation:
    """An invitation for which the holder answers, or 404."""
    return _theirs(mandate, Invitation.objects.filter(id=invitation_id).first())


def officer_at(email: str) -> Officer | None:
    """Whoever of the office has this address. Raises NotAnAddress."""
    return Officer.objects.select_related("account").filter(account__email_canonical=canonical(email)).first()


def administrators(academies: frozenset[str]) -> list[Officer]:
    """Whom to tell, or to ask: the administrators of one of these académies."""
    rows = Officer.objects.select_related("account").filter(
        role=Role.ADMINISTRATOR.value, switched_off_at=None
    )
    return [one for one in rows if academies & set(one.academies)]


def heads(academy: str) -> list[Officer]:
    """The heads of office of an académie who can come in."""
    rows = Officer.objects.select_related("account").filter(role=Role.HEAD.value, switched_off_at=None)
    return [one for one in rows.filter(suspended_at=None) if academy in one.academies]


def alarms(mandate: Mandate, *, most: int = 10) -> list[ReadingAlarm]:
    """The newest alarms of reading about those for whom the holder answers."""
    rows = ReadingAlarm.objects.select_related("officer")[: most * 10]
    return [one for one in rows if manages(mandate, one.officer.mandate.academies)][:most]


def names(officer_ids: set[UUID]) -> dict[UUID, str]:
    return dict(Officer.objects.filter(id__in=officer_ids).values_list("id", "name"))


def _theirs(mandate: Mandate, row: Row | None) -> Row:
    if row is None or not manages(mandate, row.mandate.academies):
        raise Http404
    return row


def _last_login(officer: Officer) -> datetime | None:
    # Django stamps it by the machine's clock; pages tell the legal one.
    last = officer.account.last_login
    return clocks.legal_at(last) if last else None


def _factors() -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    rows = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    for account_id in rows.values_list("user_id", flat=True):
        found[account_id] = found.get(account_id, 0) + 1
    return found


def _state(officer: Officer) -> str:
    if officer.switched_off_at is not None:
        return "off"
    return "suspended" if officer.suspended_at is not None else "active"
