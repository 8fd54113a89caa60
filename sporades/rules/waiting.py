"""Does a file wait for the exam office, and since when?

It waits while a piece is to be checked, while a candidate asks to replace one,
once the date given to correct one has passed, and when « recevable » is all
that is left to say. A date passes by itself: the answer may be an instant to
come, and a file waits from that instant on.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import ACQUIS_PROOF, IfMissing, PieceState

# A draft is nobody's business yet, and what has ended waits for nothing.
CHECKED = LIVE - {State.DRAFT}
TO_CHECK = frozenset({PieceState.DEPOSITED, PieceState.LATE})
DECIDED = frozenset({PieceState.ACCEPTED, PieceState.WAIVED, PieceState.NOT_NEEDED})
BLOCKING = frozenset({IfMissing.BLOCKS_ADMISSION, IfMissing.CANCELLED})


def keeps_from_admission(kind: str, state: PieceState, *, due_date: str, if_missing: IfMissing) -> bool:
    """Whether a piece stands in the way of « recevable »: due before it, and undecided."""
    if due_date != "pieces" or state in DECIDED:
        return False
    # Without its proof an acquis is not granted; a proof that was given must have been looked at.
    given = kind == ACQUIS_PROOF and state is not PieceState.EXPECTED
    return given or if_missing in BLOCKING


@dataclass(frozen=True, slots=True)
class Piece:
    """`given_at`: the oldest of what was given for it and counts; `replacing`: another is to be given instead."""

    kind: str
    state: PieceState
    due_date: str
    if_missing: IfMissing
    given_at: datetime | None = None
    correction_due_at: datetime | None = None
    replacing: bool = False

    @property
    def is_to_check(self) -> bool:
        return self.state in TO_CHECK

    @property
    def keeps_from_admission(self) -> bool:
        return keeps_from_admission(self.kind, self.state, due_date=self.due_date, if_missing=self.if_missing)


def waiting_since(
    state: State, pieces: Collection[Piece], *, hidden: Collection[str] = (), state_since: datetime
) -> datetime | None:
    """Since when the file waits, or from when it will by itself; None: it does not.

    `hidden`: the kinds of pieces that do not exist for who looks. Nothing is
    ready for anybody while one of these is undecided.
    """
    if state not in CHECKED:
        return None
    seen = [piece for piece in pieces if piece.kind not in hidden]
    if any(piece.is_to_check for piece in seen):
        given = (piece.given_at for piece in seen if piece.is_to_check and piece.given_at)
        return min(given, default=state_since)
    if is_ready(state, pieces) or any(piece.replacing for piece in seen):
        return state_since
    return min(_corrections(seen), default=None)


def is_ready(state: State, pieces: Iterable[Piece]) -> bool:
    """« Recevable » is all that is left to say: nothing keeps the file from it, and nothing is to be checked."""
    return state is State.CONFIRMED and not any(
        piece.is_to_check or piece.keeps_from_admission for piece in pieces
    )


def _corrections(pieces: Iterable[Piece]) -> Iterable[datetime]:
    """By when what was asked again is due."""
    return (
        piece.correction_due_at
        for piece in pieces
        if piece.state is PieceState.REFUSED and piece.correction_due_at is not None
    )
