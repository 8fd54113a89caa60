"""What does the public calendar look like as data, for an agenda or another program?

Every date is given as an instant and as the wall clock of the académie, with
its zone. Closings and limits are excluded instants, and the data say so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sporades.adapters import ical, zones
from sporades.calendars.queries import OpenWindow
from sporades.calendars.telling import academy_name
from sporades.reference.load import reference
from sporades.rules import french


def as_json(windows: Iterable[OpenWindow], *, now: datetime) -> dict[str, Any]:
    return {
        "at": _utc(now),
        "limits": "opens is included; closes, pieces_due and later are excluded",
        "windows": [_window(one) for one in windows],
    }


def _window(window: OpenWindow) -> dict[str, Any]:
    campaign, dates = window.campaign, window.dates
    return {
        "id": str(window.id),
        "academy": {"code": campaign.academy, "name": reference().academies[campaign.academy].name},
        "diploma": {"code": window.diploma, "name": reference().diplomas[window.diploma].name},
        "exam_session": campaign.exam_session,
        "phase": str(window.phase),
        "has_incident": window.has_incident,
        "sequence": window.sequence,
        "zone": dates.zone,
        "zone_name": dates.zone_name,
        "opens": _both(dates.opens, dates.zone),
        "closes": _both(dates.closes, dates.zone),
        "pieces_due": _both(dates.pieces_due, dates.zone),
        "later": {name: _both(due, dates.zone) for name, due in sorted(dates.later.items())},
        "source": campaign.source,
        "source_url": campaign.source_url,
        "verified": campaign.verified,
        "edition": campaign.edition,
    }


def _both(at: datetime, zone: str) -> dict[str, str]:
    return {"utc": _utc(at), "local": at.astimezone(ZoneInfo(zone)).isoformat()}


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def as_ics(windows: Iterable[OpenWindow], *, now: datetime, host: str) -> str:
    name = _("Inscriptions aux examens professionnels")
    known = list(windows)
    events = [event for window in known for event in _events(window)]
    lines = [line for event in events for line in event.lines(stamp=ical.utc(now), host=host)]
    head = [f"NAME:{name}", f"X-WR-CALNAME:{name}"]
    return ical.document("Calendrier des inscriptions", [*head, *_zones(known), *lines])


def _zones(windows: list[OpenWindow]) -> Iterator[str]:
    """Each zone whose hours the file says, over the years it says them of."""
    years: dict[str, set[int]] = {}
    for window in windows:
        years.setdefault(window.dates.zone, set()).update((window.dates.opens.year, window.dates.closes.year))
    for zone, told in sorted(years.items()):
        yield from zones.described(zone, min(told) - 1, max(told) + 1)


@dataclass(frozen=True, slots=True)
class _Event:
    window: OpenWindow
    name: str
    start: str  # what follows DTSTART: an instant, or a day
    what: str
    said: str

    def lines(self, *, stamp: str, host: str) -> list[str]:
        campaign = self.window.campaign
        diploma = reference().diplomas[self.window.diploma].short
        title = (
            f"{self.what}\u00a0: {diploma}, session {campaign.exam_session}, {academy_name(campaign.academy)}"
        )
        return [
            "BEGIN:VEVENT",
            f"UID:{self.window.id}-{self.name}@{host}",
            f"SEQUENCE:{self.window.sequence}",
            f"DTSTAMP:{stamp}",
            f"DTSTART{self.start}",
            f"SUMMARY:{ical.escaped(title)}",
            f"DESCRIPTION:{ical.escaped(self.said)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]


def _events(window: OpenWindow) -> Iterator[_Event]:
    dates = window.dates
    for name, at, what in (
        ("opens", dates.opens, _("Ouverture des inscriptions")),
        ("closes", dates.closes, _("Clôture des inscriptions")),
    ):
        said = french.spoken_instant(at, dates.zone, dates.zone_name)
        yield _Event(window, name, ical.local(at, dates.zone), what, said)
    due = {"pieces": dates.pieces_due, **dates.later}
    for name, limit in due.items():
        what = (
            _("Dernier jour, attestation R.408")
            if name == "r408"
            else _("Dernier jour pour déposer les pièces")
        )
        said = french.spoken_deadline(limit, dates.zone, dates.zone_name)
        yield _Event(window, name, f";VALUE=DATE:{_last_day(limit, dates.zone):%Y%m%d}", what, said)


def _last_day(limit: datetime, zone: str) -> date:
    # The limit is excluded: the midnight that ends a day belongs to the next.
    return (limit.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date()
