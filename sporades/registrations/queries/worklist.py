"""Which registrations wait for a decision of the office? Those with a piece given and not yet looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.models import Registration
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate

TONES = {
    State.DRAFT: "info",
    State.SAVED: "wait",
    State.CONFIRMED: "info",
    State.INCOMPLETE: "wait",
    State.ADMITTED: "ok",
    State.CANCELLED: "no",
    State.SET_ASIDE: "no",
    State.WITHDRAWN: "off",
    State.EXPIRED: "off",
}
TO_CHECK = Q(pieces__state__in=[PieceState.DEPOSITED.value, PieceState.LATE.value])


@dataclass(frozen=True, slots=True)
class Row:
    """A registration as a list of the office shows it."""

    id: UUID
    name: str
    number: str
    exam: str
    state: str
    tone: str
    waiting: int
    since: datetime
    zone: str


def waiting(mandate: Mandate) -> QuerySet[Registration]:
    """The registrations of the mandate that wait, the oldest deposit first."""
    rows = access.in_mandate(Registration.objects.all(), mandate).filter(
        TO_CHECK, state__in=sorted(state.value for state in LIVE - {State.DRAFT})
    )
    given = Q(pieces__deposits__superseded=False)
    told = rows.annotate(
        waiting=Count("pieces", distinct=True), since=Min("pieces__deposits__at", filter=given)
    )
    return told.select_related("candidate", "window__calendar").order_by("since", "id")


def told(rows: Iterable[Registration]) -> list[Row]:
    known = reference()
    return [
        Row(
            id=row.id,
            name=f"{row.candidate.birth_name} {row.candidate.given_names}",
            number=row.number or "",
            exam=f"{known.diplomas[row.diploma].short} {known.specialties[row.specialty].title}",
            state=known.say(f"state_{row.state}"),
            tone=TONES[State(row.state)],
            waiting=row.waiting,  # type: ignore[attr-defined]
            since=row.since,  # type: ignore[attr-defined]
            zone=row.window.calendar.zone,
        )
        for row in rows
    ]
