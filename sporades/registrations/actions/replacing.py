"""How does a candidate ask to replace a piece that is accepted, and locked, and how does the office answer?

They say why, in a sentence. Nothing moves: the piece stays accepted, until the
office agrees and another one is really given.
"""

from datetime import datetime

from django.db import transaction

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, facts, letters
from sporades.registrations.actions.common import named, record, refusals_journaled, subject_of
from sporades.registrations.actions.depositing import takes_deposit
from sporades.registrations.models import Piece, Registration, Replacement
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import PieceState
from sporades.rules.reasons import Blocked, Reason


def ask_replacement(piece: Piece, *, text: str, token: str, by: Actor, now: datetime) -> None:
    """« Demander à la remplacer ». Raises `Blocked` if the piece is not locked, or was asked for already."""
    asked = {"piece": piece.kind, "key": piece.key}
    with refusals_journaled(
        subject_of(piece.registration), "ask_replacement_refused", by=by, now=now, data=asked
    ):
        row = access.lock(piece.registration_id)
        if journal_queries.act_of(token):
            return
        held = Piece.objects.select_for_update(of=("self",)).get(id=piece.id)
        refuse_if_ended(row)
        _refuse(held, now=now)
        Replacement.objects.create(piece=held, text=text, filed_at=now)
        record(
            row,
            "replacement_asked",
            by=by,
            now=now,
            source=held.source,
            data=named(held),
            details={"text": text},
            token=token,
        )
        letters.replacement_asked(row, held, text=text, now=now)


def refuse_if_ended(row: Registration) -> None:
    """Only the pieces of a registration that lives are replaced."""
    if State(row.state) not in LIVE:
        raise Blocked((Reason("registration_ended", row.window.calendar.source),))


def _refuse(piece: Piece, *, now: datetime) -> None:
    title = (("piece", piece.title),)
    if takes_deposit(piece, now=now):
        raise Blocked((Reason("piece_is_open", piece.source, title),))
    if PieceState(piece.state) is not PieceState.ACCEPTED:
        raise Blocked((Reason("piece_takes_no_deposit", piece.source, title),))
    if piece.replacements.filter(state=Replacement.State.FILED).exists():
        raise Blocked((Reason("replacement_asked_already", piece.source, title),))


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
    record(
        row,
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
    record(
        row,
        "replacement_refused",
        by=by,
        now=now,
        source=held.source,
        data=named(held),
        details={"sentence": sentence},
    )
    letters.replacement_refused(row, held, sentence=sentence, now=now)


def _request(request: Replacement) -> tuple[Registration, Piece, Replacement]:
    row = access.lock(request.piece.registration_id)
    held = Piece.objects.select_for_update(of=("self",)).get(id=request.piece_id)
    refuse_if_ended(row)
    return row, held, Replacement.objects.select_for_update(of=("self",)).get(id=request.id)


def _answer(asked: Replacement, state: Replacement.State, *, sentence: str = "", now: datetime) -> None:
    if asked.state != Replacement.State.FILED:
        raise Blocked((Reason("replacement_answered", asked.piece.source, (("piece", asked.piece.title),)),))
    asked.state, asked.answer, asked.decided_at = state, sentence, now
    asked.save(update_fields=["state", "answer", "decided_at"])
