"""For how long is a thing kept, and from when?

Months are counted on the calendar: three months after 30 November is the last
day of February. The day the time is over is still kept; the thing may go the
day after, and never goes by itself.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Start(StrEnum):
    CLOSING = "closing"
    SESSION_END = "session_end"
    LAST_SEEN = "last_seen"
    RECORDED = "recorded"
    SWITCHED_OFF = "switched_off"


class Ground(StrEnum):
    """Why nothing goes, however old it is."""

    LITIGATION = "litigation"  # contentieux
    ARCHIVES = "archives"  # visa des Archives attendu


@dataclass(frozen=True, slots=True)
class Category:
    """One line of the retention table."""

    code: str
    title: str
    what: str
    start: Start
    months: int
    source: str
    verified: bool


Table = Mapping[str, Category]


def session_end(exam_session: int) -> date:
    return date(exam_session, 12, 31)


def goes_on(category: Category, start: date) -> date:
    """The first day on which the thing may be on a list."""
    return _months_after(start, category.months) + timedelta(days=1)


def started_before(category: Category, *, today: date) -> date:
    """What started before this day may be on today's list: the other way round, for a query."""
    # Months are of different lengths: the few days around are tried one by one.
    day = _months_after(today, -category.months) + timedelta(days=3)
    while goes_on(category, day - timedelta(days=1)) > today:
        day -= timedelta(days=1)
    return day


def sessions_over(category: Category, sessions: frozenset[int], *, today: date) -> frozenset[int]:
    return frozenset(one for one in sessions if goes_on(category, session_end(one)) <= today)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
