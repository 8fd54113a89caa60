"""Who has which file open at this moment?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from sporades.adapters.prepared import prepared
from sporades.registrations.models import Claim


@dataclass(frozen=True, slots=True)
class Holder:
    """An officer who has the file open, and for how many minutes."""

    officer_id: UUID
    name: str
    minutes: int


def holder(registration: UUID, *, machine_now: datetime) -> Holder | None:
    """Who has this file open; None if nobody does."""
    found = _open.first(registration, machine_now)
    return held_by(*found, machine_now) if found else None


def held_by(officer: UUID, name: str, since: datetime, machine_now: datetime) -> Holder:
    return Holder(officer, name, max(1, int((machine_now - since).total_seconds() // 60)))


@prepared
def _open(registration: UUID, machine_now: datetime) -> QuerySet[Claim, tuple[UUID, str, datetime]]:
    rows = Claim.objects.filter(registration=registration, until__gt=machine_now)
    return rows.values_list("officer_id", "officer__name", "since")


def held_by_another(officer: UUID, *, machine_now: datetime) -> Exists:
    """The condition, on a registration, that somebody else has it open."""
    claims = Claim.objects.filter(registration=OuterRef("pk"), until__gt=machine_now)
    return Exists(claims.exclude(officer_id=officer))
