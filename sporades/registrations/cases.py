"""A registration's rows as the case that a sanction is judged on.

The action reads it under the lock; a list reads the same of rows whose pieces
and deposits were fetched before, and runs no query of its own.
"""

from collections.abc import Iterable

from sporades.registrations import facts
from sporades.registrations.models import Deposit, Piece, Registration, Scan
from sporades.rules.calendar import Sanctions
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.sanctions import Asked, Case, Given, Sanction

# What a case is made of, beside the row and its pieces: to be fetched once for a whole page.
GIVEN = "deposits__files"
NEEDED = f"pieces__{GIVEN}"
# The piece whose absence each sanction is for.
PIECES = {Sanction.CANCEL: facts.CONFIRMATION, Sanction.SET_ASIDE: facts.R408}


def of(
    row: Registration, piece: Piece | None, sanction: Sanction, *, incident: bool, signed: bool = False
) -> Case:
    """`piece`: the one whose absence this sanction is for, as `piece_of` finds it."""
    dates = facts.dates(row)
    due = (
        dates.closes
        if sanction is Sanction.EXPIRE
        else facts.due(piece, dates)
        if piece
        else dates.pieces_due
    )
    return Case(
        state=State(row.state),
        version=row.signature_from,
        due=due,
        piece=_asked(piece) if piece else None,
        sanctions=Sanctions(row.window.sanctions),
        signed=signed,
        incident=incident,
    )


def piece_of(pieces: Iterable[Piece], sanction: Sanction) -> Piece | None:
    kind = PIECES.get(sanction)
    return next((piece for piece in pieces if piece.kind == kind), None)


def _asked(piece: Piece) -> Asked:
    return Asked(
        state=PieceState(piece.state),
        needs_check=piece.needs_check,
        signs_version=piece.kind == facts.CONFIRMATION,
        given=tuple(_given(deposit) for deposit in piece.deposits.all()),
    )


def _given(deposit: Deposit) -> Given:
    scans = [file.scan for file in deposit.files.all()]
    infected = bool(scans) and all(scan == Scan.INFECTED for scan in scans)
    return Given(version=deposit.signs, late=deposit.late, infected=infected)
