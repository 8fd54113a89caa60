"""Is what was signed good for the version to sign? Yes, if that version has the very answers that were signed."""

from datetime import datetime

from sporades.journal.values import SYSTEM
from sporades.registrations import letters, papers
from sporades.registrations.actions import waiting
from sporades.registrations.actions.common import record, take
from sporades.registrations.actions.depositing import asked_again
from sporades.registrations.models import Registration, Version
from sporades.registrations.queries import pieces
from sporades.registrations.queries.signed import signed
from sporades.rules import lifecycle
from sporades.rules.lifecycle import State
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
    if State(row.state) is State.SAVED:
        take(row, lifecycle.CONFIRM, now=now)
        if asked_again(row):
            take(row, lifecycle.ASK_PIECE, now=now)
        row.save(update_fields=["state", "state_since", "state_before"])
    return found.version.number


def take_up_what_was_read(row: Registration, *, now: datetime) -> None:
    """The same of a paper that was read after the save; who waited for nothing is told that it counts."""
    version = row.versions.get(number=row.signature_from)
    was_awaited = State(row.state) is State.SAVED
    signed_version = take_up_signature(row, version, now=now)
    if not (signed_version and was_awaited):
        waiting.keep(row)
        return
    record(
        row,
        "gone_back",
        by=SYSTEM,
        now=now,
        data={"number": row.number, "version": version.number, "signed": signed_version},
    )
    asked = pieces.asked(row)
    receipt = papers.order_for_signature(row, version, asked, now=now)
    letters.saved(row, version, receipt, signed=signed_version, asked=asked, now=now)
