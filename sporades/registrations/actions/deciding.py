"""How is a decision of the office taken, and taken back within ten seconds?

A decision keeps how the file stood before it, in the same transaction as what
it changes; its mail waits ten seconds. Taking it back puts everything back as
it was and withdraws the mail, in one transaction too: a crash leaves the
decision or its absence, never half of either. Once anything followed (another
act, a deposit, a mail already taken up), it is too late: one decides again.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sporades.adapters import clocks
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.notices import actions as notices
from sporades.registrations import access, facts
from sporades.registrations.actions.common import named, record, subject_of, take
from sporades.registrations.actions.depositing import asked_again
from sporades.registrations.models import Piece, Registration, Verdict
from sporades.rules import lifecycle
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, Reason

TIME_TO_UNDO = timedelta(seconds=10)

_OF_THE_ROW = ("state", "state_since", "state_before")
_OF_A_PIECE = ("state", "reason_code", "reason_text", "correction_due_at")
_INSTANTS = frozenset({"state_since", "correction_due_at"})


@dataclass(slots=True)
class Case:
    """A file under the lock, and how it stood. `done`: this form's decision was taken already."""

    row: Registration
    piece: Piece | None
    before: dict[str, Any]
    done: UUID | None = None
    id: UUID = field(default_factory=uuid.uuid4)


def open_file(registration: Registration, *, token: str | None) -> Case:
    """The registration under its lock, and what it was before anything is decided."""
    row = access.lock(registration.id)
    return Case(row, None, _before(row, list(row.pieces.all())), done=_done(token))


def open_piece(piece: Piece, *, seen: str, token: str | None) -> tuple[Case, Piece]:
    """The piece under its registration's lock, and the case that it opens.

    Raises `Blocked` if it is no longer what the officer saw: a colleague has
    decided, or the candidate has given something else meanwhile.
    """
    row = access.lock(piece.registration_id)
    held = Piece.objects.select_for_update(of=("self",)).get(id=piece.id)
    case = Case(row, held, _before(row, [held]), done=_done(token))
    if case.done is None and seen and seen != mark(row, held):
        raise Blocked((Reason("piece_changed", held.source, (("piece", held.title),)),))
    return case, held


def mark(row: Registration, piece: Piece) -> str:
    last = piece.deposits.order_by("-sequence").values_list("sequence", flat=True).first()
    return facts.mark_of(piece, version=row.version, last_deposit=last or 0)


def move_on(row: Registration, *, now: datetime) -> None:
    """« À compléter » ends with the last piece that was asked, be it given late or no longer needed."""
    if State(row.state) is State.INCOMPLETE and not asked_again(row):
        take(row, lifecycle.ACCEPT_LATE, now=now)
    row.save(update_fields=list(_OF_THE_ROW))


def keep(
    case: Case,
    kind: str,
    *,
    rule: str = "",
    data: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
    granted: Mapping[str, object] | None = None,
    token: str | None = None,
    by: Actor,
    now: datetime,
) -> Verdict:
    """Journals the decision and keeps it, with what it takes to take it back."""
    piece = case.piece
    position = record(
        case.row,
        kind,
        by=by,
        now=now,
        rule=rule,
        source=piece.source if piece else "",
        data={**(named(piece) if piece else {}), **(data or {}), "decision": str(case.id)},
        details=details,
        token=token,
    )
    return Verdict.objects.create(
        id=case.id,
        registration=case.row,
        piece_id=piece.id if piece else None,
        kind=kind,
        officer_id=by.id,
        at=now,
        made_at=clocks.machine_now(),
        before=case.before,
        position=position,
        data=dict(granted or {}),
    )


def mailed(decision: Verdict, notice_id: UUID) -> None:
    """The mail of a decision: withdrawn with it."""
    decision.notice_id = notice_id
    decision.save(update_fields=["notice_id"])


@transaction.atomic
def undo(decision_id: UUID, *, by: Actor, now: datetime, machine_now: datetime) -> None:
    """Puts the file back as it stood before this decision. Raises `Blocked` when it is too late."""
    found = Verdict.objects.get(id=decision_id)
    row = access.lock(found.registration_id)
    decision = Verdict.objects.select_for_update(of=("self",)).get(id=decision_id)
    if decision.undone_at is not None:
        return
    if not _may_undo(row, decision, by=by, machine_now=machine_now):
        raise Blocked((Reason("too_late_to_undo", ""),))
    pieces = {str(piece.id): piece for piece in row.pieces.all()}
    _restore(row, decision.before["row"])
    for piece_id, stood in decision.before["pieces"].items():
        _restore(pieces[piece_id], stood)
    decision.undone_at = now
    decision.save(update_fields=["undone_at"])
    undone = pieces.get(str(decision.piece_id))
    if decision.kind == "piece_asked" and undone is not None:
        undone.delete()
    record(
        row,
        "decision_undone",
        by=by,
        now=now,
        data={**(named(undone) if undone else {}), "decision": str(decision.id), "undone": decision.kind},
    )


def _may_undo(row: Registration, decision: Verdict, *, by: Actor, machine_now: datetime) -> bool:
    """Theirs, in time, nothing followed; and, last because it takes the mail back, the mail has not left."""
    return (
        decision.officer_id == by.id
        and bool(decision.before)
        and machine_now < decision.made_at + TIME_TO_UNDO
        and journal_queries.length(subject_of(row)) == decision.position
        and (decision.notice_id is None or notices.withdraw(decision.notice_id))
    )


def _done(token: str | None) -> UUID | None:
    act = journal_queries.act_of(token or "")
    return UUID(str(act.data["decision"])) if act else None


def _before(row: Registration, pieces: Sequence[Piece]) -> dict[str, Any]:
    return {
        "row": _columns(row, _OF_THE_ROW),
        "pieces": {str(piece.id): _columns(piece, _OF_A_PIECE) for piece in pieces},
    }


def _columns(row: Registration | Piece, names: Sequence[str]) -> dict[str, str | None]:
    held = {name: getattr(row, name) for name in names}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in held.items()}


def _restore(row: Registration | Piece, stood: Mapping[str, str | None]) -> None:
    for name, value in stood.items():
        instant = name in _INSTANTS and value is not None
        setattr(row, name, datetime.fromisoformat(str(value)) if instant else value)
    row.save(update_fields=list(stood))
