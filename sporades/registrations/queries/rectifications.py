"""Which requests to rectify an identity wait for the office, and what do they ask?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from sporades.accounts.models import RectificationRequest
from sporades.registrations import access
from sporades.registrations.models import Registration
from sporades.rules.rights import Mandate


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, by whom, and the newest inscription by which the office knows them."""

    id: UUID
    name: str
    text: str
    filed_at: datetime
    is_open: bool
    registration_id: UUID
    number: str
    zone: str


def waiting(mandate: Mandate, *, limit: int = 200) -> list[Asked]:
    """The requests of the mandate that wait, the oldest first."""
    filed = RectificationRequest.objects.filter(state=RectificationRequest.State.FILED)
    # Asked of each request: SQLite would look for all the candidates of the académie first.
    theirs = access.in_mandate(Registration.objects.filter(candidate=OuterRef("candidate")), mandate)
    rows = filed.filter(Exists(theirs)).select_related("candidate").order_by("filed_at", "id")[:limit]
    known = _registrations([row.candidate_id for row in rows], mandate)
    return [_asked(row, known[row.candidate_id]) for row in rows]


def asked(mandate: Mandate, row: RectificationRequest) -> Asked:
    return _asked(row, _registrations([row.candidate_id], mandate)[row.candidate_id])


def _registrations(candidates: list[UUID], mandate: Mandate) -> dict[UUID, Registration]:
    """Each candidate's newest inscription in the mandate."""
    rows = access.in_mandate(Registration.objects.filter(candidate__in=candidates), mandate)
    return {row.candidate_id: row for row in rows.select_related("window__calendar").order_by("started_at")}


def _asked(row: RectificationRequest, registration: Registration) -> Asked:
    person = row.candidate
    return Asked(
        id=row.id,
        name=f"{person.birth_name} {person.given_names}",
        text=row.text,
        filed_at=row.filed_at,
        is_open=row.state == RectificationRequest.State.FILED,
        registration_id=registration.id,
        number=registration.number or "",
        zone=registration.window.calendar.zone,
    )
