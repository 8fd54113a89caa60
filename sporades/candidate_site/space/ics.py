"""How do a registration's dates become entries of the candidate's own agenda?

An entry is the last hour of a limit: iCalendar excludes the end of an event, as
we exclude a closing instant. Instants are written in UTC, which every agenda
shows in its reader's own time, so that no description of a zone is needed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sporades.adapters import ical
from sporades.registrations.queries.space import Limit, Seen

LAST_HOUR = timedelta(hours=1)
# Where nobody sends reminders (so says the notice of Nice), the candidate's telephone does.
REMINDERS = ("-P7D", "-P1D", "-PT3H")


def agenda(seen: Seen, *, page: str, host: str, now: datetime) -> str:
    """The limits still to come, as the text of an .ics file."""
    lines = [
        line for limit in coming(seen.limits) for line in _event(limit, seen, page=page, host=host, now=now)
    ]
    return ical.document("Inscriptions", lines)


def coming(limits: Sequence[Limit]) -> list[Limit]:
    return [limit for limit in limits if not limit.passed]


def _event(limit: Limit, seen: Seen, *, page: str, host: str, now: datetime) -> Iterator[str]:
    summary = f"{limit.label} – {seen.title}"
    said = _("Au plus tard le %(limit)s.") % {"limit": limit.long}
    yield "BEGIN:VEVENT"
    yield f"UID:{seen.id}-{ical.utc(limit.at)}@{host}"
    yield f"DTSTAMP:{ical.utc(now)}"
    yield f"DTSTART:{ical.utc(limit.at - LAST_HOUR)}"
    yield f"DTEND:{ical.utc(limit.at)}"
    yield f"SUMMARY:{ical.escaped(summary)}"
    yield f"DESCRIPTION:{ical.escaped(said)}\\n{ical.escaped(page)}"
    yield f"URL:{page}"
    yield "TRANSP:TRANSPARENT"
    for before in REMINDERS:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER;RELATED=END:{before}")
        yield from (f"DESCRIPTION:{ical.escaped(summary)}", "END:VALARM")
    yield "END:VEVENT"
