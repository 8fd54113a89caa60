"""How is a declared acquis granted otherwise, or refused, on the proof that was given?

As declared, it is granted by accepting its proof (`reviewing.accept_piece`).
Anything else corrects the answers: a new version, a new confirmation, a mail;
the signature stays valid. A refused acquis registers for its unit. What made a
version is not taken back in ten seconds: it is decided again.
"""

import hashlib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from sporades.journal.values import Actor
from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.actions import correcting, deciding, reviewing
from sporades.registrations.actions.deciding import Case
from sporades.registrations.models import Piece
from sporades.rules import acquis
from sporades.rules.answers import Acquis, Answers
from sporades.rules.pieces import PieceState
from sporades.rules.reasons import Blocked, Reason


@transaction.atomic
def refuse_acquis(
    piece: Piece, *, reason: str, seen: str = "", token: str, by: Actor, now: datetime
) -> UUID | None:
    """The right is not granted: the candidate sits the unit, and reads why. Raises `Blocked`."""
    case, held = deciding.open_piece(piece, seen=seen, token=token)
    if case.done:
        return case.done
    answers = _answers(case, held)
    asked = acquis.declared(answers, held.key)
    corrected = acquis.refused(answers, held.key, pe_unit=_pe_unit(answers))
    _correct(case, corrected, reason=reason, rule="acquis_refused", token=token, by=by, now=now)
    return _keep(case, "acquis_refused", asked, None, reason=reason, token=token, by=by, now=now)


@transaction.atomic
def grant_otherwise(
    piece: Piece,
    *,
    unit: str,
    mark: Decimal | None,
    reason: str,
    seen: str = "",
    token: str,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """Another unit or another mark than declared, as the proof says it; the proof is accepted.

    Raises `Blocked` if the files are not cleared, if nothing differs, or if that
    unit has an acquis of its own already.
    """
    case, held = deciding.open_piece(piece, seen=seen, token=token)
    if case.done:
        return case.done
    reviewing.refuse_unless_clean(held)
    answers = _answers(case, held)
    asked = acquis.declared(answers, held.key)
    instead = replace(asked, unit=unit, mark=mark, to_complete=not unit)
    _refuse(held, answers, asked, instead)
    corrected = acquis.granted(answers, held.key, instead, pe_unit=_pe_unit(answers))
    # The proof follows the acquis: what was given for it stays with it.
    held.key = instead.key
    held.save(update_fields=["key"])
    _correct(case, corrected, reason=reason, rule="acquis_changed", token=token, by=by, now=now)
    case.piece = Piece.objects.get(id=held.id)
    reviewing.decide(case.piece, PieceState.ACCEPTED)
    deciding.move_on(case.row, now=now)
    return _keep(case, "acquis_changed", asked, instead, reason=reason, token=token, by=by, now=now)


def _answers(case: Case, piece: Piece) -> Answers:
    """The answers that count; raises `Blocked` if they declare no such acquis any more."""
    answers = facts.saved(case.row.versions.get(number=case.row.version))
    if piece.kind != facts.ACQUIS_PROOF or all(one.key != piece.key for one in answers.acquis):
        raise Blocked((Reason("no_such_acquis", piece.source, (("piece", piece.title),)),))
    return answers


def _refuse(piece: Piece, answers: Answers, asked: Acquis, instead: Acquis) -> None:
    if instead == asked:
        raise Blocked((Reason("acquis_unchanged", piece.source),))
    if instead.key != asked.key and any(one.key == instead.key for one in answers.acquis):
        raise Blocked((Reason("acquis_twice", piece.source),))


def _correct(
    case: Case, answers: Answers, *, reason: str, rule: str, token: str, by: Actor, now: datetime
) -> None:
    correcting.correct(
        case.row,
        answers,
        seen=case.row.version,
        reason=reason,
        rule=rule,
        # One form, two entries: the decision bears its token, the correction one made from it.
        token=hashlib.sha256(f"{token}\ncorrection".encode()).hexdigest(),
        by=by,
        now=now,
    )
    case.row.refresh_from_db()
    case.before = {}


def _keep(
    case: Case,
    kind: str,
    asked: Acquis,
    granted: Acquis | None,
    *,
    reason: str,
    token: str,
    by: Actor,
    now: datetime,
) -> UUID:
    kept = {"declared": facts.acquis_kept(asked), "granted": facts.acquis_kept(granted) if granted else None}
    decision = deciding.keep(
        case, kind, data={"version": case.row.version}, details={"reason": reason, **kept},
        granted=kept, token=token, by=by, now=now,
    )  # fmt: skip
    return decision.id


def _pe_unit(answers: Answers) -> str:
    return reference().choices.pe_units.get(answers.exam.diploma, "")
