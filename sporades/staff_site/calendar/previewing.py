"""At which instant is a draft looked at, and what does the public home page then show?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sporades.calendars.queries import OpenWindow
from sporades.calendars.telling import Board, board
from sporades.reference.check import CalendarFile
from sporades.reference.load import reference
from sporades.rules import french
from sporades.rules.calendar import dates_of
from sporades.rules.catalogue import Diploma

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant at which the pages may be looked at."""

    code: str
    label: str
    at: datetime


def moments(file: CalendarFile, *, now: datetime) -> list[Moment]:
    dates = [dates_of(window) for window in file.windows]
    opens, closes = min(one.opens for one in dates), max(one.closes for one in dates)
    return [
        Moment("aujourdhui", _("aujourd’hui"), now),
        Moment("ouverture", _("à la première ouverture"), opens),
        Moment("cloture", _("une minute avant la dernière clôture"), closes - MINUTE),
        Moment("apres", _("après la dernière clôture"), closes),
    ]


def instant(code: str, file: CalendarFile, *, now: datetime) -> datetime:
    """The instant that was chosen; at first, that of the opening."""
    known = {one.code: one.at for one in moments(file, now=now)}
    return known.get(code, known["ouverture"])


def page(file: CalendarFile, windows: list[OpenWindow], *, at: datetime) -> dict[str, Any]:
    campaign = [one for one in windows if one.campaign.edition == file.edition]
    zone, zone_name = file.zone, file.zone_name
    return {
        "board": board(windows, now=at),
        "known": False,
        "diplomas": tuple(reference().diplomas.values()),
        "of_the_draft": _boards(campaign, at=at),
        "moments": moments(file, now=at),
        "at": at,
        "said_at": french.spoken_instant(at, zone, zone_name),
    }


def _boards(windows: list[OpenWindow], *, at: datetime) -> list[tuple[Diploma, Board]]:
    known = reference().diplomas
    return [(known[one.diploma], board([one], now=at)) for one in windows]
