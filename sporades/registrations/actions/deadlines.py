"""What does the passing of time do? Expires, cancels, sets aside: late rather than early, once, one by one.

Each decision is one transaction that asks everything again under the lock:
the state, the instant, the deposits, the incidents. Running it twice changes
nothing; a failure of one leaves the others alone. No deadline acts before its
ten minutes of grace: what was in flight at the instant itself has arrived.
Several workers share one deadline: what another one holds, or the candidate,
is left to them, and asked again the next minute.
A list that the head of office has signed goes the same way, line by line.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from sporades.calendars import queries as calendars
from sporades.journal.values import DEADLINE, Actor
from sporades.reference.load import reference
from sporades.registrations import access, cases, letters
from sporades.registrations.actions.common import record, take
from sporades.registrations.models import DecisionList, Ending, Registration
from sporades.registrations.queries import pieces
from sporades.rules import lifecycle
from sporades.rules.sanctions import STEPS, Case, Sanction, Why, judge

# How each end is called in the journal, in the mails and in the row.
KINDS = {
    lifecycle.EXPIRE: "expired",
    lifecycle.CANCEL_UNCONFIRMED: "cancelled",
    lifecycle.SET_ASIDE_R408: "set_aside",
}


def expire(registration_id: UUID, *, now: datetime) -> bool:
    """Ends a draft never saved, once its window is shut. False if there was nothing to do."""
    return carry_out(Sanction.EXPIRE, registration_id, now=now) is None


def cancel(registration_id: UUID, *, now: datetime) -> bool:
    """Cancels a saved registration for which nothing was ever deposited as confirmation. False if not so."""
    return carry_out(Sanction.CANCEL, registration_id, now=now) is None


def set_aside(registration_id: UUID, *, now: datetime) -> bool:
    """Sets aside a file whose R.408 attestation was asked, is surely due, and never came. False if not so."""
    return carry_out(Sanction.SET_ASIDE, registration_id, now=now) is None


@transaction.atomic
def carry_out(
    sanction: Sanction, registration_id: UUID, *, signed: DecisionList | None = None, now: datetime
) -> Why | None:
    """Ends the registration if the limit surely does, and gives None; otherwise why nothing was done."""
    row = access.lock_if_free(registration_id)
    if row is None:
        return Why.HELD
    if signed is not None and signed.window_id != row.window_id:
        return Why.MOVED
    asked = pieces.asked(row)
    piece = cases.piece_of(asked, sanction)
    if piece is not None:
        prefetch_related_objects([piece], cases.GIVEN)
    incident = calendars.has_incident(row.window_id, at=now)
    case = cases.of(row, piece, sanction, incident=incident, signed=signed is not None)
    why = judge(sanction, case, now=now)
    if why is None:
        source = piece.source if piece else row.window.calendar.source
        _end(row, sanction, case, source=source, signed=signed, now=now)
        kind, listed_at = KINDS[STEPS[sanction]], signed.signed_at if signed else None
        letters.ended(row, kind, piece, asked, listed_at=listed_at, now=now)
    return why


def _end(
    row: Registration,
    sanction: Sanction,
    case: Case,
    *,
    source: str,
    signed: DecisionList | None,
    now: datetime,
) -> None:
    step = STEPS[sanction]
    take(row, step, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])
    by = Actor("officer", signed.signed_by) if signed else DEADLINE
    Ending.objects.create(
        registration=row,
        window_id=row.window_id,
        state=row.state,
        at=now,
        by=by.id,
        source=source,
        due=case.due,
        listed=signed,
    )
    record(
        row,
        KINDS[step],
        by=by,
        now=now,
        rule=step.name,
        source=source,
        edition=reference().edition,
        data={
            "was": row.state_before,
            "window": row.window.calendar.edition,
            **({"list": str(signed.id)} if signed else {}),
        },
    )
