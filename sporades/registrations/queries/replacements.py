"""Which accepted pieces do candidates ask to replace, and what became of it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sporades.registrations.access.mandates import is_in_mandate
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Piece, Registration, Replacement
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules import french
from sporades.rules.lifecycle import LIVE
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its candidate sees it; `answer` says why the office refused, if it did."""

    is_filed: bool
    text: str
    answer: str
    said_at: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request as the work list of the office shows it."""

    id: int
    registration_id: UUID
    piece_id: UUID
    name: str
    number: str
    exam: str
    piece: str
    text: str
    since: datetime
    zone: str


def newest(piece: Piece) -> Asked | None:
    """The last request for this piece, if there was one; the piece as its door gave it."""
    row = piece.replacements.last()
    if row is None:
        return None
    calendar = piece.registration.window.calendar
    return Asked(
        is_filed=row.state == Replacement.State.FILED,
        text=row.text,
        answer=row.answer,
        said_at=french.spoken_instant(row.filed_at, calendar.zone, calendar.zone_name),
    )


def waiting(mandate: Mandate) -> Iterator[Waiting]:
    """The requests of this mandate that the office has not answered, the oldest first."""
    rows = Replacement.objects.filter(
        is_in_mandate("piece__registration", mandate, state__in=sorted(state.value for state in LIVE)),
        state=Replacement.State.FILED,
        piece__state=PieceState.ACCEPTED.value,
    )
    rows = rows.exclude(piece__kind__in=hidden_pieces(mandate))
    for row in rows.select_related("piece__registration__candidate", "piece__registration__window__calendar"):
        yield _waiting(row, row.piece, row.piece.registration)


def _waiting(row: Replacement, piece: Piece, registration: Registration) -> Waiting:
    candidate = registration.candidate
    return Waiting(
        id=row.id,
        registration_id=registration.id,
        piece_id=piece.id,
        name=f"{candidate.birth_name} {candidate.given_names}",
        number=registration.number or "",
        exam=title_of(registration),
        piece=piece.title,
        text=row.text,
        since=row.filed_at,
        zone=registration.window.calendar.zone,
    )
