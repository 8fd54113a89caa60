"""How does a candidate ask to replace a piece that is accepted, and locked?

They say why, in a sentence. Nothing moves: the piece stays accepted, until the
office agrees and another one is really given.
"""

from datetime import datetime

from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, letters
from sporades.registrations.actions.common import named, refusals_journaled, subject_of
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
        journal.record(
            subject_of(row),
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
