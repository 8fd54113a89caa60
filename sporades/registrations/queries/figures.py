"""How does a campaign go: how many so far, how many the session before on the same day, how many in the end?

Days are the académie's, and counted back from the limit that holds today. What
is compared or foreseen stops at the last whole day: a morning is never held
against a day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from sporades.adapters.prepared import Among, prepared
from sporades.calendars.queries import OpenWindow
from sporades.registrations.models import PastCurve
from sporades.registrations.queries import counting
from sporades.rules.calendar import Dates, Phase
from sporades.rules.forecast import Curve, Forecast, NotEnough, forecast

INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Past:
    """The session before: counted here, or given by the office with its `source`."""

    curve: Curve
    exam_session: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One local day. `count` and `total` are None where it has not come, `past…` where nobody knows."""

    on: date
    days_left: int
    count: int | None
    total: int | None
    past: int | None
    past_total: int | None


@dataclass(frozen=True)
class Progress:
    """One window so far. `days_left` is of the last whole day, None before there is one."""

    window: OpenWindow
    today: date
    limit_on: date
    curve: Curve
    whole: int  # at the end of the last whole day
    days_left: int | None
    past: Past | None
    past_whole: int | None  # the session before, at the end of the same day
    foreseen: Forecast | NotEnough | None  # None: the window is not open yet, or it is shut

    @property
    def total(self) -> int:
        return sum(self.curve.days.values())

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """From the first day of either session until the limit, then those that came after it."""
        return tuple(_days(self))


def progress(
    windows: Sequence[OpenWindow], known: Iterable[OpenWindow], *, now: datetime
) -> dict[UUID, Progress]:
    """Of windows of one campaign, in two queries; `known` are those among which each finds its session before."""
    if not windows:
        return {}
    before = {one.id: _before(one, known) for one in windows}
    asked = [one.id for one in (*windows, *before.values()) if one is not None]
    counted = counting.per_day(asked)
    given = _given([one.id for one in windows])
    pasts = {one.id: _past(before[one.id], counted, given.get(one.id)) for one in windows}
    return {one.id: _progress(one, counted.get(one.id, {}), pasts[one.id], now=now) for one in windows}


def _before(window: OpenWindow, known: Iterable[OpenWindow]) -> OpenWindow | None:
    campaign = window.campaign
    asked = (campaign.academy, campaign.exam_session - 1, window.diploma)
    return next(
        (one for one in known if (one.campaign.academy, one.campaign.exam_session, one.diploma) == asked),
        None,
    )


def _given(windows: list[UUID]) -> dict[UUID, PastCurve]:
    # The newest comes first, and rules.
    return {row.window_id: row for row in _past_curves.rows(windows)}


@prepared
def _past_curves(windows: list[UUID]) -> QuerySet[PastCurve]:
    given = PastCurve.objects.filter(Among(F("window"), windows))
    return given.select_related("window__calendar").order_by("id")


def _past(
    before: OpenWindow | None, counted: Mapping[UUID, Mapping[date, int]], given: PastCurve | None
) -> Past | None:
    if before is not None and counted.get(before.id):
        return Past(_curve(counted[before.id], limit_on(before.dates)), before.campaign.exam_session)
    if given is None:
        return None
    days = {date.fromisoformat(day): count for day, count in given.days}
    return Past(_curve(days, given.closed_on), given.window.calendar.exam_session - 1, given.source)


def _curve(days: Mapping[date, int], limit: date) -> Curve:
    return Curve({(limit - on).days: count for on, count in days.items()})


def limit_on(dates: Dates) -> date:
    """The last local day on which one may register: a limit at midnight is the day before's."""
    return (dates.closes - INSTANT).astimezone(ZoneInfo(dates.zone)).date()


def _progress(
    window: OpenWindow, counted: Mapping[date, int], past: Past | None, *, now: datetime
) -> Progress:
    limit = limit_on(window.dates)
    curve = _curve(counted, limit)
    days_left = _last_whole_day(window, limit, now)
    whole = curve.until(days_left) if days_left is not None else 0
    return Progress(
        window=window,
        today=_today(window, now),
        limit_on=limit,
        curve=curve,
        whole=whole,
        days_left=days_left,
        past=past,
        past_whole=past.curve.until(days_left) if past and days_left is not None else None,
        foreseen=_foreseen(window, whole, days_left, past),
    )


def _last_whole_day(window: OpenWindow, limit: date, now: datetime) -> int | None:
    """How many days before the limit it was; None while there is none."""
    if window.phase is Phase.CLOSED:
        return 0
    opened = window.dates.opens.astimezone(ZoneInfo(window.dates.zone)).date()
    yesterday = _today(window, now) - DAY
    return (limit - yesterday).days if yesterday >= opened else None


def _foreseen(
    window: OpenWindow, whole: int, days_left: int | None, past: Past | None
) -> Forecast | NotEnough | None:
    if window.phase is not Phase.OPEN:
        return None
    if days_left is None:
        return NotEnough.TOO_EARLY
    return forecast(whole, past.curve if past else None, days_left=days_left)


def _days(found: Progress) -> Iterable[Day]:
    dates, curve = found.window.dates, found.curve
    past = found.past.curve if found.past else Curve({})
    opened = (found.limit_on - dates.opens.astimezone(ZoneInfo(dates.zone)).date()).days
    first = max([opened, *(day for day, count in past.days.items() if count and day >= 0)])
    total, past_total = curve.until(first + 1), past.until(first + 1)
    for left in range(first, min([0, *curve.days]) - 1, -1):
        on = found.limit_on - left * DAY
        come, told = on <= found.today, found.past is not None and left >= 0
        count, past_count = curve.days.get(left, 0), past.days.get(left, 0)
        total, past_total = total + count, past_total + past_count
        yield Day(
            on=on,
            days_left=left,
            count=count if come else None,
            total=total if come else None,
            past=past_count if told else None,
            past_total=past_total if told else None,
        )


def _today(window: OpenWindow, now: datetime) -> date:
    return now.astimezone(ZoneInfo(window.dates.zone)).date()
