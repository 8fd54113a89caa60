"""On which mornings is somebody reminded of a limit, and when within the morning?

Where an office wants reminders: seven, three and one day before, between 7 and
11 o'clock where the académie is. Each registration has its own minute, drawn
from its id, so that the mails do not bring everybody back at once. What could
not leave by noon is not sent: the next one will be.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sporades.rules.calendar import instant

DAYS_BEFORE = (7, 3, 1)
BEGINS, ENDS = time(7), time(11)
NOON = time(12)

_IDS = 2**128


@dataclass(frozen=True, slots=True)
class Morning:
    """A morning on which people are reminded of a limit; `share` of it has gone by, from 0 to 1."""

    days: int
    day: date
    share: float

    @property
    def reached(self) -> UUID:
        """The ids below this one have had their minute. They are drawn at random: each minute has as many."""
        return UUID(int=min(int(self.share * _IDS), _IDS - 1))


def morning(limit: datetime, *, zone: str, now: datetime) -> Morning | None:
    """The morning that it is now where the limit holds, if people are reminded of it today, and still may be."""
    local = now.astimezone(ZoneInfo(zone))
    days = (last_day(limit, zone) - local.date()).days
    if days not in DAYS_BEFORE or not BEGINS <= local.time() < NOON:
        return None
    return Morning(
        days, local.date(), min(1.0, _hours(local.time(), since=BEGINS) / _hours(ENDS, since=BEGINS))
    )


def mornings_over(limit: datetime, *, zone: str) -> tuple[datetime, ...]:
    """The instants at which the last of each morning has been reminded of this limit."""
    days = (last_day(limit, zone) - timedelta(days=before) for before in DAYS_BEFORE)
    return tuple(instant(datetime.combine(day, ENDS), zone) for day in days)


def last_day(limit: datetime, zone: str) -> date:
    """The last local day on which one may still act: a limit is the first instant at which one may not."""
    return (limit - timedelta.resolution).astimezone(ZoneInfo(zone)).date()


def _hours(at: time, *, since: time) -> float:
    of_day = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    return (of_day - timedelta(hours=since.hour)) / timedelta(hours=1)
