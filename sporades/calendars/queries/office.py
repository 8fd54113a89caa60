"""What does the office see of its calendars: drafts, extensions, incidents, and what was announced?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sporades.calendars import facts, files
from sporades.calendars.access import windows_for
from sporades.calendars.actions import publishing
from sporades.calendars.models import Calendar, Draft, Extension, Incident, Window
from sporades.calendars.queries import OpenWindow, windows
from sporades.reference.check import BadReference, CalendarFile, Problem
from sporades.rules import calendar as rules
from sporades.rules.calendar import Dates
from sporades.rules.rights import Mandate, covers


@dataclass(frozen=True, slots=True)
class Extended:
    """One act that gave more time: to which windows, and how far the people have been told."""

    act: UUID
    decided_at: datetime
    decided_by: str
    reason: str
    closes_wall: datetime | None
    pieces_due_on: date | None
    later_dates: tuple[tuple[str, date], ...]
    windows: tuple[UUID, ...]
    diplomas: tuple[str, ...]
    academy: str
    zone: str
    zone_name: str
    told: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """One incident; without windows, it concerns everybody."""

    act: UUID
    starts_at: datetime
    ends_at: datetime | None
    reason: str
    windows: tuple[UUID, ...]
    diplomas: tuple[str, ...]
    academy: str

    @property
    def for_everybody(self) -> bool:
        return not self.windows


def windows_of(mandate: Mandate, *, now: datetime) -> list[OpenWindow]:
    """The published windows that the mandate covers, the newest session first."""
    return [
        one for one in windows(now=now) if covers(mandate, academy=one.campaign.academy, diploma=one.diploma)
    ]


def announced(ids: Iterable[UUID]) -> dict[UUID, Dates]:
    """The dates as first told, before any extension: of the windows that have some."""
    rows = Window.objects.filter(id__in=ids, extensions__isnull=False).select_related("calendar").distinct()
    return {row.id: facts.dates_with(row, ()) for row in rows}


def drafts_of(mandate: Mandate) -> list[Draft]:
    """The drafts being written or proposed in the académies of the mandate."""
    if mandate.diplomas:
        return []
    open_ones = [Draft.State.WRITING.value, Draft.State.PROPOSED.value]
    return list(Draft.objects.filter(academy__in=sorted(mandate.academies), state__in=open_ones))


def draft_of(campaign: Calendar) -> Draft | None:
    open_ones = [Draft.State.WRITING.value, Draft.State.PROPOSED.value]
    rows = Draft.objects.filter(academy=campaign.academy, exam_session=campaign.exam_session)
    return rows.filter(state__in=open_ones).first()


def campaigns_to_copy(mandate: Mandate) -> list[Calendar]:
    """The published campaigns that the next one may be copied from, the newest first."""
    rows = Calendar.objects.filter(academy__in=sorted(mandate.academies))
    return list(rows.order_by("academy", "-exam_session"))


def mistakes_in(draft: Draft, *, now: datetime) -> list[Problem]:
    """What keeps the draft from being published."""
    try:
        publishing.check(draft, now=now)
    except BadReference as bad:
        return bad.problems
    return []


def published(draft: Draft) -> CalendarFile | None:
    """What is published of the campaign that the draft changes."""
    row = Calendar.objects.filter(academy=draft.academy, exam_session=draft.exam_session).first()
    return files.file_of(row) if row else None


def previewed(file: CalendarFile, *, now: datetime) -> list[OpenWindow]:
    """The windows as everybody would see them at that instant, were the file published."""
    others = [one for one in windows(now=now) if not _is_of(one, file)]
    return [*others, *(files.open_window(file, window, now=now) for window in file.windows)]


def _is_of(window: OpenWindow, file: CalendarFile) -> bool:
    return (window.campaign.academy, window.campaign.exam_session) == (file.academy, file.exam_session)


def extensions_of(mandate: Mandate, *, act: UUID | None = None) -> list[Extended]:
    """The extensions given to windows of the mandate, the newest first; `act`: that one only."""
    rows = Extension.objects.filter(window__in=windows_for(mandate))
    rows = rows.filter(act=act) if act else rows
    grouped: dict[UUID, list[Extension]] = {}
    for row in rows.select_related("window__calendar").order_by("-decided_at", "id"):
        grouped.setdefault(row.act, []).append(row)
    return [_extended(found) for found in grouped.values()]


def _extended(rows: list[Extension]) -> Extended:
    first = rows[0]
    shift, campaign = facts.shift_of(first), first.window.calendar
    return Extended(
        act=first.act,
        decided_at=first.decided_at,
        decided_by=first.decided_by,
        reason=first.reason,
        closes_wall=shift.closes_wall,
        pieces_due_on=shift.pieces_due_on,
        later_dates=shift.later_dates,
        windows=tuple(row.window_id for row in rows),
        diplomas=tuple(row.window.diploma for row in rows),
        academy=campaign.academy,
        zone=campaign.zone,
        zone_name=campaign.zone_name,
        told=all(row.told_at is not None for row in rows),
    )


def incidents_of(mandate: Mandate, *, act: UUID | None = None) -> list[Trouble]:
    """The incidents of the mandate's windows and those of everybody, the newest first."""
    rows = Incident.objects.filter(Q(window__isnull=True) | Q(window__in=windows_for(mandate)))
    rows = rows.filter(act=act) if act else rows
    grouped: dict[UUID, list[Incident]] = {}
    for row in rows.select_related("window__calendar").order_by("-starts_at", "id"):
        grouped.setdefault(row.act, []).append(row)
    return [_trouble(found) for found in grouped.values()]


def _trouble(rows: list[Incident]) -> Trouble:
    first, windows = rows[0], [row.window for row in rows if row.window is not None]
    return Trouble(
        act=first.act,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        reason=first.reason,
        windows=tuple(window.id for window in windows),
        diplomas=tuple(window.diploma for window in windows),
        academy=windows[0].calendar.academy if windows else "",
    )


def dates_after(ids: Iterable[UUID], shift: rules.Shift) -> list[tuple[Window, Dates, Dates]]:
    """Each window with its dates as they stand, and as an extension would make them."""
    rows = Window.objects.filter(id__in=ids).select_related("calendar").prefetch_related("extensions")
    found = []
    for row in rows.order_by("closes_at", "diploma"):
        given = [facts.shift_of(one) for one in row.extensions.all()]
        window = facts.window_of(row)
        found.append((row, rules.dates_of(window, *given), rules.dates_of(window, *given, shift)))
    return found


# Nothing given: the dates as they stand.
NOTHING = rules.Shift()
