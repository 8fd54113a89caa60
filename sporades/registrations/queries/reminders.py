"""Whom may a reminder concern at this minute? Candidates only: the action asks everything again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from sporades.calendars import facts as calendar_facts
from sporades.calendars.models import Window
from sporades.registrations import access, facts
from sporades.registrations.models import Piece, Registration, Reminder
from sporades.rules.calendar import end_of_day
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.reminders import Morning, morning


def to_remind(now: datetime) -> Iterator[UUID]:
    """In windows that remind: drafts before the closing, and saved ones without confirmation before its day."""
    windows = Window.objects.filter(reminders=True).select_related("calendar").prefetch_related("extensions")
    for window in windows:
        dates = calendar_facts.dates_of(window)
        for state, limit in facts.reminded(dates).items():
            today = morning(limit, zone=dates.zone, now=now)
            if today is not None:
                yield from _of(window, state, limit, today, zone=dates.zone)
    yield from _with_their_own_dates(now)


def _of(window: Window, state: State, limit: datetime, today: Morning, *, zone: str) -> Iterator[UUID]:
    reminded = Reminder.objects.filter(registration=OuterRef("pk"), until=limit, days=today.days)
    rows = _waiting(state).filter(
        ~Exists(reminded),
        window=window,
        id__lt=today.reached,
        state_since__lt=end_of_day(today.day - timedelta(days=1), zone),
    )
    return rows.order_by("id").values_list("id", flat=True).iterator(chunk_size=500)


def _with_their_own_dates(now: datetime) -> Iterator[UUID]:
    """A personal date is rare: each one is read."""
    for state in facts.REMINDED:
        rows = _waiting(state).filter(window__reminders=True, personal_dates__isnull=False).distinct()
        known = access.with_dates(rows).select_related("window__calendar").prefetch_related(*facts.SHIFTS)
        for row in known:
            dates = facts.dates(row)
            today = morning(facts.reminded(dates)[state], zone=dates.zone, now=now)
            if today is not None and row.id < today.reached:
                yield row.id


def _waiting(state: State) -> QuerySet[Registration]:
    rows = Registration.objects.filter(state=state.value)
    if state is State.SAVED:
        expected = Piece.objects.filter(kind=facts.CONFIRMATION, state=PieceState.EXPECTED.value)
        rows = rows.filter(Exists(expected.filter(registration=OuterRef("pk"))))
    return rows
