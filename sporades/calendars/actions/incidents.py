"""How does the office say that something is broken, and that it is mended?

While an incident lasts, no sanction runs in its scope. Closed, the next tick
judges again every file that it held back.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sporades.calendars.actions.extending import locked_windows, record
from sporades.calendars.models import Incident, Window
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.rules.reasons import Blocked, Reason

SOURCE = "Règle des incidents du service"


@transaction.atomic
def declare(
    windows: Collection[UUID] | None,
    *,
    starts_at: datetime,
    reason: str,
    token: str,
    by: Actor,
    now: datetime,
) -> UUID:
    """The name of the act; without windows, it concerns everybody. The same form sent twice is one incident.

    Raises `Blocked` if it has not begun yet.
    """
    rows = locked_windows(_everybody() if windows is None else windows)
    done = journal_queries.act_of(token)
    if done:
        return UUID(str(done.data["act"]))
    if starts_at > now:
        raise Blocked((Reason("incident_not_begun", SOURCE),))
    act = uuid4()
    for window in [None] if windows is None else rows:
        Incident.objects.create(window=window, act=act, starts_at=starts_at, reason=reason)
    record(rows, "incident_declared", act, reason=reason, token=token, by=by, now=now)
    return act


@transaction.atomic
def close(act: UUID, *, ends_at: datetime, by: Actor, now: datetime) -> None:
    """From `ends_at` on, sanctions run again: those whose date has passed, at the next tick.

    Raises `Blocked` for an end before the beginning or in the future, or if it is closed already.
    """
    rows = list(Incident.objects.select_for_update(of=("self",)).filter(act=act).order_by("id"))
    if any(row.ends_at is not None for row in rows):
        raise Blocked((Reason("incident_closed", SOURCE),))
    if any(not row.starts_at < ends_at <= now for row in rows):
        raise Blocked((Reason("incident_end_outside", SOURCE),))
    Incident.objects.filter(act=act).update(ends_at=ends_at)
    named = {row.window_id for row in rows if row.window_id}
    windows = list(Window.objects.filter(id__in=named or _everybody()).order_by("id"))
    record(windows, "incident_ended", act, reason=rows[0].reason, token=None, by=by, now=now)


def _everybody() -> set[UUID]:
    return set(Window.objects.values_list("id", flat=True))
