"""How does a calendar file become the dates of a campaign? Whole, or not at all."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from sporades.calendars import facts
from sporades.calendars.models import Calendar, Window
from sporades.journal import actions as journal
from sporades.journal.values import Actor, Subject
from sporades.reference.check import BadReference, CalendarFile, Problem, read_calendar
from sporades.reference.mistakes import mistake
from sporades.rules import calendar as rules
from sporades.rules import french
from sporades.rules.announcing import must_stay


@transaction.atomic
def load(path: Path, *, by: Actor, now: datetime) -> Calendar:
    """Imports one checked file; the same file again changes nothing.

    Raises `BadReference` with every problem, and then nothing is loaded.
    """
    read = read_calendar(path)
    campaign = locked(read.academy, read.exam_session)
    if campaign is not None and campaign.edition == read.edition:
        return campaign
    return announce(read, kind="calendar_loaded", name=path.name, by=by, now=now)


def id_of(academy: str, exam_session: int) -> UUID:
    """The campaign's id, published or not: its whole story is one chain of the journal."""
    return uuid5(NAMESPACE_URL, f"calendar:{academy}:{exam_session}")


def locked(academy: str, exam_session: int) -> Calendar | None:
    rows = Calendar.objects.select_for_update()
    return rows.filter(academy=academy, exam_session=exam_session).first()


def announce(read: CalendarFile, *, kind: str, name: str, by: Actor, now: datetime) -> Calendar:
    """Makes these dates those of everybody, inside the caller's transaction.

    Raises `BadReference` for each announced date that would move earlier.
    """
    campaign = locked(read.academy, read.exam_session)
    if campaign is None:
        campaign = Calendar(
            id=id_of(read.academy, read.exam_session), academy=read.academy, exam_session=read.exam_session
        )
    elif problems := broken_promises(read, campaign, name=name, now=now):
        raise BadReference(problems)
    for column, value in _campaign(read).items():
        setattr(campaign, column, value)
    campaign.save()
    for window in read.windows:
        _write(campaign, window)
    journal.record(
        Subject("calendar", campaign.id),
        kind,
        by=by,
        now=now,
        source=read.source,
        edition=read.edition,
        data={"file": name, "diplomas": [window.diploma for window in read.windows]},
    )
    return campaign


def broken_promises(read: CalendarFile, campaign: Calendar, *, name: str, now: datetime) -> list[Problem]:
    """The announced dates that this file would move earlier, or take away."""
    announced = {row.diploma: row for row in Window.objects.filter(calendar=campaign).order_by("id")}
    places = {window.diploma: position for position, window in enumerate(read.windows)}
    gone = [
        Problem(name, 1, "", "window", mistake("window_gone", diploma=one))
        for one in announced.keys() - places.keys()
    ]
    return gone + [
        problem
        for window in read.windows
        if window.diploma in announced
        for problem in _moved_earlier(
            announced[window.diploma], window, f"window.{places[window.diploma]}", name, now
        )
    ]


def _moved_earlier(row: Window, window: rules.Window, table: str, name: str, now: datetime) -> list[Problem]:
    shifts = [facts.shift_of(extension) for extension in row.extensions.all()]
    found = []
    for kept in must_stay(facts.window_of(row), window, *shifts, now=now):
        code = "already_open" if kept.passed else "moves_earlier"
        said = french.spoken_deadline(kept.announced, window.zone, window.zone_name)
        found.append(Problem(name, 1, table, kept.key, mistake(code, key=kept.key, announced=said)))
    return found


def _write(campaign: Calendar, window: rules.Window) -> None:
    row = Window.objects.filter(calendar=campaign, diploma=window.diploma).first()
    columns = _window(window)
    if row is None:
        name = f"window:{campaign.academy}:{campaign.exam_session}:{window.diploma}"
        row = Window(id=uuid5(NAMESPACE_URL, name), calendar=campaign, diploma=window.diploma)
    elif rules.dates_of(facts.window_of(row)) != rules.dates_of(window):
        row.sequence += 1
    for column, value in columns.items():
        setattr(row, column, value)
    row.save()


def _campaign(read: CalendarFile) -> dict[str, object]:
    return {
        "zone": read.zone,
        "zone_name": read.zone_name,
        "contact": asdict(read.contact),
        "links": dict(read.links),
        "notices": [asdict(notice) for notice in read.notices],
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
        "source": window.source,
        "opens_at": dates.opens,
        "closes_at": dates.closes,
        "pieces_due_at": dates.pieces_due,
    }
