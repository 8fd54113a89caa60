"""How does the head of office correct the diploma, the speciality or the form of an inscription?

As every correction: the state stays, the next version is made, what was signed
stays signed. More follows than from another answer: the calendar of another
diploma, pieces that become due or needless, acquis that name a paper of the
first exam. What follows is given back, so that it can be read before and told after.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.reference.load import reference
from sporades.registrations import access, effects, facts, letters, papers
from sporades.registrations.actions import correcting, proposing
from sporades.registrations.actions.common import record
from sporades.registrations.effects import Effects
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Registration, Version
from sporades.registrations.queries import answers as registrations
from sporades.rules import answers as rules
from sporades.rules.rights import Act


@transaction.atomic
def correct_exam(
    registration: Registration,
    *,
    specialty: str,
    said: Mapping[str, Any],
    seen: int,
    reason: str,
    token: str,
    by: Actor,
    now: datetime,
) -> Effects | None:
    """The inscription for this speciality, with the papers `said`; None if nothing changes, or did already.

    Raises `StepNotAllowed`, and `Blocked` if the candidate saved another version
    meanwhile or has another live registration for that diploma.
    """
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return None
    before = effects.stood(row)
    answers = registrations.last(row)
    names = {"before": _named(row, answers)}
    corrected = registrations.with_exam(answers, specialty, said)
    _keep_proofs(row, answers, corrected)
    version = correcting.apply(row, corrected, seen=seen, reason=reason, by=by, now=now)
    if version is None:
        return None
    row = version.registration
    names["after"] = _named(row, corrected)
    done = effects.between(before, effects.stood(row), names)
    proposing.follow(row, Act.CORRECT_EXAM, by=by, now=now)
    _tell(row, version, done, reason=reason, token=token, by=by, now=now)
    return done


def _tell(
    row: Registration, version: Version, done: Effects, *, reason: str, token: str, by: Actor, now: datetime
) -> None:
    record(
        row,
        "exam_corrected",
        by=by,
        now=now,
        rule=Act.CORRECT_EXAM.value,
        source=row.window.calendar.source,
        edition=version.edition,
        data={**correcting.journaled(version), **done.names},
        details={"changes": version.changes, "reason": reason},
        token=token,
    )
    papers.order_for_correction(row, version, now=now)
    letters.moved(row, "exam_corrected", version, reason, done, now=now)


def _named(row: Registration, answers: rules.Answers) -> str:
    """« CAP Pâtissier, session 2025, forme globale »"""
    return f"{title_of(row)}, {reference().say(f'form_{answers.papers.form}')}"


def _keep_proofs(row: Registration, before: rules.Answers, after: rules.Answers) -> None:
    """What was given for an acquis stays with it, whatever it is called from now on."""
    for declared, carried in zip(before.acquis, after.acquis, strict=True):
        if declared.key != carried.key:
            row.pieces.filter(kind=facts.ACQUIS_PROOF, key=declared.key).update(key=carried.key)
