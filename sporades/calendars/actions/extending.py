"""How does everybody of some windows get more time, in one act?

The new date holds at the next request; the worker then tells everybody
concerned, a few at a time. An extension only ever gives.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sporades.calendars import facts
from sporades.calendars.models import Calendar, Extension, Window
from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor, Subject
from sporades.reference.load import reference
from sporades.rules.announcing import not_later
from sporades.rules.calendar import AmbiguousHour, ImpossibleHour, Shift, dates_of
from sporades.rules.reasons import Blocked, Reason


@transaction.atomic
def extend(
    windows: Collection[UUID], shift: Shift, *, reason: str, token: str, by: Actor, now: datetime
) -> UUID:
    """The name of the act. The same form sent twice is one extension.

    Raises `Blocked` with each window and date to which it would give nothing.
    """
    rows = locked_windows(windows)
    done = journal_queries.act_of(token)
    if done:
        return UUID(str(done.data["act"]))
    refused = refusals(rows, shift, now=now)
    if refused:
        raise Blocked(refused)
    act = uuid4()
    for row in rows:
        Extension.objects.create(
            window=row,
            act=act,
            closes_wall=shift.closes_wall.isoformat() if shift.closes_wall else "",
            pieces_due_on=shift.pieces_due_on,
            later_dates={name: day.isoformat() for name, day in shift.later_dates},
            reason=reason,
            decided_at=now,
            decided_by=by.id,
        )
    record(rows, "calendar_extended", act, reason=reason, token=token, by=by, now=now)
    return act


def locked_windows(windows: Collection[UUID]) -> list[Window]:
    """The windows and what was already given to them, with their campaigns locked in one order."""
    wanted = Window.objects.filter(id__in=windows)
    list(Calendar.objects.select_for_update().filter(windows__in=wanted).order_by("id"))
    return list(wanted.select_related("calendar").prefetch_related("extensions").order_by("closes_at", "id"))


def refusals(rows: Collection[Window], shift: Shift, *, now: datetime) -> tuple[Reason, ...]:
    """Why this may not be given: nothing is, an hour does not exist, or it is no later than what stands."""
    if not rows or shift == Shift():
        return (Reason("extension_gives_nothing", reference().edition),)
    return tuple(reason for row in rows for reason in _refusals(row, shift, now=now))


def _refusals(row: Window, shift: Shift, *, now: datetime) -> list[Reason]:
    source, window = row.calendar.source, facts.window_of(row)
    given = tuple(facts.shift_of(one) for one in row.extensions.all())
    try:
        parts = not_later(window, given, shift)
        would_be = dates_of(window, *given, shift)
    except ImpossibleHour:
        return [Reason("calendar_impossible_hour", source)]
    except AmbiguousHour:
        return [Reason("calendar_ambiguous_hour", source)]
    diploma = reference().diplomas[row.diploma].short
    found = [Reason(f"extension_{part}_not_later", source, (("diploma", diploma),)) for part in parts]
    if shift.closes_wall is not None and would_be.closes <= now and not found:
        found.append(Reason("extension_in_the_past", source))
    return found


def record(
    rows: Collection[Window],
    kind: str,
    act: UUID,
    *,
    reason: str,
    token: str | None,
    by: Actor,
    now: datetime,
) -> None:
    """One entry in the chain of each campaign concerned; the form's token is taken by the first."""
    by_campaign: dict[UUID, list[str]] = {}
    for row in rows:
        by_campaign.setdefault(row.calendar_id, []).append(row.diploma)
    for position, (campaign, diplomas) in enumerate(sorted(by_campaign.items())):
        journal.record(
            Subject("calendar", campaign),
            kind,
            by=by,
            now=now,
            data={"act": str(act), "diplomas": diplomas},
            details={"reason": reason},
            token=token if position == 0 else None,
        )
