"""Which windows are there, with whose dates, and is an incident open?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sporades.adapters.prepared import prepared
from sporades.calendars import facts
from sporades.calendars.models import Calendar, Extension, Incident, Window
from sporades.rules.calendar import Dates, Phase, Sanctions, Signature, phase

EXTENDED = "is_extended"  # the attribute of the row that the answer is put in


@dataclass(frozen=True, slots=True)
class Campaign:
    """One académie's campaign as pages tell it."""

    id: UUID
    academy: str
    exam_session: int
    zone: str
    zone_name: str
    contact: dict[str, str]
    links: dict[str, str]
    notices: tuple[dict[str, str], ...]
    source: str
    source_url: str
    verified: bool
    edition: str


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window with the dates that hold for everybody, and where it stands now."""

    id: UUID
    campaign: Campaign
    diploma: str
    dates: Dates
    phase: Phase
    signature: Signature
    sanctions: Sanctions
    reminders: bool
    # How often its dates have moved, by a new calendar or an extension.
    sequence: int = 0
    # An incident is known: nobody of the window is sanctioned meanwhile.
    has_incident: bool = False


def windows(*, now: datetime) -> list[OpenWindow]:
    """Every window of every académie, the newest session first."""
    # Plain queries: on the home page a join and a prefetch cost more than all the rest.
    campaigns = {row.id: row for row in _calendars.rows()}
    rows = _windows.rows(now)
    extensions = _extended() if any(row.is_extended for row in rows) else {}
    for row in rows:
        row.calendar = campaigns[row.calendar_id]
    rows.sort(key=lambda row: (-row.calendar.exam_session, row.calendar.academy, row.closes_at, row.diploma))
    return [_open_window(row, extensions.get(row.id, ()), now) for row in rows]


def _extended() -> dict[UUID, list[Extension]]:
    found: dict[UUID, list[Extension]] = {}
    for extension in _extensions.rows():
        found.setdefault(extension.window_id, []).append(extension)
    return found


@prepared
def _calendars() -> QuerySet[Calendar]:
    return Calendar.objects.all()


@prepared
def _extensions() -> QuerySet[Extension]:
    return Extension.objects.all()


@prepared
def _windows(at: datetime) -> QuerySet[Window]:
    return with_incident(with_extended(Window.objects.all()), at)


def window(window_id: UUID, *, now: datetime) -> OpenWindow | None:
    return _one(Window.objects.filter(id=window_id), now)


def window_for(academy: str, diploma: str, exam_session: int, *, now: datetime) -> OpenWindow | None:
    campaign = {"calendar__academy": academy, "calendar__exam_session": exam_session}
    return _one(Window.objects.filter(**campaign, diploma=diploma), now)


def windows_of(calendar_id: UUID) -> QuerySet[Window]:
    """The windows of one campaign."""
    return Window.objects.filter(calendar=calendar_id).order_by("diploma")


def academies_with(diploma: str, exam_session: int) -> list[str]:
    """The académies that published a window for this exam."""
    rows = Window.objects.filter(diploma=diploma, calendar__exam_session=exam_session)
    return sorted(rows.values_list("calendar__academy", flat=True))


def _one(rows: QuerySet[Window], now: datetime) -> OpenWindow | None:
    known = with_incident(rows.select_related("calendar").prefetch_related("extensions"), now)
    row = known.first()
    return _open_window(row, row.extensions.all(), now) if row else None


def has_incident(window_id: UUID, *, at: datetime) -> bool:
    """Whether an incident is open at this instant: then nobody of the window is sanctioned."""
    return bool(_incidents.rows(window_id, at))


@prepared
def _incidents(window: UUID, at: datetime) -> QuerySet[Incident]:
    return _open_incidents(window, at)


def _open_incidents(window: UUID | OuterRef, at: datetime) -> QuerySet[Incident]:
    scope = Q(window__isnull=True) | Q(window=window)
    still_open = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    return Incident.objects.filter(scope, still_open, starts_at__lte=at)


def with_extended(rows: QuerySet[Window]) -> QuerySet[Window]:
    """Each window says whether it was ever given longer: its extensions are read only then."""
    return rows.annotate(**{EXTENDED: Exists(Extension.objects.filter(window=OuterRef("pk")))})


def with_incident(rows: QuerySet[Window], at: datetime) -> QuerySet[Window]:
    """Each window says whether an incident is open at this instant."""
    return rows.annotate(in_incident=Exists(_open_incidents(OuterRef("pk"), at)))


def in_incident(at: datetime) -> QuerySet[Window]:
    """Those of which nobody is sanctioned at this instant."""
    return Window.objects.filter(Exists(_open_incidents(OuterRef("pk"), at)))


def campaign_of(row: Calendar) -> Campaign:
    return Campaign(
        id=row.id,
        academy=row.academy,
        exam_session=row.exam_session,
        zone=row.zone,
        zone_name=row.zone_name,
        contact=row.contact,
        links=row.links,
        notices=tuple(row.notices),
        source=row.source,
        source_url=row.source_url,
        verified=row.verified,
        edition=row.edition,
    )


def _open_window(row: Window, extensions: Collection[Extension], now: datetime) -> OpenWindow:
    dates = facts.dates_with(row, extensions)
    return OpenWindow(
        id=row.id,
        campaign=campaign_of(row.calendar),
        diploma=row.diploma,
        dates=dates,
        phase=phase(dates, at=now),
        signature=Signature(row.signature),
        sanctions=Sanctions(row.sanctions),
        reminders=row.reminders,
        sequence=row.sequence + len(extensions),
        has_incident=getattr(row, "in_incident", False),
    )
