"""What keeps data beyond its time: a litigation, or the Archives, who have not said yes.

A hold is placed on one registration or on a whole session, with its reason; it
lasts until somebody lifts it, with a reason too.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.calendars.models import Calendar
from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor, Subject
from sporades.records.models import Hold
from sporades.registrations import access
from sporades.rules.retention import Ground


@transaction.atomic
def hold_registration(
    registration_id: UUID, *, ground: Ground, reason: str, token: str, by: Actor, now: datetime
) -> None:
    row = access.lock(registration_id)
    if journal_queries.act_of(token):
        return
    _hold(Hold(registration=row), ground=ground, reason=reason, token=token, by=by, now=now)


@transaction.atomic
def hold_session(
    calendar_id: UUID, *, ground: Ground, reason: str, token: str, by: Actor, now: datetime
) -> None:
    calendar = Calendar.objects.select_for_update(no_key=True).get(id=calendar_id)
    if journal_queries.act_of(token):
        return
    _hold(Hold(calendar=calendar), ground=ground, reason=reason, token=token, by=by, now=now)


@transaction.atomic
def lift(hold_id: UUID, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """Lifted already, nothing."""
    held = Hold.objects.get(id=hold_id)
    _lock(held)
    held = Hold.objects.select_for_update(of=("self",)).get(id=hold_id)
    if journal_queries.act_of(token) or held.lifted_at is not None:
        return
    held.lifted_at, held.lifted_by, held.lifted_reason = now, by.id, reason
    held.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    _record(
        held,
        "hold_lifted" if held.registration_id else "session_released",
        reason=reason,
        token=token,
        by=by,
        now=now,
    )


def _lock(held: Hold) -> None:
    """The registration or the calendar first, as every act does: its chain is advanced under that lock."""
    if held.registration_id is not None:
        access.lock(held.registration_id)
    elif held.calendar_id is not None:
        Calendar.objects.select_for_update(no_key=True).get(id=held.calendar_id)


def _hold(held: Hold, *, ground: Ground, reason: str, token: str, by: Actor, now: datetime) -> None:
    held.ground, held.reason = ground.value, reason
    held.placed_at, held.placed_by = now, by.id
    held.save(force_insert=True)
    _record(
        held,
        "hold_placed" if held.registration_id else "session_held",
        reason=reason,
        token=token,
        by=by,
        now=now,
    )


def _record(held: Hold, kind: str, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    journal.record(
        _subject_of(held),
        kind,
        by=by,
        now=now,
        rule=held.ground,
        data={"hold": str(held.id)},
        details={"reason": reason},
        token=token,
    )


def _subject_of(held: Hold) -> Subject:
    if held.registration is not None:
        return Subject("registration", held.registration.id)
    if held.calendar is not None:
        return Subject("calendar", held.calendar.id)
    raise ValueError("a hold is on a registration or on a session")  # as the database holds too
