"""What will an extension do, and what has it done?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sporades.accounts import queries as accounts
from sporades.calendars.actions import extending
from sporades.calendars.queries import office
from sporades.calendars.queries.office import Extended
from sporades.reference.load import reference
from sporades.registrations.queries import year as registrations
from sporades.registrations.queries.year import TurnedAway
from sporades.rules import french
from sporades.rules.calendar import Dates
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act, Mandate, may
from sporades.staff_site.calendar import history
from sporades.staff_site.calendar.forms_acts import ExtensionForm
from sporades.staff_site.calendar.saying import complain


@dataclass(frozen=True, slots=True)
class Moved:
    """One date of one diploma, before and after."""

    diploma: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """What giving this would do: which dates move, how many people are told."""

    moved: tuple[Moved, ...]
    live: int
    ended: int


@dataclass(frozen=True, slots=True)
class Given:
    title: str
    rows: tuple[dict[str, str], ...]
    told: bool
    zone: str


def asked(sent: Mapping[str, str]) -> dict[str, Any]:
    """The windows that another page proposes: « ?pour=… »."""
    return {"windows": sent.get("pour", "").split(",")} if sent.get("pour") else {}


def may_be_given(form: ExtensionForm, *, now: datetime) -> bool:
    """Whether it would give something; otherwise why not is on the form."""
    rows = [row for row, *_dates in office.dates_after(form.chosen, office.NOTHING)]
    refused = extending.refusals(rows, form.shift, now=now)
    if refused:
        complain(form, Blocked(refused))
    return not refused


def ahead(form: ExtensionForm, *, now: datetime) -> Ahead:
    moved = [
        line
        for row, before, after in office.dates_after(form.chosen, form.shift)
        for line in _moved(reference().diplomas[row.diploma].short, before, after)
    ]
    counted = registrations.counts(form.chosen).values()
    ended = sum(one.states[state] for one in counted for state in registrations.ENDED)
    return Ahead(tuple(moved), sum(one.live for one in counted), ended)


def _moved(diploma: str, before: Dates, after: Dates) -> list[Moved]:
    pairs = {
        "limit_closes": (before.closes, after.closes),
        "limit_pieces": (before.pieces_due, after.pieces_due),
        **{f"limit_{name}": (at, after.later[name]) for name, at in before.later.items()},
    }
    return [
        Moved(diploma, reference().say(code), _limit(was, before), _limit(will_be, before))
        for code, (was, will_be) in pairs.items()
        if was != will_be
    ]


def _limit(at: datetime, dates: Dates) -> str:
    return french.spoken_deadline(at, dates.zone, dates.zone_name)


def told(given: Extended) -> Given:
    who = accounts.officer_names({given.decided_by}).get(given.decided_by, "")
    when = french.spoken_instant(given.decided_at, given.zone, given.zone_name)
    rows = [
        {"label": _("Décidée"), "value": f"{when}{', ' + who if who else ''}"},
        {"label": _("Motif"), "value": given.reason},
        *_dates(given),
    ]
    title = history.extensions([given])[0].title
    return Given(title, tuple(rows), given.told, given.zone)


def _dates(given: Extended) -> list[dict[str, str]]:
    rows = []
    if given.closes_wall is not None:
        hour = f"{given.closes_wall.hour}\u00a0h {given.closes_wall.minute:02}".removesuffix(" 00")
        day = french.spoken_day(given.closes_wall.date())
        rows.append({"label": _("Nouvelle clôture"), "value": f"{day}, {hour} ({given.zone_name})"})
    if given.pieces_due_on is not None:
        day = french.spoken_day(given.pieces_due_on)
        rows.append({"label": _("Pièces, jusqu’à la fin du"), "value": day})
    for name, last in given.later_dates:
        rows.append({"label": reference().say(f"limit_{name}"), "value": french.spoken_day(last)})
    return rows


def turned_away(given: Extended) -> list[TurnedAway]:
    """Those who came too late before it was given."""
    first = min(dates.closes for dates in office.announced(given.windows).values())
    found = registrations.turned_away(given.windows, since=first, until=given.decided_at)
    return [one for one in found if one.too_late]


def sees_files(mandate: Mandate) -> bool:
    """Who opens no file reads no name either."""
    return may(mandate, Act.READ_FILE)
