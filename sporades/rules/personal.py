"""Until when, when the head of office gives one person another date?

One day moves whatever would fall before it, and nothing that falls later: who
reads « jusqu'au 2 décembre » has nothing due sooner. And who passes to another
window, by a decision of the office, loses no day that was announced to them.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sporades.rules.calendar import AmbiguousHour, Dates, Shift, instant

# Whoever comes back has at least a week to give what was missing.
DAYS_TO_RETURN = 7
# A closing is an hour of the wall clock; people read « 23 h 59 ».
_LAST_MINUTE = time(23, 59)


def earliest(on: date, *, comes_back: bool) -> date:
    """The first day that may be given: tomorrow, or a week from now to whoever comes back."""
    return on + timedelta(days=DAYS_TO_RETURN if comes_back else 1)


def shift(day: date, *, later: Iterable[str], reopens: bool) -> Shift:
    """`later`: the names of the window's other limits; `reopens`: its answers may be changed again too."""
    return Shift(
        closes_wall=datetime.combine(day, _LAST_MINUTE) if reopens else None,
        pieces_due_on=day,
        later_dates=tuple((name, day) for name in sorted(later)),
    )


def keeping(announced: Dates, others: Dates, *, now: datetime) -> Shift | None:
    """What to give to who passes to the dates of another window, so that nothing announced moves earlier.

    Only what is still ahead is kept; None if the other dates are all as late.
    """
    zone = others.zone
    ahead = {name: at for name, at in announced.later.items() if at > now}
    kept = Shift(
        closes_wall=_wall(announced.closes, zone) if announced.closes > max(others.closes, now) else None,
        pieces_due_on=_day(announced.pieces_due, zone)
        if announced.pieces_due > max(others.pieces_due, now)
        else None,
        later_dates=tuple(
            (name, _day(at, zone))
            for name, at in sorted(ahead.items())
            if at > others.later.get(name, others.pieces_due)
        ),
    )
    return kept if kept != Shift() else None


def _day(limit: datetime, zone: str) -> date:
    """The local day whose end is not before this excluded limit."""
    return (limit - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


def _wall(at: datetime, zone: str) -> datetime:
    """What the clocks of the zone show then; the hour they show twice is left behind."""
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    try:
        instant(wall, zone)
    except AmbiguousHour:
        return wall + timedelta(hours=1)
    return wall
