"""How does an officer decide a piece, and admit a file?

The pages of the exam office call these; the rights are asked at its doors.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from sporades.journal import actions as journal
from sporades.journal.values import Actor
from sporades.registrations import access, facts, letters
from sporades.registrations.actions.common import named, subject_of, take
from sporades.registrations.actions.replacing import refuse_if_ended
from sporades.registrations.models import File, Piece, Registration, Replacement, Scan
from sporades.rules import lifecycle
from sporades.rules.lifecycle import State
from sporades.rules.pieces import IfMissing, PieceState
from sporades.rules.reasons import Blocked, Reason

_DECIDED = frozenset({PieceState.ACCEPTED, PieceState.WAIVED, PieceState.NOT_NEEDED})


@transaction.atomic
def accept_piece(piece: Piece, *, by: Actor, now: datetime) -> None:
    """The piece proves what it must. Raises `Blocked` while the antivirus has not cleared its files."""
    row, held = _locked(piece)
    if PieceState(held.state) is PieceState.ACCEPTED:
        return
    scans = set(_current_files(held).values_list("scan", flat=True))
    if Scan.QUARANTINED.value in scans:
        raise Blocked((Reason("file_not_scanned", held.source, (("piece", held.title),)),))
    # An infected file was erased: there is nothing of it to judge.
    if Scan.CLEAN.value not in scans:
        raise Blocked((Reason("nothing_deposited", held.source, (("piece", held.title),)),))
    _decide(held, PieceState.ACCEPTED)
    journal.record(subject_of(row), "piece_accepted", by=by, now=now, source=held.source, data=named(held))


@transaction.atomic
def refuse_piece(piece: Piece, *, reason_code: str, sentence: str, by: Actor, now: datetime) -> None:
    """The piece must be given again, by a date of its own; the candidate reads why, word for word."""
    row, held = _locked(piece)
    if (held.state, held.reason_code, held.reason_text) == (PieceState.REFUSED, reason_code, sentence):
        # The same click twice: one mail, and the date does not move.
        return
    due = facts.due(held, facts.dates(row))
    before_its_date = held.due_date != "pieces" and now < due
    held.correction_due_at = facts.correction_due(row, held, at=now)
    held.reason_code, held.reason_text = reason_code, sentence
    _decide(held, PieceState.REFUSED)
    if State(row.state) is State.SAVED or before_its_date:
        lifecycle.take(lifecycle.REFUSE_PIECE, from_state=State(row.state))
    else:
        take(row, lifecycle.ASK_PIECE, now=now)
        row.save(update_fields=["state", "state_since", "state_before"])
    journal.record(
        subject_of(row),
        "piece_refused",
        by=by,
        now=now,
        rule=reason_code,
        source=held.source,
        data=named(held),
        details={"sentence": sentence},
    )
    letters.refused(row, held, now=now)


@transaction.atomic
def agree_replacement(request: Replacement, *, by: Actor, now: datetime) -> None:
    """The accepted piece takes deposits again, until a date; it stays accepted until another one is given.

    Raises `Blocked` if the registration has ended, or the piece is not accepted any more.
    """
    row, held, asked = _request(request)
    if asked.state == Replacement.State.AGREED:
        return
    if PieceState(held.state) is not PieceState.ACCEPTED:
        raise Blocked((Reason("piece_is_open", held.source, (("piece", held.title),)),))
    held.correction_due_at = facts.correction_due(row, held, at=now)
    held.save(update_fields=["correction_due_at"])
    _answer(asked, Replacement.State.AGREED, now=now)
    journal.record(
        subject_of(row),
        "replacement_agreed",
        by=by,
        now=now,
        source=held.source,
        data={**named(held), "until": held.correction_due_at.isoformat()},
    )
    letters.replacement_agreed(row, held, now=now)


@transaction.atomic
def refuse_replacement(request: Replacement, *, sentence: str, by: Actor, now: datetime) -> None:
    """The piece stays as it is; the candidate reads why, word for word. Raises `Blocked` as above."""
    row, held, asked = _request(request)
    if asked.state == Replacement.State.REFUSED:
        return
    _answer(asked, Replacement.State.REFUSED, sentence=sentence, now=now)
    journal.record(
        subject_of(row),
        "replacement_refused",
        by=by,
        now=now,
        source=held.source,
        data=named(held),
        details={"sentence": sentence},
    )
    letters.replacement_refused(row, held, sentence=sentence, now=now)


@transaction.atomic
def admit(registration: Registration, *, by: Actor, now: datetime) -> None:
    """« Recevable »: the registration is final. Raises `Blocked` with each piece that stands in the way."""
    row = access.lock(registration.id)
    missing = [piece for piece in row.pieces.all() if _blocks(piece)]
    if missing:
        raise Blocked(tuple(Reason("piece_not_decided", p.source, (("piece", p.title),)) for p in missing))
    take(row, lifecycle.ADMIT, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])
    journal.record(subject_of(row), "admitted", by=by, now=now, data={"version": row.version})
    letters.admitted(row, now=now)


def _blocks(piece: Piece) -> bool:
    state = PieceState(piece.state)
    if piece.due_date != "pieces" or state in _DECIDED:
        return False
    # Without its proof an acquis is not granted; a proof that was given must have been looked at.
    undecided = piece.kind == "acquis_proof" and state is not PieceState.EXPECTED
    return undecided or piece.if_missing in {IfMissing.BLOCKS_ADMISSION, IfMissing.CANCELLED}


def _current_files(piece: Piece) -> QuerySet[File]:
    return File.objects.filter(deposit__piece=piece, deposit__superseded=False)


def _locked(piece: Piece) -> tuple[Registration, Piece]:
    row = access.lock(piece.registration_id)
    return row, Piece.objects.select_for_update(of=("self",)).get(id=piece.id)


def _request(request: Replacement) -> tuple[Registration, Piece, Replacement]:
    row, held = _locked(request.piece)
    refuse_if_ended(row)
    return row, held, Replacement.objects.select_for_update(of=("self",)).get(id=request.id)


def _answer(asked: Replacement, state: Replacement.State, *, sentence: str = "", now: datetime) -> None:
    if asked.state != Replacement.State.FILED:
        raise Blocked((Reason("replacement_answered", asked.piece.source, (("piece", asked.piece.title),)),))
    asked.state, asked.answer, asked.decided_at = state, sentence, now
    asked.save(update_fields=["state", "answer", "decided_at"])


def _decide(piece: Piece, state: PieceState) -> None:
    if state is PieceState.ACCEPTED:
        piece.reason_code = piece.reason_text = ""
        piece.correction_due_at = None
    piece.state = state.value
    piece.save()
