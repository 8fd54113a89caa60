"""How is somebody reminded of a limit, where the office wants reminders at all?

The notice of Nice says « Aucune relance ne sera effectuée »: a window that does
not ask for reminders sends none. One that does writes to whoever would lose
everything by forgetting: a draft never saved, a confirmation never signed.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sporades.calendars import queries as calendars
from sporades.journal.values import DEADLINE
from sporades.registrations import access, facts, letters
from sporades.registrations.actions.common import record
from sporades.registrations.models import Registration, Reminder
from sporades.rules.calendar import end_of_day
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.reminders import Morning, morning


@transaction.atomic
def remind(registration_id: UUID, *, now: datetime) -> bool:
    """Writes to the candidate once their minute has come, once for a limit and a morning. False if not so."""
    row = access.lock_if_free(registration_id)
    if row is None or not row.window.reminders or not _waits(row):
        return False
    dates = facts.dates(row)
    limit = facts.reminded(dates)[State(row.state)]
    today = morning(limit, zone=dates.zone, now=now)
    if today is None or not _is_due(row, limit, today, zone=dates.zone):
        return False
    if calendars.has_incident(row.window_id, at=now):
        # Nobody is told to hurry to a service that does not answer.
        return False
    Reminder.objects.create(registration=row, until=limit, days=today.days, at=now)
    record(
        row,
        "reminded",
        by=DEADLINE,
        now=now,
        rule="reminders",
        data={"until": limit.isoformat(), "days": today.days},
    )
    letters.reminder(row, limit, days=today.days, now=now)
    return True


def _waits(row: Registration) -> bool:
    """Whether forgetting would cost this registration everything."""
    if State(row.state) is State.SAVED:
        return row.pieces.filter(kind=facts.CONFIRMATION, state=PieceState.EXPECTED.value).exists()
    return State(row.state) is State.DRAFT


def _is_due(row: Registration, limit: datetime, today: Morning, *, zone: str) -> bool:
    # Who began or saved this very day has it in mind.
    began_before = row.state_since < end_of_day(today.day - timedelta(days=1), zone)
    told = row.reminders.filter(until=limit, days=today.days)
    return row.id < today.reached and began_before and not told.exists()
