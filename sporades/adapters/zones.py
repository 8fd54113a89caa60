"""What does iCalendar need to know of a time zone: when its clocks changed, and by how much (RFC 5545, VTIMEZONE)?

Written from the zone data of the system. Only the changes around the dates of
the file are told: an agenda asks for no others.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=64)
def described(zone: str, first: int, last: int) -> tuple[str, ...]:
    """The lines of the zone's VTIMEZONE, for dates from the first year to the last one."""
    place = ZoneInfo(zone)
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}", *_observance(start, _offset(start, place), place)]
    for change in _changes(start, end, place):
        lines += _observance(change, _offset(change - _SECOND, place), place)
    return (*lines, "END:VTIMEZONE")


def _changes(start: datetime, end: datetime, place: ZoneInfo) -> Iterator[datetime]:
    """The instants at which the clocks of the place begin to show another offset."""
    day = start
    while day < end:
        if _offset(day, place) != _offset(day + _DAY, place):
            yield _change_in(day, day + _DAY, place)
        day += _DAY


def _change_in(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        if _offset(middle, place) == _offset(before, place):
            before = middle
        else:
            after = middle
    return after


def _observance(at: datetime, offset_before: timedelta, place: ZoneInfo) -> list[str]:
    local = at.astimezone(place)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    # The first instant is written by the clocks as they stood just before it.
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{(at + offset_before).replace(tzinfo=None):%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_written(offset_before)}",
        f"TZOFFSETTO:{_written(_offset(at, place))}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def _offset(at: datetime, place: ZoneInfo) -> timedelta:
    return at.astimezone(place).utcoffset() or timedelta(0)


def _written(offset: timedelta) -> str:
    sign, minutes = ("-" if offset < timedelta(0) else "+"), abs(int(offset.total_seconds())) // 60
    return f"{sign}{minutes // 60:02}{minutes % 60:02}"
