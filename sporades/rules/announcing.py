"""What may an académie still change in the dates it has announced?

People have made plans by them: no announced date ever moves earlier, and an
opening that has passed does not move at all. Last year's dates are a proposal
for the next one: the same weekdays, the same hours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sporades.rules.calendar import Dates, Shift, Window, dates_of

_WEEK = timedelta(weeks=1)
_YEAR = timedelta(days=365, hours=6)


@dataclass(frozen=True, slots=True)
class Kept:
    """A date that must stay: `key` is the file's, `announced` the instant people were told; `passed`: it is over."""

    key: str
    announced: datetime
    passed: bool = False


def must_stay(before: Window, after: Window, *shifts: Shift, now: datetime) -> tuple[Kept, ...]:
    """The announced dates that `after` would move earlier, with the extensions already given."""
    was, would_be = dates_of(before, *shifts), dates_of(after, *shifts)
    found = [*_opening(was, would_be, now=now)]
    if would_be.closes < was.closes:
        found.append(Kept("closes", was.closes))
    if would_be.pieces_due < was.pieces_due or _shorter(before, after):
        found.append(Kept("pieces_due_on", was.pieces_due))
    for name, limit in was.later.items():
        if name not in would_be.later or would_be.later[name] < limit:
            found.append(Kept("later_dates", limit))
    return tuple(found)


def _opening(was: Dates, would_be: Dates, *, now: datetime) -> list[Kept]:
    if would_be.opens == was.opens:
        return []
    if was.opens <= now:
        return [Kept("opens", was.opens, passed=True)]
    return [Kept("opens", was.opens)] if would_be.opens < was.opens else []


def _shorter(before: Window, after: Window) -> bool:
    # Whoever was given a closing of their own has their days counted from it.
    days, then = before.pieces_due_days_after_close, after.pieces_due_days_after_close
    return days is not None and (then is None or then < days)


def same_weekday(wall: datetime, *, years: int) -> datetime:
    """The nearest day of the same name some years later, at the same hour: a Tuesday stays a Tuesday."""
    return wall + round(years * _YEAR / _WEEK) * _WEEK


def not_later(window: Window, given: tuple[Shift, ...], shift: Shift) -> tuple[str, ...]:
    """Which parts of a new extension give nothing: « closes », « pieces », or the name of a later date."""
    was, would_be = dates_of(window, *given), dates_of(window, *given, shift)
    found = []
    if shift.closes_wall is not None and would_be.closes <= was.closes:
        found.append("closes")
    if shift.pieces_due_on is not None and would_be.pieces_due <= was.pieces_due:
        found.append("pieces")
    for name, _day in shift.later_dates:
        if name not in was.later or would_be.later[name] <= was.later[name]:
            found.append(name)
    return tuple(found)
