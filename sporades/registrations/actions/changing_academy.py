"""How does a file move to another académie: proposed by one office, taken by the head of the other?

Whoever has both académies does it in one act. The number, the state and the
signature stay; the calendar, the service and the confirmation are the other
académie's from then on, and the former office no longer sees the file.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.reference.load import reference
from sporades.registrations import access, effects, letters, papers
from sporades.registrations.actions import correcting
from sporades.registrations.actions.common import record
from sporades.registrations.effects import Effects
from sporades.registrations.models import AcademyChange, Claim, Registration, Version
from sporades.registrations.queries import answers as registrations
from sporades.rules import lifecycle
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, Reason
from sporades.rules.rights import Act

Answer = AcademyChange.State


@transaction.atomic
def propose(
    registration: Registration, *, academy: str, reason: str, token: str, by: Actor, now: datetime
) -> None:
    """Asks the other office; nothing of the file changes. Raises `Blocked`, `StepNotAllowed`."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    lifecycle.take(lifecycle.CORRECT, from_state=State(row.state))
    _refuse_in_vain(row, academy)
    _begin(row, academy, reason=reason, by=by, now=now)
    _journal(row, "academy_change_proposed", academy, reason=reason, token=token, by=by, now=now)


@transaction.atomic
def take_back(registration: Registration, *, token: str, by: Actor, now: datetime) -> None:
    """The office that proposed thinks better of it. Raises `Blocked` if it was answered meanwhile."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    change = row.academy_changes.filter(state=Answer.OPEN).first()
    if change is None:
        raise Blocked((Reason("academy_change_answered", row.window.calendar.source),))
    _answer(change, Answer.TAKEN_BACK, by=by, now=now)
    _journal(row, "academy_change_taken_back", change.to_academy, token=token, by=by, now=now)


@transaction.atomic
def refuse(change_id: UUID, *, answer: str, token: str, by: Actor, now: datetime) -> None:
    """The file stays where it is, and its office reads why. Raises `Blocked` if it was answered meanwhile."""
    row, change = _lock(change_id)
    if journal_queries.act_of(token):
        return
    _refuse_answered(row, change)
    change.answer = answer
    _answer(change, Answer.REFUSED, by=by, now=now)
    _journal(row, "academy_change_refused", change.to_academy, reason=answer, token=token, by=by, now=now)


@transaction.atomic
def accept(change_id: UUID, *, seen: int, token: str, by: Actor, now: datetime) -> Effects | None:
    """The file is theirs. None if this form did it already; raises `Blocked`, `StepNotAllowed`."""
    row, change = _lock(change_id)
    if journal_queries.act_of(token):
        return None
    _refuse_answered(row, change)
    _answer(change, Answer.ACCEPTED, by=by, now=now)
    return _move(row, change.to_academy, reason=change.reason, seen=seen, token=token, by=by, now=now)


@transaction.atomic
def move(
    registration: Registration,
    *,
    academy: str,
    reason: str,
    seen: int,
    token: str,
    by: Actor,
    now: datetime,
) -> Effects | None:
    """In one act, by the head of both offices. None if this form did it already; raises as `accept`."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return None
    _refuse_in_vain(row, academy)
    _answer(_begin(row, academy, reason=reason, by=by, now=now), Answer.ACCEPTED, by=by, now=now)
    return _move(row, academy, reason=reason, seen=seen, token=token, by=by, now=now)


def _move(
    row: Registration, academy: str, *, reason: str, seen: int, token: str, by: Actor, now: datetime
) -> Effects:
    before, named = effects.stood(row), {"before": reference().academies[row.academy].name}
    answers = registrations.last(row)
    moved = replace(answers, exam=replace(answers.exam, academy=academy))
    version = correcting.apply(row, moved, seen=seen, reason=reason, by=by, now=now)
    assert version is not None, "another académie is another answer"  # noqa: S101
    row = version.registration
    # Whoever had it open is of the other office.
    Claim.objects.filter(registration=row).delete()
    names = named | {"after": reference().academies[academy].name}
    done = effects.between(before, effects.stood(row), names)
    _tell(row, version, done, reason=reason, token=token, by=by, now=now)
    return done


def _tell(
    row: Registration, version: Version, done: Effects, *, reason: str, token: str, by: Actor, now: datetime
) -> None:
    record(
        row,
        "academy_changed",
        by=by,
        now=now,
        rule=Act.CHANGE_ACADEMY.value,
        source=row.window.calendar.source,
        edition=version.edition,
        data={**correcting.journaled(version), **done.names},
        details={"reason": reason},
        token=token,
    )
    papers.order_for_correction(row, version, now=now)
    letters.moved(row, "academy_changed", version, reason, done, now=now)


def _lock(change_id: UUID) -> tuple[Registration, AcademyChange]:
    found = AcademyChange.objects.get(id=change_id)
    row = access.lock(found.registration_id)
    return row, AcademyChange.objects.get(id=change_id)


def _refuse_answered(row: Registration, change: AcademyChange) -> None:
    if change.state != Answer.OPEN:
        raise Blocked((Reason("academy_change_answered", row.window.calendar.source),))


def _refuse_in_vain(row: Registration, academy: str) -> None:
    source = row.window.calendar.source
    if row.academy == academy:
        raise Blocked((Reason("academy_unchanged", source),))
    if row.academy_changes.filter(state=Answer.OPEN).exists():
        raise Blocked((Reason("academy_change_waits", source),))


def _begin(row: Registration, academy: str, *, reason: str, by: Actor, now: datetime) -> AcademyChange:
    return AcademyChange.objects.create(
        registration=row,
        from_academy=row.academy,
        to_academy=academy,
        reason=reason,
        proposed_at=now,
        proposed_by=by.id,
    )


def _answer(change: AcademyChange, state: AcademyChange.State, *, by: Actor, now: datetime) -> None:
    change.state, change.answered_at, change.answered_by = state, now, by.id
    change.save(update_fields=["state", "answer", "answered_at", "answered_by"])


def _journal(
    row: Registration,
    kind: str,
    academy: str,
    *,
    reason: str = "",
    token: str,
    by: Actor,
    now: datetime,
) -> None:
    known = reference().academies
    record(
        row,
        kind,
        by=by,
        now=now,
        rule=Act.CHANGE_ACADEMY.value,
        data={"before": known[row.academy].name, "after": known[academy].name},
        details={"reason": reason} if reason else None,
        token=token,
    )
