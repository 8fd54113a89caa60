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
from sporades.rules.standing import Reserve

_STILL_EXPECTED = frozenset({PieceState.EXPECTED.value, PieceState.LATE.value})
_SETTLED = frozenset({PieceState.ACCEPTED.value, PieceState.WAIVED.value, PieceState.NOT_NEEDED.value})


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
    attestation = _attestation(pieces, dates)
    told = standing.standing(
        State(registration.state),
        due=limits.say(facts.due(confirmation, dates) if confirmation else dates.pieces_due),
        due_passed=now >= dates.pieces_due,
        deposited=confirmation is not None and confirmation.was_given,
        other_version=confirmation is not None and _is_misread(confirmation),
        signature=Signature.ONLINE
        if facts.signs_on_screen(registration, at=now)
        else Signature.SIGNED_UPLOAD,
        missing=tuple(piece.title for piece in pieces if _is_missing(piece)),
        asked=tuple(piece.title for piece in asked),
        correction=limits.say(min(corrections)) if corrections else "",
        correction_passed=bool(corrections) and now >= min(corrections),
        was_saved=registration.version > 0,
        reserve=_reserve(attestation, dates, now=now),
        reserve_due=limits.say(facts.due(attestation, dates)) if attestation else "",
    )
    return Where(told.code, told.tone, reference().say(told.code, **dict(told.params)))


@dataclass(frozen=True, slots=True)
class _Limits:
    dates: Dates

    def say(self, limit: datetime) -> str:
        return french.spoken_deadline(limit, self.dates.zone, self.dates.zone_name)


def _is_missing(piece: Piece) -> bool:
    return piece.state in _STILL_EXPECTED and piece.due_date == "pieces" and piece.kind != facts.CONFIRMATION


def _is_misread(confirmation: Piece) -> bool:
    """Whether its code says another version, and nobody of the office has taken it all the same."""
    return confirmation.is_misread and confirmation.state == PieceState.DEPOSITED


def _attestation(pieces: Sequence[Piece], dates: Dates) -> Piece | None:
    """The R.408 attestation, if this registration depends on it."""
    asked = (piece for piece in pieces if piece.kind == facts.R408 and not piece.needs_check)
    return next(asked, None) if facts.R408 in dates.later else None


def _reserve(attestation: Piece | None, dates: Dates, *, now: datetime) -> Reserve:
    if attestation is None or attestation.state in _SETTLED:
        return Reserve.NONE
    if attestation.state == PieceState.DEPOSITED:
        return Reserve.GIVEN
    return Reserve.PASSED if now >= facts.due(attestation, dates) else Reserve.AWAITED


def is_being_closed(registration: Registration, pieces: Sequence[Piece], *, now: datetime) -> bool:
    """Whether a limit has just passed and nothing acts yet: « clôture en cours de traitement »."""
    dates = facts.dates(registration)
    limits = [dates.closes, *(facts.due(piece, dates) for piece in pieces if piece.state in _STILL_EXPECTED)]
    return any(limit <= now < limit + GRACE for limit in limits)
