"""What does a draft say, what is wrong with it, and what would it change?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from sporades.calendars.actions import drafting, publishing
from sporades.calendars.queries import office
from sporades.calendars.telling import academy_name
from sporades.reference.check import BadReference, CalendarFile, Problem, read_content
from sporades.reference.load import reference
from sporades.reference.write import table_of
from sporades.rules import french
from sporades.rules.reasons import Blocked
from sporades.staff_site.calendar import writing
from sporades.staff_site.calendar.saying import complain
from sporades.staff_site.calendar.told import SANCTIONS, SIGNATURES
from sporades.staff_site.doors import OfficerRequest

if TYPE_CHECKING:
    from sporades.calendars.models import Draft

LABELS = {
    "opens": "limit_opens",
    "closes": "limit_closes",
    "pieces_due_on": "limit_pieces",
    "pieces_due_days_after_close": "limit_pieces",
    "later_dates": "limit_r408",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One diploma: its dates as a summary list, or that it has none yet."""

    code: str
    title: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mistaken:
    """Something that keeps the draft from being published: where, and the diploma's form that mends it."""

    place: str
    sentence: str
    diploma: str


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Seen:
    title: str
    parts: tuple[Part, ...]
    absent: tuple[Part, ...]
    general: tuple[dict[str, str], ...]
    mistakes: tuple[Mistaken, ...]
    changes: tuple[Change, ...]
    readable: bool
    needs_second: bool
    base: bool


def seen(row: "Draft", *, now: datetime) -> Seen:
    table = writing.table_of(row)
    known = reference().diplomas
    there = {one["diploma"] for one in table["window"]}
    return Seen(
        title=title(row),
        parts=tuple(_part(one) for one in table["window"]),
        absent=tuple(Part(one.code, one.name, ()) for one in known.values() if one.code not in there),
        general=tuple(_general(table)),
        mistakes=tuple(_mistaken(one, table) for one in _problems(row, now=now)),
        changes=tuple(_changes(row, table)),
        readable=readable(row) is not None,
        needs_second=publishing.has_opened(row, now=now),
        base=bool(row.base),
    )


def title(row: "Draft") -> str:
    name = academy_name(row.academy)
    named = {"academy": french.capital(name), "session": row.exam_session}
    return _("%(academy)s, session %(session)s") % named


def readable(row: "Draft") -> CalendarFile | None:
    """The draft as a calendar, if nothing in it is wrong in itself."""
    try:
        return read_content(row.text.encode(), name=publishing.draft_name(row))
    except BadReference:
        return None


def kept(request: OfficerRequest, row: "Draft", table: Mapping[str, Any], form: forms.Form) -> bool:
    """Whether what the form says is now what the draft says; otherwise why is on the form."""
    try:
        drafting.rewrite(row.id, table, seen=revision_sent(request), by=request.actor, now=request.now)
    except Blocked as blocked:
        complain(form, blocked)
        return False
    return True


def revision_sent(request: OfficerRequest) -> int:
    """The draft's revision that was on the screen; what is not a number is none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def _problems(row: "Draft", *, now: datetime) -> list[Problem]:
    try:
        return office.mistakes_in(row, now=now)
    except Blocked:  # the campaign has changed meanwhile: publishing says so
        return []


def _mistaken(problem: Problem, table: Mapping[str, Any]) -> Mistaken:
    name, _dot, position = problem.table.partition(".")
    if name == "window" and position.isdecimal():
        diploma = table["window"][int(position)]["diploma"]
        label = reference().say(LABELS[problem.key]) if problem.key in LABELS else _("Source")
        short = reference().diplomas[diploma].short if diploma in reference().diplomas else diploma
        return Mistaken(f"{short}, {label}", writing.say(problem.mistake), diploma)
    place = _("Périodes") if problem.key == "window" else _("Ce qui vaut pour tous")
    return Mistaken(place, writing.say(problem.mistake), "")


def _part(window: Mapping[str, Any]) -> Part:
    known = reference().diplomas.get(window["diploma"])
    return Part(window["diploma"], known.name if known else window["diploma"], tuple(_rows(window)))


def _rows(window: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    say = reference().say
    yield {"label": say("limit_opens"), "value": _wall(window["opens"])}
    yield {"label": say("limit_closes"), "value": _wall(window["closes"])}
    yield {"label": say("limit_pieces"), "value": _due(window)}
    for name, day in window.get("later_dates", {}).items():
        yield {"label": say(f"limit_{name}") if name == "r408" else name, "value": _last(day)}
    yield {"label": _("Signature"), "value": str(_named(SIGNATURES, window["signature"]))}
    yield {"label": _("Sanctions"), "value": str(_named(SANCTIONS, window["sanctions"]))}
    yield {"label": _("Relances"), "value": _("oui") if window["reminders"] else _("aucune")}
    yield {"label": _("Source"), "value": window["source"]}


def _named(labels: Mapping[Any, Any], value: str) -> Any:
    return next((label for one, label in labels.items() if one == value), value)


def _wall(wall: datetime) -> str:
    minutes = f"\u00a0{wall.minute:02}" if wall.minute else ""
    return f"{french.spoken_day(wall.date())}, {wall.hour}\u00a0h{minutes}"


def _last(day: date) -> str:
    """That day still counts, to its end."""
    return f"{french.spoken_day(day)}, 23\u00a0h\u00a059"


def _due(window: Mapping[str, Any]) -> str:
    day: date | None = window.get("pieces_due_on")
    if day is not None:
        return _last(day)
    days = window.get("pieces_due_days_after_close")
    return _("%(days)s jours après la clôture, fin de journée") % {"days": days} if days is not None else ""


def _general(table: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    contact = table["contact"]
    yield {"label": _("Source"), "value": table["source"]}
    yield {"label": _("Dates vérifiées"), "value": _yes(table["verified"])}
    yield {"label": _("Service"), "value": contact["service"]}
    yield {"label": _("Adresse postale"), "value": contact["address"]}
    yield {"label": _("Adresse électronique"), "value": contact["email"]}
    yield {"label": _("Téléphone"), "value": contact["phone"]}
    yield {"label": _("Horaires"), "value": contact["hours"]}
    yield {"label": _("Notes spécifiques"), "value": str(len(table.get("notice", ())))}


def _yes(value: object) -> str:
    return _("oui") if value else _("non")


def _changes(row: "Draft", table: Mapping[str, Any]) -> Iterator[Change]:
    """What publishing would change, line by line."""
    published = office.published(row)
    if published is None:
        return
    before, after = _flat(table_of(published)), _flat(table)
    for what in dict.fromkeys([*before, *after]):
        if before.get(what, "") != after.get(what, ""):
            yield Change(what, before.get(what, "") or "–", after.get(what, "") or "–")


def _flat(table: Mapping[str, Any]) -> dict[str, str]:
    lines = {str(row["label"]): row["value"] for row in _general(table)}
    for window in table["window"]:
        part = _part(window)
        lines |= {f"{french.capital(part.title)}, {row['label']}": row["value"] for row in part.rows}
    links = {**table["links"], _("Adresse du texte"): table["source_url"]}
    notices = {notice["title"]: notice["url"] for notice in table.get("notice", ())}
    return lines | links | notices
