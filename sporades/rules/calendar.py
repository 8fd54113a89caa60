"""When may a candidate act, in the académie's own time?

The notices give wall-clock times (« 15 heures (heure locale) »), so that is
what the data hold. Everything compared is an instant in UTC. A window includes
the instant it opens and excludes the instant it closes: at 17:00:00 it is shut.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

# What reached us in time may still be in flight: deadlines act only after that.
GRACE = timedelta(minutes=10)


class Phase(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


class Signature(StrEnum):
    """How a candidate signs: the exam office chooses, window by window."""

    SIGNED_UPLOAD = "signed_upload"
    ONLINE = "online"


class Sanctions(StrEnum):
    """Whether the deadline acts by itself or the head of office signs its list."""

    AUTOMATIC = "automatic"
    APPROVED = "approved"


class ImpossibleHour(ValueError):
    """The clocks skip this hour: nobody can act at it."""


class AmbiguousHour(ValueError):
    """The clocks show this hour twice: nobody can tell which one is meant."""


@dataclass(frozen=True, slots=True)
class Window:
    """The dates announced for one diploma, as the académie wrote them."""

    academy: str
    diploma: str
    exam_session: int
    zone: str
    zone_name: str
    opens_wall: datetime
    closes_wall: datetime
    pieces_due_days_after_close: int | None
    pieces_due_on: date | None
    later_dates: tuple[tuple[str, date], ...]
    signature: Signature
    sanctions: Sanctions
    reminders: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """Later dates given to everyone (an extension) or to one person."""

    closes_wall: datetime | None = None
    pieces_due_on: date | None = None
    later_dates: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """The instants that hold for one registration. All are excluded limits but `opens`."""

    zone: str
    zone_name: str
    opens: datetime
    closes: datetime
    pieces_due: datetime
    later: Mapping[str, datetime]


@lru_cache(maxsize=4096)
def instant(wall: datetime, zone: str) -> datetime:
    """The UTC instant at which clocks of the zone show `wall`.

    Raises `ImpossibleHour` or `AmbiguousHour` on the nights the clocks change.
    """
    local = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    at = local.astimezone(UTC)
    if at.astimezone(local.tzinfo).replace(tzinfo=None) != wall:
        raise ImpossibleHour(f"{wall.isoformat()} does not exist in {zone}")
    if local.replace(fold=1).astimezone(UTC) != at:
        raise AmbiguousHour(f"{wall.isoformat()} happens twice in {zone}")
    return at


def end_of_day(day: date, zone: str) -> datetime:
    """The next local midnight: the first instant that is no longer that day."""
    # A count of days, not of hours: a week that holds a clock change lasts 167 or 169 of them.
    return instant(datetime.combine(day + timedelta(days=1), time.min), zone)


@lru_cache(maxsize=512)
def dates_of(window: Window, *shifts: Shift) -> Dates:
    """The window's dates moved by the shifts, never to before what was announced."""
    zone = window.zone
    moved = [shift.closes_wall for shift in shifts if shift.closes_wall is not None]
    closes_wall = max([window.closes_wall, *moved])
    return Dates(
        zone=zone,
        zone_name=window.zone_name,
        opens=instant(window.opens_wall, zone),
        closes=instant(closes_wall, zone),
        pieces_due=end_of_day(_pieces_due_on(window, closes_wall.date(), shifts), zone),
        later=MappingProxyType(
            {name: end_of_day(day, zone) for name, day in _later_days(window, shifts).items()}
        ),
    )


def _pieces_due_on(window: Window, closing_day: date, shifts: tuple[Shift, ...]) -> date:
    # Whoever saves in the last minute has at least until the end of that day.
    days = [closing_day]
    if window.pieces_due_days_after_close is not None:
        days.append(closing_day + timedelta(days=window.pieces_due_days_after_close))
    if window.pieces_due_on is not None:
        days.append(window.pieces_due_on)
    return max(days + [shift.pieces_due_on for shift in shifts if shift.pieces_due_on is not None])


def _later_days(window: Window, shifts: tuple[Shift, ...]) -> dict[str, date]:
    days: dict[str, date] = {}
    for name, day in (
        *window.later_dates,
        *(dated for shift in shifts for dated in shift.later_dates),
    ):
        days[name] = max(day, days.get(name, day))
    return days


def phase(dates: Dates, *, at: datetime) -> Phase:
    if at < dates.opens:
        return Phase.UPCOMING
    return Phase.OPEN if at < dates.closes else Phase.CLOSED


def is_open(dates: Dates, *, at: datetime) -> bool:
    return phase(dates, at=at) is Phase.OPEN


def is_in_time(due: datetime, *, at: datetime, recorded_at: datetime) -> bool:
    """Whether what arrived `at` and was written down at `recorded_at` met the deadline."""
    return at < due and recorded_at < due + GRACE


def deadline_may_act(due: datetime, *, now: datetime) -> bool:
    return now >= due + GRACE
