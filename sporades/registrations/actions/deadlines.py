"""What does the passing of time do? Expires, cancels, sets aside: late rather than early, once, one by one.

Each decision is one transaction that asks everything again under the lock:
the state, the instant, the deposits, the incidents. Running it twice changes
nothing; a failure of one leaves the others alone. No deadline acts before its
ten minutes of grace: what was in flight at the instant itself has arrived.
Several workers share one deadline: what another one holds, or the candidate,
is left to them, and asked again the next minute.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.calendars import queries as calendars
from sporades.journal import actions as journal
from sporades.journal.values import DEADLINE
from sporades.reference.load import reference
from sporades.registrations import access, facts, letters
from sporades.registrations.actions.common import subject_of, take
from sporades.registrations.models import Piece, Registration
from sporades.rules import lifecycle
from sporades.rules.calendar import Sanctions, deadline_may_act
from sporades.rules.lifecycle import State, Step
from sporades.rules.pieces import PieceState


@transaction.atomic
def expire(registration_id: UUID, *, now: datetime) -> bool:
    """Ends a draft never saved, once its window is shut. False if there was nothing to do."""
    row = access.lock_if_free(registration_id)
    if row is None or State(row.state) is not State.DRAFT:
        return False
    if not deadline_may_act(facts.dates(row).closes, now=now):
        return False
    _end(row, lifecycle.EXPIRE, "expired", source=row.window.calendar.source, now=now)
    return True


@transaction.atomic
def cancel(registration_id: UUID, *, now: datetime) -> bool:
    """Cancels a saved registration for which nothing was ever deposited as confirmation. False if not so."""
    row = access.lock_if_free(registration_id)
    if row is None or State(row.state) is not State.SAVED:
        return False
    piece = row.pieces.filter(kind=facts.CONFIRMATION).first()
    if piece is None or not _may_sanction(row, piece, now=now):
        return False
    _end(row, lifecycle.CANCEL_UNCONFIRMED, "cancelled", source=piece.source, now=now)
    return True


@transaction.atomic
def set_aside(registration_id: UUID, *, now: datetime) -> bool:
    """Sets aside a file whose R.408 attestation was asked, is surely due, and never came. False if not so."""
    row = access.lock_if_free(registration_id)
    if row is None or State(row.state) not in lifecycle.SET_ASIDE_R408.sources:
        return False
    piece = row.pieces.filter(kind="r408", needs_check=False, state=PieceState.EXPECTED.value).first()
    if piece is None or not _may_sanction(row, piece, now=now):
        return False
    _end(row, lifecycle.SET_ASIDE_R408, "set_aside", source=piece.source, now=now)
    return True


def _may_sanction(row: Registration, piece: Piece, *, now: datetime) -> bool:
    """Whether the machine may act alone: nothing was given, the date has passed, the office lets it, no incident."""
    return (
        deadline_may_act(facts.due(piece, facts.dates(row)), now=now)
        and Sanctions(row.window.sanctions) is Sanctions.AUTOMATIC
        and not piece.deposits.exists()
        and not calendars.has_incident(row.window_id, at=now)
    )


def _end(row: Registration, step: Step, kind: str, *, source: str, now: datetime) -> None:
    take(row, step, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])
    journal.record(
        subject_of(row),
        kind,
        by=DEADLINE,
        now=now,
        rule=step.name,
        source=source,
        edition=reference().edition,
        data={"was": row.state_before, "window": row.window.calendar.edition},
    )
    letters.ended(row, kind, source=source, now=now)
