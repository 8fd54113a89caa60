"""Who has which file open at this moment?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from sporades.adapters.prepared import Among, prepared
from sporades.registrations.models import Claim


@dataclass(frozen=True, slots=True)
class Holder:
    """An officer who has the file open, and for how many minutes."""

    officer_id: UUID
    name: str
    minutes: int


def holders(registrations: list[UUID], *, machine_now: datetime) -> dict[UUID, Holder]:
    """Those of these files that somebody has open, in one query."""
    return {
        registration: held_by(officer, name, since, machine_now)
        for registration, officer, name, since in _open.rows(registrations, machine_now)
    }


def held_by(officer: UUID, name: str, since: datetime, machine_now: datetime) -> Holder:
    return Holder(officer, name, max(1, int((machine_now - since).total_seconds() // 60)))


@prepared
def _open(
    registrations: list[UUID], machine_now: datetime
) -> QuerySet[Claim, tuple[UUID, UUID, str, datetime]]:
    rows = Claim.objects.filter(Among(F("registration"), registrations), until__gt=machine_now)
    return rows.values_list("registration_id", "officer_id", "officer__name", "since")


def held_by_another(officer: UUID, *, machine_now: datetime) -> Exists:
    """The condition, on a registration, that somebody else has it open."""
    claims = Claim.objects.filter(registration=OuterRef("pk"), until__gt=machine_now)
    return Exists(claims.exclude(officer_id=officer))
