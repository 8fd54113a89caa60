"""What does the office read of its year? Every date in order, and what it will do to how many people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from sporades.calendars.queries import OpenWindow
from sporades.calendars.telling import academy_name
from sporades.reference.check import CalendarFile
from sporades.reference.load import reference
from sporades.registrations.queries.year import Counts
from sporades.rules import french
from sporades.rules.calendar import Dates, Phase, Sanctions, Signature, Window

SIGNATURES: dict[Signature, Promise] = {
    Signature.SIGNED_UPLOAD: gettext_lazy("confirmation signée sur papier, puis déposée"),
    Signature.ONLINE: gettext_lazy("signature à l’écran"),
}
SANCTIONS: dict[Sanctions, Promise] = {
    Sanctions.AUTOMATIC: gettext_lazy("la date agit d’elle-même"),
    Sanctions.APPROVED: gettext_lazy("le chef de bureau signe la liste"),
}
# What a date does, and what it has done once it is past.
EFFECTS = {
    ("closes", True): ngettext_lazy("%(n)s brouillon a expiré", "%(n)s brouillons ont expiré", "n"),
    ("closes", False): ngettext_lazy(
        "%(n)s brouillon expirera s’il n’est pas enregistré",
        "%(n)s brouillons expireront s’ils ne sont pas enregistrés",
        "n",
    ),
    ("pieces", True): ngettext_lazy("%(n)s candidature annulée", "%(n)s candidatures annulées", "n"),
    ("pieces", False): ngettext_lazy(
        "%(n)s candidature sera annulée si rien n’est déposé",
        "%(n)s candidatures seront annulées si rien n’est déposé",
        "n",
    ),
    ("signed", False): ngettext_lazy(
        "%(n)s candidature sans confirmation : le chef de bureau signera la liste",
        "%(n)s candidatures sans confirmation : le chef de bureau signera la liste",
        "n",
    ),
    ("r408", True): ngettext_lazy("%(n)s candidature écartée", "%(n)s candidatures écartées", "n"),
    ("r408", False): ngettext_lazy(
        "%(n)s candidature attend son attestation", "%(n)s candidatures attendent leur attestation", "n"
    ),
}


_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One date of the year, for the diplomas that share it."""

    at: datetime
    said: str
    diplomas: str
    what: str
    effect: str
    past: bool
    announced: str = ""  # what was first told, where more time was given since
    comes_next: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """One académie's campaign as its page shows it."""

    id: UUID
    title: str
    exam_session: int
    zone_name: str
    lines: tuple[Line, ...]
    phase: Phase
    has_incident: bool
    live: int
    verified: bool


@dataclass(frozen=True, slots=True)
class _Date:
    at: datetime
    kind: str
    window: OpenWindow
    count: int
    announced: datetime | None


def years(
    windows: Iterable[OpenWindow],
    counts: Mapping[UUID, Counts],
    announced: Mapping[UUID, Dates],
    *,
    now: datetime,
) -> list[Year]:
    """Each campaign with its dates in order; first the one whose next date comes first."""
    grouped: dict[UUID, list[OpenWindow]] = {}
    for window in windows:
        grouped.setdefault(window.campaign.id, []).append(window)
    told = [_year(found, counts, announced, now=now) for found in grouped.values()]
    return sorted(told, key=lambda year: next((line.at for line in year.lines if line.comes_next), _NEVER))


def _year(
    windows: list[OpenWindow],
    counts: Mapping[UUID, Counts],
    announced: Mapping[UUID, Dates],
    *,
    now: datetime,
) -> Year:
    campaign = windows[0].campaign
    dates = [date for one in windows for date in _dates(one, counts[one.id], announced.get(one.id), now=now)]
    return Year(
        id=campaign.id,
        title=_title(campaign.academy),
        exam_session=campaign.exam_session,
        zone_name=campaign.zone_name,
        lines=_with_next([_line(same, now=now) for same in _together(dates)]),
        phase=_phase(windows),
        has_incident=any(one.has_incident for one in windows),
        live=sum(counts[one.id].live for one in windows),
        verified=campaign.verified,
    )


def _phase(windows: list[OpenWindow]) -> Phase:
    """Of the whole campaign: open if one of its windows is, upcoming as long as none has been."""
    phases = {one.phase for one in windows}
    if Phase.OPEN in phases:
        return Phase.OPEN
    return Phase.UPCOMING if phases == {Phase.UPCOMING} else Phase.CLOSED


def _title(academy: str) -> str:
    return french.capital(academy_name(academy))


def _dates(window: OpenWindow, counts: Counts, first: Dates | None, *, now: datetime) -> Iterator[_Date]:
    dates, states = window.dates, counts.states
    yield _Date(dates.opens, "opens", window, 0, None)
    expired = states["expired"] if dates.closes <= now else states["draft"]
    first = first or dates
    yield _Date(dates.closes, "closes", window, expired, _moved(first.closes, dates.closes))
    cancelled = states["cancelled"] if dates.pieces_due <= now else counts.unconfirmed
    yield _Date(dates.pieces_due, "pieces", window, cancelled, _moved(first.pieces_due, dates.pieces_due))
    for name, limit in dates.later.items():
        set_aside = states["set_aside"] if limit <= now else counts.r408
        yield _Date(limit, name, window, set_aside, _moved(first.later[name], limit))


def _moved(first: datetime, now_is: datetime) -> datetime | None:
    return first if first != now_is else None


def _together(dates: list[_Date]) -> list[list[_Date]]:
    """What happens at the same instant, in the same way, is one line."""
    grouped: dict[tuple[object, ...], list[_Date]] = {}
    for one in sorted(dates, key=lambda date: (date.at, date.kind)):
        key = (one.at, one.kind, one.window.sanctions, one.announced)
        grouped.setdefault(key, []).append(one)
    return list(grouped.values())


def _line(same: list[_Date], *, now: datetime) -> Line:
    first = same[0]
    dates = first.window.dates
    is_instant = first.kind in {"opens", "closes"}
    say = french.spoken_instant if is_instant else french.spoken_deadline
    return Line(
        at=first.at,
        said=_without_zone(say(first.at, dates.zone, dates.zone_name)),
        diplomas=", ".join(reference().diplomas[one.window.diploma].short for one in same),
        what=reference().say(f"limit_{first.kind}"),
        effect=_effect(same, past=first.at <= now),
        past=first.at <= now,
        announced=_without_zone(say(first.announced, dates.zone, dates.zone_name)) if first.announced else "",
    )


def _without_zone(said: str) -> str:
    # The page says once whose hour it is, above the table.
    return said.rpartition(" (")[0]


def _with_next(lines: list[Line]) -> tuple[Line, ...]:
    ahead = next((line.at for line in lines if not line.past), None)
    return tuple(replace(line, comes_next=line.at == ahead) for line in lines)


def _effect(same: list[_Date], *, past: bool) -> str:
    first = same[0]
    if first.kind == "opens":
        return ""
    count = sum(one.count for one in same)
    if not count:
        return _("personne") if past else _("personne pour l’instant")
    return "".join([_said(first, count, past=past), _shares(same, count)])


def _shares(same: list[_Date], count: int) -> str:
    """« (BP 4, CS 3) », where several diplomas have some."""
    some = [f"{reference().diplomas[one.window.diploma].short} {one.count}" for one in same if one.count]
    return f" ({', '.join(some)})" if len(some) > 1 and count else ""


def _said(date: _Date, count: int, *, past: bool) -> str:
    approved = date.window.sanctions is Sanctions.APPROVED
    kind = "signed" if date.kind == "pieces" and approved and not past else date.kind
    return EFFECTS.get((kind, past), EFFECTS["r408", past]) % {"n": count}


def current(windows: list[OpenWindow], *, now: datetime) -> list[OpenWindow]:
    """The windows of each académie's most recent session, and of any that still has a date to come.

    The next session is published while the candidates of this one are still awaited: this one comes first.
    """
    newest: dict[str, int] = {}
    for one in windows:
        newest[one.campaign.academy] = max(one.campaign.exam_session, newest.get(one.campaign.academy, 0))
    awaited = {one.campaign.id for one in windows if _last_date(one) > now}
    kept = [
        one
        for one in windows
        if one.campaign.id in awaited or one.campaign.exam_session == newest[one.campaign.academy]
    ]
    return sorted(kept, key=lambda one: (one.campaign.id not in awaited, one.campaign.exam_session))


def _last_date(window: OpenWindow) -> datetime:
    dates = window.dates
    return max(dates.closes, dates.pieces_due, *dates.later.values())


def earlier(windows: list[OpenWindow], shown: list[OpenWindow]) -> list[tuple[UUID, str]]:
    """The campaigns before: which one, and how it is called."""
    kept = {one.campaign.id for one in shown}
    return [
        (key, title)
        for key, title in {
            one.campaign.id: f"{_title(one.campaign.academy)}, session {one.campaign.exam_session}"
            for one in windows
            if one.campaign.id not in kept
        }.items()
    ]


@dataclass(frozen=True, slots=True)
class Settings:
    """How one diploma's window works, as a summary list."""

    title: str
    rows: tuple[dict[str, str], ...]


def settings_of(file: CalendarFile) -> list[Settings]:
    known = reference().diplomas
    return [Settings(known[one.diploma].name, tuple(_settings(one))) for one in file.windows]


def _settings(window: Window) -> Iterator[dict[str, str]]:
    yield {"label": _("Signature"), "value": str(SIGNATURES[window.signature])}
    yield {"label": _("Sanctions"), "value": str(SANCTIONS[window.sanctions])}
    yield {"label": _("Relances"), "value": _("oui") if window.reminders else _("aucune")}
    yield {"label": _("Source"), "value": window.source}
