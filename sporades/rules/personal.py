"""Until when, when the head of office gives one person another date?

One day moves whatever would fall before it, and nothing that falls later: who
reads « jusqu'au 2 décembre » has nothing due sooner.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sporades.rules.calendar import Shift

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
