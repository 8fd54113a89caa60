"""A window's rows as the plain values that the rules read."""

from collections.abc import Iterable
from datetime import date, datetime

from sporades.calendars.models import Extension, Window
from sporades.rules import calendar


def window_of(row: Window) -> calendar.Window:
    campaign = row.calendar
    return calendar.Window(
        academy=campaign.academy,
        diploma=row.diploma,
        exam_session=campaign.exam_session,
        zone=campaign.zone,
        zone_name=campaign.zone_name,
        opens_wall=datetime.fromisoformat(row.opens_wall),
        closes_wall=datetime.fromisoformat(row.closes_wall),
        pieces_due_days_after_close=row.pieces_due_days_after_close,
        pieces_due_on=row.pieces_due_on,
        later_dates=later_dates_of(row.later_dates),
        signature=calendar.Signature(row.signature),
        sanctions=calendar.Sanctions(row.sanctions),
        reminders=row.reminders,
        source=row.source,
    )


def shift_of(row: Extension) -> calendar.Shift:
    return calendar.Shift(
        closes_wall=datetime.fromisoformat(row.closes_wall) if row.closes_wall else None,
        pieces_due_on=row.pieces_due_on,
        later_dates=later_dates_of(row.later_dates),
    )


def later_dates_of(stored: dict[str, str]) -> tuple[tuple[str, date], ...]:
    return tuple((name, date.fromisoformat(day)) for name, day in sorted(stored.items()))


def dates_of(row: Window, *personal: calendar.Shift) -> calendar.Dates:
    """The dates for one registration: the window, then its extensions, then what is personal."""
    return dates_with(row, row.extensions.all(), *personal)


def dates_with(row: Window, extensions: Iterable[Extension], *personal: calendar.Shift) -> calendar.Dates:
    """The same, of extensions already read."""
    ordered = sorted(extensions, key=lambda extension: extension.decided_at)
    return calendar.dates_of(window_of(row), *[shift_of(extension) for extension in ordered], *personal)
