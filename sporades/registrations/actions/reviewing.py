"""How does an officer decide a piece, and admit a file?

The pages of the exam office call these; the rights are asked at its doors. Each
act may be told what its officer saw (`seen`) and by which form (`token`), and
gives the decision that `deciding.undo` takes back.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from sporades.adapters import storage
from sporades.journal.values import Actor
from sporades.reference.load import reference
from sporades.registrations import facts, letters
from sporades.registrations.actions import deciding
from sporades.registrations.actions.common import take
from sporades.registrations.actions.deciding import TIME_TO_UNDO
from sporades.registrations.models import File, Piece, Registration, Scan
from sporades.rules import lifecycle, waiting
from sporades.rules.calendar import end_of_day
from sporades.rules.lifecycle import State
from sporades.rules.pieces import IfMissing, PieceState
from sporades.rules.reasons import Blocked, Reason

# The reason that erases what was given: no diagnosis is kept, whoever sent it.
DIAGNOSIS = "medical_details"


@transaction.atomic
def accept_piece(
    piece: Piece, *, seen: str = "", token: str | None = None, by: Actor, now: datetime
) -> UUID | None:
    """The piece proves what it must; an acquis is granted as declared. None if it was accepted already.

    Raises `Blocked` while the antivirus has not cleared its files, and for the confirmation of a registration
    that it has not confirmed: accepting the paper of another version would confirm nothing.
    """
    case, held = deciding.open_piece(piece, seen=seen, token=token)
    if case.done or PieceState(held.state) is PieceState.ACCEPTED:
        return case.done
    if held.kind == facts.CONFIRMATION and State(case.row.state) is State.SAVED:
        raise Blocked((Reason("confirmation_to_recognise", held.source),))
    lifecycle.take(lifecycle.REFUSE_PIECE, from_state=State(case.row.state))
    refuse_unless_clean(held)
    decide(held, PieceState.ACCEPTED)
    deciding.move_on(case.row, now=now)
    granted = _granted(case.row, held) if held.kind == facts.ACQUIS_PROOF else None
    return deciding.keep(case, "piece_accepted", granted=granted, token=token, by=by, now=now).id


def _granted(row: Registration, piece: Piece) -> dict[str, object]:
    """An acquis granted as it was declared, kept with its decision."""
    answers = facts.saved(row.versions.get(number=row.version))
    one = next((facts.acquis_kept(one) for one in answers.acquis if one.key == piece.key), None)
    return {"declared": one, "granted": one}


def refuse_unless_clean(piece: Piece) -> None:
    """Raises `Blocked` unless there is something of this piece to judge, cleared by the antivirus."""
    scans = set(_current_files(piece).values_list("scan", flat=True))
    if Scan.QUARANTINED.value in scans:
        raise Blocked((Reason("file_not_scanned", piece.source, (("piece", piece.title),)),))
    # An infected file was erased: there is nothing of it to judge.
    if Scan.CLEAN.value not in scans:
        raise Blocked((Reason("nothing_deposited", piece.source, (("piece", piece.title),)),))


@transaction.atomic
def refuse_piece(
    piece: Piece,
    *,
    reason_code: str,
    sentence: str,
    correct_by: date | None = None,
    seen: str = "",
    token: str | None = None,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """The piece must be given again, by a date of its own; the candidate reads why, word for word.

    `correct_by` moves that date later, never earlier. What shows a diagnosis is
    erased at once, and that is not taken back.
    """
    case, held = deciding.open_piece(piece, seen=seen, token=token)
    if case.done or (held.state, held.reason_code, held.reason_text) == (
        PieceState.REFUSED, reason_code, sentence,
    ):  # fmt: skip
        # The same click twice: one mail, and the date does not move.
        return case.done
    due = facts.due(held, facts.dates(case.row))
    before_its_date = held.due_date != "pieces" and now < due
    held.correction_due_at = correction_limit(case.row, held, correct_by=correct_by, now=now)
    held.reason_code, held.reason_text = reason_code, sentence
    decide(held, PieceState.REFUSED)
    _follow(case.row, before_its_date=before_its_date, now=now)
    if reason_code == DIAGNOSIS:
        _erase(held)
        case.before = {}
    details = {"sentence": sentence}
    decision = deciding.keep(
        case, "piece_refused", rule=reason_code, details=details, token=token, by=by, now=now
    )
    deciding.mailed(decision, letters.refused(case.row, held, wait=TIME_TO_UNDO, now=now))
    return decision.id


@transaction.atomic
def waive_piece(
    piece: Piece, *, ground: str, seen: str = "", token: str | None = None, by: Actor, now: datetime
) -> UUID | None:
    """« Dispensée »: the piece is not asked of this candidate, on this ground, which they read."""
    case, held = deciding.open_piece(piece, seen=seen, token=token)
    if case.done or PieceState(held.state) is PieceState.WAIVED:
        return case.done
    lifecycle.take(lifecycle.REFUSE_PIECE, from_state=State(case.row.state))
    if held.kind == facts.CONFIRMATION:
        raise Blocked((Reason("confirmation_not_waived", held.source),))
    decide(held, PieceState.WAIVED)
    deciding.move_on(case.row, now=now)
    details = {"ground": ground}
    decision = deciding.keep(case, "piece_waived", details=details, token=token, by=by, now=now)
    deciding.mailed(decision, letters.waived(case.row, held, ground=ground, wait=TIME_TO_UNDO, now=now))
    return decision.id


@transaction.atomic
def ask_piece(
    registration: Registration,
    *,
    title: str,
    explanation: str,
    correct_by: date | None = None,
    token: str | None = None,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """Asks for a piece that no rule asks, in the officer's words, by a date."""
    case = deciding.open_file(registration, token=token)
    if case.done:
        return case.done
    row = case.row
    piece = _asked(row, title=title, explanation=explanation, now=now)
    piece.correction_due_at = correction_limit(row, piece, correct_by=correct_by, now=now)
    piece.save(force_insert=True)
    case.piece = piece
    _follow(row, before_its_date=False, now=now)
    details = {"title": title, "explanation": explanation}
    decision = deciding.keep(case, "piece_asked", details=details, token=token, by=by, now=now)
    deciding.mailed(decision, letters.asked(row, piece, wait=TIME_TO_UNDO, now=now))
    return decision.id


@transaction.atomic
def admit(registration: Registration, *, token: str | None = None, by: Actor, now: datetime) -> UUID | None:
    """« Recevable »: the registration is final. Raises `Blocked` with each piece that stands in the way."""
    case = deciding.open_file(registration, token=token)
    if case.done:
        return case.done
    row = case.row
    missing = [piece for piece in row.pieces.all() if keeps_from_admission(piece)]
    if missing:
        raise Blocked(tuple(Reason("piece_not_decided", p.source, (("piece", p.title),)) for p in missing))
    take(row, lifecycle.ADMIT, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])
    decision = deciding.keep(case, "admitted", data={"version": row.version}, token=token, by=by, now=now)
    deciding.mailed(decision, letters.admitted(row, wait=TIME_TO_UNDO, now=now))
    return decision.id


def keeps_from_admission(piece: Piece) -> bool:
    """`rules.waiting.keeps_from_admission`, of this piece as it stands."""
    state, if_missing = PieceState(piece.state), IfMissing(piece.if_missing)
    return waiting.keeps_from_admission(piece.kind, state, due_date=piece.due_date, if_missing=if_missing)


def correction_limit(row: Registration, piece: Piece, *, correct_by: date | None, now: datetime) -> datetime:
    """The date by default, or a later one; raises `Blocked` rather than give an earlier one."""
    least = facts.correction_due(row, piece, at=now)
    if correct_by is None:
        return least
    asked = end_of_day(correct_by, facts.dates(row).zone)
    if asked < least:
        raise Blocked((Reason("correction_too_early", piece.source),))
    return asked


def decide(piece: Piece, state: PieceState) -> None:
    """Writes the piece's new state; a favourable one forgets why it was refused."""
    if state is not PieceState.REFUSED:
        piece.reason_code = piece.reason_text = ""
        piece.correction_due_at = None
    piece.state = state.value
    piece.save()


def _follow(row: Registration, *, before_its_date: bool, now: datetime) -> None:
    """What a piece refused or asked does to its file."""
    if State(row.state) is State.SAVED or before_its_date:
        lifecycle.take(lifecycle.REFUSE_PIECE, from_state=State(row.state))
        return
    take(row, lifecycle.ASK_PIECE, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])


def _asked(row: Registration, *, title: str, explanation: str, now: datetime) -> Piece:
    known = reference()
    return Piece(
        registration=row,
        kind=facts.ASKED,
        key=uuid4().hex[:12],
        position=row.pieces.count(),
        title=title,
        explanation=explanation,
        due_date="pieces",
        if_missing=IfMissing.BLOCKS_ADMISSION.value,
        source=known.say("asked_source"),
        fingerprint="",
        asked_at=now,
        edition=known.edition,
    )


def _erase(piece: Piece) -> None:
    """What was given of this piece can be opened no more; its bytes go after the commit, or with the sweeper."""
    files = File.objects.filter(deposit__piece=piece, scan=Scan.CLEAN)
    assembled = piece.deposits.exclude(key="")
    gone = [*files.values_list("key", flat=True), *assembled.values_list("key", flat=True)]
    files.update(scan=Scan.ERASED)
    assembled.update(key="", wrapped_key="", key_id="")
    transaction.on_commit(partial(_delete, gone))


def _delete(keys: Iterable[str]) -> None:
    for key in keys:
        storage.delete(key)


def _current_files(piece: Piece) -> QuerySet[File]:
    return File.objects.filter(deposit__piece=piece, deposit__superseded=False)
