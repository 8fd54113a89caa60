"""How is a text written in iCalendar, the format that every agenda reads (RFC 5545)?"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONGEST_LINE = 75  # bytes, line break left out


def document(program: str, lines: Iterable[str]) -> str:
    """The whole file; `program` names what wrote it."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Sporades//{program}//FR", "CALSCALE:GREGORIAN"]
    return "".join(f"{part}\r\n" for line in [*head, *lines, "END:VCALENDAR"] for part in _folded(line))


def utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local(at: datetime, zone: str) -> str:
    """What follows DTSTART: the hour as the clocks of the zone show it; the file describes the zone."""
    return f";TZID={zone}:{at.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes, none of which cuts a character; the next ones start with a space."""
    piece = ""
    for char in line:
        if len((piece + char).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += char
    yield piece
