"""How does a calendar file become the dates of a campaign? Whole, or not at all."""

from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from sporades.calendars.models import Calendar, Window
from sporades.journal import actions as journal
from sporades.journal.values import Actor, Subject
from sporades.reference.check import CalendarFile, read_calendar
from sporades.rules import calendar as rules


@transaction.atomic
def load(path: Path, *, by: Actor, now: datetime) -> Calendar:
    """Imports one checked file; the same file again changes nothing.

    Raises `BadReference` with every problem, and then nothing is loaded.
    """
    read = read_calendar(path)
    campaign, created = Calendar.objects.select_for_update().get_or_create(
        id=uuid5(NAMESPACE_URL, f"calendar:{read.academy}:{read.exam_session}"),
        defaults={"academy": read.academy, "exam_session": read.exam_session, **_campaign(read)},
    )
    if not created and campaign.edition == read.edition:
        return campaign
    Calendar.objects.filter(id=campaign.id).update(**_campaign(read))
    for window in read.windows:
        Window.objects.update_or_create(
            calendar=campaign,
            diploma=window.diploma,
            defaults=_window(window),
            create_defaults={
                "id": uuid5(NAMESPACE_URL, f"window:{read.academy}:{read.exam_session}:{window.diploma}"),
                **_window(window),
            },
        )
    journal.record(
        Subject("calendar", campaign.id),
        "calendar_loaded",
        by=by,
        now=now,
        source=read.source,
        edition=read.edition,
        data={"file": path.name, "diplomas": [window.diploma for window in read.windows]},
    )
    campaign.refresh_from_db()
    return campaign


def _campaign(read: CalendarFile) -> dict[str, object]:
    return {
        "zone": read.zone,
        "zone_name": read.zone_name,
        "contact": {
            "service": read.contact.service,
            "address": read.contact.address,
            "email": read.contact.email,
            "phone": read.contact.phone,
            "hours": read.contact.hours,
        },
        "links": dict(read.links),
        "notices": [
            {"specialty": notice.specialty, "title": notice.title, "url": notice.url}
            for notice in read.notices
        ],
        "source": read.source,
        "source_url": read.source_url,
        "verified": read.verified,
        "edition": read.edition,
    }


def _window(window: rules.Window) -> dict[str, object]:
    dates = rules.dates_of(window)
    return {
        "opens_wall": window.opens_wall.isoformat(),
        "closes_wall": window.closes_wall.isoformat(),
        "pieces_due_days_after_close": window.pieces_due_days_after_close,
        "pieces_due_on": window.pieces_due_on,
        "later_dates": {name: day.isoformat() for name, day in window.later_dates},
        "signature": window.signature.value,
        "sanctions": window.sanctions.value,
        "reminders": window.reminders,
        "opens_at": dates.opens,
        "closes_at": dates.closes,
        "pieces_due_at": dates.pieces_due,
    }
