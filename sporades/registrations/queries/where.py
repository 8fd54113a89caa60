"""Where does this registration stand, in the one sentence that is on the first screen and ends every mail?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.models import Piece, Registration
from sporades.rules import french, standing
from sporades.rules.calendar import GRACE, Dates, Signature
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState

_STILL_EXPECTED = frozenset({PieceState.EXPECTED.value, PieceState.LATE.value})


@dataclass(frozen=True, slots=True)
class Where:
    """The sentence, its tone (wait, ok, no, info) and the code that pages choose the next step by."""

    code: str
    tone: str
    sentence: str


def where(registration: Registration, pieces: Sequence[Piece], *, now: datetime) -> Where:
    """The pieces as `queries.pieces` gives them."""
    dates = facts.dates(registration)
    limits = _Limits(dates)
    asked = [piece for piece in pieces if facts.is_asked(piece)]
    corrections = [facts.due(piece, dates) for piece in asked]
    confirmation = next((piece for piece in pieces if piece.kind == facts.CONFIRMATION), None)
    told = standing.standing(
        State(registration.state),
        due=limits.say(facts.due(confirmation, dates) if confirmation else dates.pieces_due),
        due_passed=now >= dates.pieces_due,
        deposited=confirmation is not None and confirmation.was_given,
        signature=Signature(registration.window.signature),
        missing=tuple(piece.title for piece in pieces if _is_missing(piece)),
        asked=tuple(piece.title for piece in asked),
        correction=limits.say(min(corrections)) if corrections else "",
        correction_passed=bool(corrections) and now >= min(corrections),
        was_saved=registration.version > 0,
        reserve=limits.say(dates.later["r408"]) if _awaits_r408(pieces, dates) else "",
    )
    return Where(told.code, told.tone, reference().say(told.code, **dict(told.params)))


@dataclass(frozen=True, slots=True)
class _Limits:
    dates: Dates

    def say(self, limit: datetime) -> str:
        return french.spoken_deadline(limit, self.dates.zone, self.dates.zone_name)


def _is_missing(piece: Piece) -> bool:
    return piece.state in _STILL_EXPECTED and piece.due_date == "pieces" and piece.kind != facts.CONFIRMATION


def _awaits_r408(pieces: Sequence[Piece], dates: Dates) -> bool:
    return "r408" in dates.later and any(
        piece.kind == "r408" and piece.state in _STILL_EXPECTED and not piece.needs_check for piece in pieces
    )


def is_being_closed(registration: Registration, *, now: datetime) -> bool:
    """Whether a limit has just passed and nothing acts yet: « clôture en cours de traitement »."""
    dates = facts.dates(registration)
    limits = [dates.closes] if registration.state == State.DRAFT else [dates.closes, dates.pieces_due]
    return any(limit <= now < limit + GRACE for limit in limits)
