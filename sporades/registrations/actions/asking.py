"""Which pieces does the candidate owe after this save, and which stay as they are?"""

from datetime import datetime

from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries import pieces as queries
from sporades.rules import answers as rules
from sporades.rules import pieces
from sporades.rules.catalogue import units_of
from sporades.rules.pieces import PieceState, RequiredPiece


def ask_pieces(
    registration: Registration, answers: rules.Answers, *, keeps_signature: bool = False, now: datetime
) -> None:
    """Brings the list up to date with the answers just saved. Nothing that was given is ever taken away.

    `keeps_signature`: the office corrected, so that no version is to be signed anew.
    """
    known = reference()
    specialty = known.specialties[answers.exam.specialty]
    required = pieces.required(
        answers,
        specialty=specialty,
        rules=known.piece_rules,
        on=facts.local_day(registration, at=now),
        units=units_of(known.units, specialty)[0],
    )
    held = {(piece.kind, piece.key): piece for piece in queries.asked(registration)}
    new = []
    for position, asked in enumerate(required):
        before = held.pop((asked.kind, asked.key), None)
        piece = before or _blank(registration)
        signed_anew = asked.kind == facts.CONFIRMATION and not keeps_signature
        _ask(piece, asked, signed_anew=signed_anew, position=position, edition=known.edition, now=now)
        if before:
            piece.save()
        else:
            new.append(piece)
    Piece.objects.bulk_create(new)
    for piece in held.values():
        if piece.kind == facts.ASKED:
            continue  # a person asked for it: no rule takes that back
        piece.state = PieceState.NOT_NEEDED.value
        piece.save(update_fields=["state"])


def _blank(registration: Registration) -> Piece:
    piece = Piece(registration=registration)
    piece.was_given = piece.is_misread = False
    return piece


def _ask(
    piece: Piece, asked: RequiredPiece, *, signed_anew: bool, position: int, edition: str, now: datetime
) -> None:
    piece.position = position
    if signed_anew or (piece.fingerprint != asked.fingerprint and asked.kind != facts.CONFIRMATION):
        piece.state = _state_after_change(piece).value
        piece.reason_code = piece.reason_text = ""
        piece.correction_due_at = None
        piece.asked_at = now
        piece.edition = edition
        piece.fingerprint = asked.fingerprint
    elif piece.state == PieceState.NOT_NEEDED:
        piece.state = _state_after_change(piece).value
    piece.kind, piece.key = asked.kind, asked.key
    piece.title, piece.explanation, piece.help = asked.title, asked.explanation, asked.help
    piece.source = asked.source
    piece.due_date, piece.if_missing = asked.due_date, asked.if_missing.value
    piece.needs_check = asked.needs_check


def _state_after_change(piece: Piece) -> PieceState:
    """What was given for other facts is to be checked again; a confirmation of another version is to be signed anew."""
    if piece.kind == facts.CONFIRMATION or not piece.was_given:
        return PieceState.EXPECTED
    return PieceState.DEPOSITED
