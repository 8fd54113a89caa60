"""How do a registration's dates become entries of the candidate's own agenda?

An entry is the last hour of a limit: iCalendar excludes the end of an event, as
we exclude a closing instant. Instants are written in UTC, which every agenda
shows in its reader's own time, so that no description of a zone is needed.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from sporades.registrations.queries.space import Limit, Seen

LAST_HOUR = timedelta(hours=1)
# Nobody sends reminders (the notice says so): the candidate's telephone does.
REMINDERS = ("-P7D", "-P1D", "-PT3H")
_LONGEST_LINE = 75  # bytes, line break left out


def agenda(seen: Seen, *, page: str, host: str, now: datetime) -> str:
    """The limits still to come, as the text of an .ics file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sporades//Inscriptions//FR", "CALSCALE:GREGORIAN"]
    for limit in coming(seen.limits):
        lines += _event(limit, seen, page=page, host=host, now=now)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def coming(limits: Sequence[Limit]) -> list[Limit]:
    return [limit for limit in limits if not limit.passed]


def _event(limit: Limit, seen: Seen, *, page: str, host: str, now: datetime) -> Iterator[str]:
    summary = f"{limit.label} – {seen.title}"
    said = _("Au plus tard le %(limit)s.") % {"limit": limit.long}
    yield "BEGIN:VEVENT"
    yield f"UID:{seen.id}-{limit.at:%Y%m%dT%H%M%SZ}@{host}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"DTSTART:{_utc(limit.at - LAST_HOUR)}"
    yield f"DTEND:{_utc(limit.at)}"
    yield f"SUMMARY:{_escaped(summary)}"
    yield f"DESCRIPTION:{_escaped(said)}\\n{_escaped(page)}"
    yield f"URL:{page}"
    yield "TRANSP:TRANSPARENT"
    for before in REMINDERS:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER;RELATED=END:{before}")
        yield from (f"DESCRIPTION:{_escaped(summary)}", "END:VALARM")
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes, none of which cuts a character; the next ones start with a space."""
    piece = ""
    for char in line:
        if len((piece + char).encode()) > _LONGEST_LINE:
            yield piece
            piece = " "
        piece += char
    yield piece
