"""Who has which file open at this moment?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from sporades.registrations.models import Claim


@dataclass(frozen=True, slots=True)
class Holder:
    """An officer who has the file open, and for how many minutes."""

    officer_id: UUID
    name: str
    minutes: int


def holders(registrations: Iterable[UUID], *, machine_now: datetime) -> dict[UUID, Holder]:
    """Those of these files that somebody has open, in one query."""
    rows = Claim.objects.filter(registration__in=list(registrations), until__gt=machine_now)
    return {
        row.registration_id: Holder(row.officer_id, row.officer.name, _minutes(row.since, machine_now))
        for row in rows.select_related("officer")
    }


def held_by_another(officer: UUID, *, machine_now: datetime) -> Exists:
    """The condition, on a registration, that somebody else has it open."""
    claims = Claim.objects.filter(registration=OuterRef("pk"), until__gt=machine_now)
    return Exists(claims.exclude(officer_id=officer))


def _minutes(since: datetime, machine_now: datetime) -> int:
    return max(0, int((machine_now - since).total_seconds() // 60))
