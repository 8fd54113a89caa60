"""What do the public pages say of a window at this instant?

Everything here is text already said and instants already known: a page that
shows it computes nothing, and the same values always make the same page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from sporades.calendars.queries import OpenWindow
from sporades.reference.load import reference
from sporades.rules import french
from sporades.rules.calendar import Dates, Phase
from sporades.rules.catalogue import Diploma, Specialty, open_in

# From a week before the closing, the time left is said in amber: it is what one must not miss.
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and how it is said."""

    at: datetime
    said: str

    @property
    def iso(self) -> str:
        return self.at.isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True)
class WindowTold:
    diploma: Diploma
    academy: str
    exam_session: int
    phase: Phase
    status: str
    tone: str
    time_left: str
    opens: Moment
    closes: Moment
    pieces_due: Moment
    r408_due: Moment | None
    deposits_run: bool  # closed to registrations, not yet to the papers of those who did register
    specialties: int
    has_incident: bool

    @property
    def next_date(self) -> datetime:
        return self.opens.at if self.phase is Phase.UPCOMING else self.closes.at

    @property
    def where(self) -> str:
        return _("%(academy)s, session %(session)s") % {"academy": self.academy, "session": self.exam_session}


@dataclass(frozen=True, slots=True)
class Group:
    """The windows of one académie and session, in the order of their closing."""

    title: str
    windows: tuple[WindowTold, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What is open, what opens next, what has closed; `next` closes first or, if nothing is open, opens first."""

    open: tuple[Group, ...]
    upcoming: tuple[Group, ...]
    closed: tuple[Group, ...]
    next: WindowTold | None
    deposits: tuple[WindowTold, ...]  # closed, but whoever registered may still give their papers
    r408: tuple[tuple[str, Moment], ...]  # where, and until when its attestation is taken
    reminders: str  # whether somebody may be reminded of these dates
    incidents: tuple[tuple[str, str], ...]  # where, and for which diplomas one is known

    @property
    def phase(self) -> str:
        return "open" if self.open else "upcoming" if self.upcoming else "closed" if self.closed else "none"

    @property
    def open_names(self) -> str:
        """« CAP, bac pro, BP et CS »"""
        windows = [window for group in self.open for window in group.windows]
        return _listed(dict.fromkeys(window.diploma.name for window in windows))

    @property
    def next_names(self) -> str:
        """All that closes, or opens, with the next one: « brevet professionnel et certificat de spécialisation »."""
        first = self.next
        if first is None:
            return ""
        groups = self.open or self.upcoming
        same = [window for group in groups for window in group.windows if window.next_date == first.next_date]
        return _listed(window.diploma.name for window in same if window.where == first.where)


def board(windows: Iterable[OpenWindow], *, now: datetime) -> Board:
    known = shown(windows)
    told = [tell(window, now=now) for window in known]
    opened = sorted((one for one in told if one.phase is Phase.OPEN), key=lambda one: one.closes.at)
    upcoming = sorted((one for one in told if one.phase is Phase.UPCOMING), key=lambda one: one.opens.at)
    closed = [one for one in told if one.phase is Phase.CLOSED]
    return Board(
        open=_groups(opened),
        upcoming=_groups(upcoming),
        closed=_groups(closed),
        next=next(iter([*opened, *upcoming]), None),
        deposits=tuple(one for one in closed if one.deposits_run),
        r408=tuple(dict.fromkeys((one.where, one.r408_due) for one in told if one.r408_due)),
        reminders=reference().say("may_remind" if any(one.reminders for one in known) else "no_reminder"),
        incidents=_incidents(told),
    )


def _incidents(windows: list[WindowTold]) -> tuple[tuple[str, str], ...]:
    concerned = [one for one in windows if one.has_incident]
    return tuple(
        (group.title, _listed(one.diploma.name for one in group.windows)) for group in _groups(concerned)
    )


def shown(windows: Iterable[OpenWindow]) -> list[OpenWindow]:
    """The most recent session of each académie, and whatever else is not closed."""
    known = list(windows)
    latest: dict[str, int] = {}
    for window in known:
        campaign = window.campaign
        latest[campaign.academy] = max(campaign.exam_session, latest.get(campaign.academy, 0))
    return [
        window
        for window in known
        if window.phase is not Phase.CLOSED or window.campaign.exam_session == latest[window.campaign.academy]
    ]


def latest_session(windows: Iterable[OpenWindow], *, now: datetime) -> int:
    """The session people now register for; without any window, that of the school year's end."""
    known = list(windows)
    running = [window for window in known if window.phase is not Phase.CLOSED] or known
    school_year = now.year + (now.month >= 9)
    return max((window.campaign.exam_session for window in running), default=school_year)


def tell(window: OpenWindow, *, now: datetime) -> WindowTold:
    dates, campaign = window.dates, window.campaign
    status, tone, time_left = _status(window, now)
    r408 = dates.later.get("r408")
    return WindowTold(
        diploma=reference().diplomas[window.diploma],
        academy=academy_name(campaign.academy),
        exam_session=campaign.exam_session,
        phase=window.phase,
        status=status,
        tone=tone,
        time_left=time_left,
        opens=_instant(dates.opens, dates),
        closes=_instant(dates.closes, dates),
        pieces_due=_limit(dates.pieces_due, dates),
        r408_due=_limit(r408, dates) if r408 else None,
        deposits_run=window.phase is Phase.CLOSED and now < dates.pieces_due,
        specialties=len(open_specialties(window.diploma, campaign.exam_session)),
        has_incident=window.has_incident,
    )


def academy_name(code: str) -> str:
    return reference().academies[code].title


@lru_cache(maxsize=64)
def open_specialties(diploma: str, exam_session: int) -> tuple[Specialty, ...]:
    known = reference().specialties.values()
    return tuple(one for one in known if one.diploma == diploma and open_in(one, exam_session))


def _status(window: OpenWindow, now: datetime) -> tuple[str, str, str]:
    """The status, its tone, and the time left before the next of its dates."""
    dates = window.dates
    if window.phase is Phase.UPCOMING:
        left = french.capital(french.remaining(dates.opens, now, dates.zone))
        return _("Pas encore ouvert"), "info", _("%(left)s avant l’ouverture") % {"left": left}
    if window.phase is Phase.CLOSED:
        return _("Clos"), "off", ""
    left = french.capital(french.remaining(dates.closes, now, dates.zone))
    return _("Ouvert"), "wait" if dates.closes - now < SOON else "ok", left


def _instant(at: datetime, dates: Dates) -> Moment:
    return Moment(at, french.spoken_instant(at, dates.zone, dates.zone_name))


def _limit(due: datetime, dates: Dates) -> Moment:
    return Moment(due, french.spoken_deadline(due, dates.zone, dates.zone_name))


def _groups(windows: list[WindowTold]) -> tuple[Group, ...]:
    grouped: dict[str, list[WindowTold]] = {}
    for window in windows:
        grouped.setdefault(window.where, []).append(window)
    return tuple(Group(title, tuple(found)) for title, found in grouped.items())


def _listed(names: Iterable[str]) -> str:
    *firsts, last = names
    return _("%(firsts)s et %(last)s") % {"firsts": ", ".join(firsts), "last": last} if firsts else last
