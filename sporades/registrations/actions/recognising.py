"""How does an officer answer what came as confirmation but is not surely it, and what came late?

A paper of another version, an unreadable code, a paper handed in at the
counter: the machine cancels none of them, a person decides.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.journal.values import Actor
from sporades.registrations import facts, letters
from sporades.registrations.actions import deciding, reviewing
from sporades.registrations.actions.common import take
from sporades.registrations.actions.deciding import TIME_TO_UNDO
from sporades.registrations.actions.depositing import asked_again
from sporades.registrations.models import Deposit, Piece, Registration, Scan, Verdict
from sporades.rules import lifecycle
from sporades.rules.pieces import PieceState
from sporades.rules.reasons import Blocked, Reason


@transaction.atomic
def recognise(
    piece: Piece,
    *,
    reason: str,
    came_otherwise: bool,
    seen: str = "",
    token: str | None = None,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """The signed confirmation is good for the version saved: what was deposited, or a paper that came otherwise.

    Raises `Blocked` if no paper came otherwise, and nothing was deposited that the antivirus has cleared.
    """
    case, held = deciding.open_piece(piece, seen=seen, token=token)
    if case.done:
        return case.done
    if held.kind != facts.CONFIRMATION:
        raise Blocked((Reason("only_a_confirmation", held.source),))
    if not came_otherwise:
        reviewing.refuse_unless_clean(held)
    take(case.row, lifecycle.RECOGNISE, now=now)
    reviewing.decide(held, PieceState.ACCEPTED)
    if asked_again(case.row):
        take(case.row, lifecycle.ASK_PIECE, now=now)
    case.row.save(update_fields=["state", "state_since", "state_before"])
    decision = deciding.keep(
        case,
        "recognised",
        data={"version": case.row.version, "came_otherwise": came_otherwise},
        details={"reason": reason},
        token=token,
        by=by,
        now=now,
    )
    deciding.mailed(decision, letters.recognised(case.row, wait=TIME_TO_UNDO, now=now))
    return decision.id


@transaction.atomic
def accept_late(
    registration: Registration, *, token: str | None = None, by: Actor, now: datetime
) -> UUID | None:
    """What came late is taken as if in time, and is to be checked like any other piece.

    Raises `Blocked` with each piece that is asked and has not come at all.
    """
    case = deciding.open_file(registration, token=token)
    if case.done:
        return case.done
    row = case.row
    for piece in row.pieces.all():
        if came_late(piece):
            piece.state = PieceState.DEPOSITED.value
            piece.save(update_fields=["state"])
    missing = [piece for piece in row.pieces.all() if facts.is_asked(piece)]
    if missing:
        raise Blocked(tuple(Reason("still_missing", p.source, (("piece", p.title),)) for p in missing))
    take(row, lifecycle.ACCEPT_LATE, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])
    return deciding.keep(case, "late_accepted", token=token, by=by, now=now).id


def came_late(piece: Piece) -> bool:
    """Whether something was given late for this piece, that no officer has judged yet."""
    if PieceState(piece.state) is PieceState.LATE:
        return True
    if not facts.is_asked(piece):
        return False
    judged = Verdict.objects.filter(piece_id=piece.id, undone_at=None).order_by("at").last()
    since = judged.at if judged else piece.asked_at
    late = Deposit.objects.filter(piece=piece, late=True, superseded=False, recorded_at__gt=since)
    return late.exclude(files__scan__in=[Scan.INFECTED, Scan.ERASED]).exists()
