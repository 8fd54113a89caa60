"""What do we write to somebody who was turned away, and has no registration to speak of?

The chain of their account keeps that they were invited.
"""

from datetime import datetime

from sporades.accounts.models import Candidate
from sporades.calendars import facts as calendar_facts
from sporades.calendars.models import Window
from sporades.journal import actions as journal
from sporades.journal.values import SYSTEM, Subject
from sporades.notices import actions as notices
from sporades.notices.values import Urgency
from sporades.reference.load import reference
from sporades.rules import calendar, french


def is_open(window: Window, *, at: datetime) -> bool:
    return calendar.is_open(calendar_facts.dates_of(window), at=at)


def incident_over(candidate: Candidate, window: Window, reason: str, *, now: datetime) -> None:
    """Somebody could not begin while something was broken, and it no longer is."""
    _write(candidate, window, "incident_over_begin", reason, now=now)


def invited_back(candidate: Candidate, window: Window, reason: str, *, now: datetime) -> None:
    """Somebody was turned away because it was too late, and it no longer is."""
    _write(candidate, window, "invited_back", reason, now=now)


def _write(candidate: Candidate, window: Window, kind: str, reason: str, *, now: datetime) -> None:
    dates, known = calendar_facts.dates_of(window), reference()
    subject = Subject("account", candidate.account_id)
    journal.record(subject, kind, by=SYSTEM, now=now, data={"window": str(window.id)})
    notices.queue(
        kind,
        to=candidate.account.email,
        subject=subject,
        context={
            "name": candidate.given_names,
            "exam": f"{known.diplomas[window.diploma].name}, session {window.calendar.exam_session}",
            "closes": french.spoken_instant(dates.closes, dates.zone, dates.zone_name),
            "reason": reason,
        },
        now=now,
        urgency=Urgency.MANY,
    )
