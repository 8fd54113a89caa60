"""A calendar's rows as the file that would make them: what is exported, copied and compared."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sporades.calendars import facts
from sporades.calendars.models import Calendar, Window
from sporades.calendars.queries import Campaign, OpenWindow
from sporades.reference.check import CalendarFile, Contact, SpecialNotice
from sporades.reference.write import table_of
from sporades.rules import calendar as rules
from sporades.rules.announcing import same_weekday

_NO_CONTACT = {"service": "", "address": "", "email": "", "phone": "", "hours": "", "source": ""}


def file_of(row: Calendar) -> CalendarFile:
    """What the académie announced; extensions are acts of their own and stand beside it."""
    windows = Window.objects.filter(calendar=row).select_related("calendar")
    return CalendarFile(
        academy=row.academy,
        exam_session=row.exam_session,
        zone=row.zone,
        zone_name=row.zone_name,
        source=row.source,
        source_url=row.source_url,
        verified=row.verified,
        contact=Contact(**{"verified": False, **_NO_CONTACT, **row.contact}),
        links=row.links,
        notices=tuple(SpecialNotice(**notice) for notice in row.notices),
        windows=tuple(facts.window_of(one) for one in windows.order_by("opens_at", "closes_at", "diploma")),
        edition=row.edition,
    )


def next_year(calendar: CalendarFile, *, exam_session: int) -> dict[str, Any]:
    """The tables of a proposal for another session: the same weekdays and hours, and no source yet.

    Nobody has announced these dates: whoever did will be named by who checks them.
    """
    table = table_of(calendar)
    years = exam_session - calendar.exam_session
    table |= {"exam_session": exam_session, "source": "", "source_url": "", "verified": False}
    table["window"] = [{**_moved(window, years), "source": ""} for window in table["window"]]
    return table


def _moved(window: dict[str, Any], years: int) -> dict[str, Any]:
    return {key: _later(value, years) for key, value in window.items()}


def _later(value: Any, years: int) -> Any:
    if isinstance(value, datetime):
        return same_weekday(value, years=years)
    if isinstance(value, date):
        return same_weekday(datetime.combine(value, datetime.min.time()), years=years).date()
    if isinstance(value, dict):
        return {key: _later(one, years) for key, one in value.items()}
    return value


def blank(academy: str, zone: str, *, exam_session: int) -> dict[str, Any]:
    """The tables of a calendar in which everything is still to be written."""
    return {
        "academy": academy,
        "exam_session": exam_session,
        "zone": zone,
        "source": "",
        "source_url": "",
        "verified": False,
        "contact": {**_NO_CONTACT, "verified": False},
        "links": {},
        "window": [],
    }


def open_window(file: CalendarFile, window: rules.Window, *, now: datetime) -> OpenWindow:
    """A window of a file as pages would tell it, were it published; no row stands behind it."""
    dates = rules.dates_of(window)
    return OpenWindow(
        id=uuid5(NAMESPACE_URL, f"window:{file.academy}:{file.exam_session}:{window.diploma}"),
        campaign=Campaign(
            id=uuid5(NAMESPACE_URL, f"calendar:{file.academy}:{file.exam_session}"),
            academy=file.academy,
            exam_session=file.exam_session,
            zone=file.zone,
            zone_name=file.zone_name,
            contact=asdict(file.contact),
            links=dict(file.links),
            notices=tuple(asdict(notice) for notice in file.notices),
            source=file.source,
            source_url=file.source_url,
            verified=file.verified,
            edition=file.edition,
        ),
        diploma=window.diploma,
        dates=dates,
        phase=rules.phase(dates, at=now),
        signature=window.signature,
        sanctions=window.sanctions,
        reminders=window.reminders,
    )
