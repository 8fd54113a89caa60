"""Is what was signed good for the version just saved? Yes, if that version has the very answers that were signed."""

from datetime import datetime

from sporades.registrations.actions.common import take
from sporades.registrations.actions.depositing import asked_again
from sporades.registrations.models import Registration, Version
from sporades.registrations.queries.signed import signed
from sporades.rules import lifecycle
from sporades.rules.pieces import PieceState


def take_up_signature(row: Registration, version: Version, *, now: datetime) -> int:
    """The version whose signature now counts for this one too, or 0; the caller holds the lock."""
    found = signed(row)
    if found is None or found.version.sha256 != version.sha256:
        return 0
    for deposit in found.deposits:
        deposit.stands_for = version.number
        deposit.save(update_fields=["stands_for"])
    piece = found.piece
    piece.state = (PieceState.ACCEPTED if found.was_accepted else PieceState.DEPOSITED).value
    piece.save(update_fields=["state"])
    take(row, lifecycle.CONFIRM, now=now)
    if asked_again(row):
        take(row, lifecycle.ASK_PIECE, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])
    return found.version.number
