"""Is this calendar file right? Read whole, or refused with every problem: file, line, reason.

A wrong date here would shut a door on somebody: nothing is guessed, nothing is
left out, and a key nobody knows is a mistake, not a comment.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sporades.reference import shapes
from sporades.reference.lines import Lines
from sporades.reference.load import Reference, reference
from sporades.rules.calendar import Sanctions, Signature, Window, end_of_day, instant

_LONGEST_DELAY_DAYS = 366

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class BadReference(Exception):
    """The file is refused, for all these problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Contact:
    """Empty where the notice does not say: « à vérifier »."""

    service: str
    address: str
    email: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class SpecialNotice:
    specialty: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CalendarFile:
    academy: str
    exam_session: int
    zone: str
    zone_name: str
    source: str
    source_url: str
    verified: bool
    contact: Contact
    links: Mapping[str, str]
    notices: tuple[SpecialNotice, ...]
    windows: tuple[Window, ...]
    edition: str


def read_calendar(path: Path) -> CalendarFile:
    """Raises `BadReference` with every problem found."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
        table = tomllib.loads(text)
    except ValueError as error:  # not UTF-8, or not TOML: the message says where
        raise BadReference([Problem(str(path), _line_in(str(error)), f"cannot be read: {error}")]) from error
    reading = _Reading(path, Lines(text), reference())
    reading.whole(table)
    if reading.problems:
        raise BadReference(sorted(reading.problems, key=lambda problem: problem.line))
    return _calendar(table, reading.known, edition=hashlib.sha256(content).hexdigest())


def _line_in(message: str) -> int:
    _, _, after = message.partition("at line ")
    digits = after.partition(",")[0]
    return int(digits) if digits.isdigit() else 1


class _Reading:
    """One file being checked, and the problems found so far."""

    def __init__(self, path: Path, lines: Lines, known: Reference) -> None:
        self.path, self.lines, self.known = path, lines, known
        self.problems: list[Problem] = []

    def refuse(self, table: str, key: str, reason: str) -> None:
        self.problems.append(Problem(str(self.path), self.lines.of(table, key), reason))

    def whole(self, table: Mapping[str, Any]) -> None:
        self._shape("", table, shapes.CALENDAR)
        if self.problems:
            return
        self._shape("contact", table["contact"], shapes.CONTACT)
        zone_is_known = self._place(table)
        self._addresses("", {"source_url": table["source_url"]} if table["source_url"] else {})
        self._addresses("links", table["links"])
        for position, notice in enumerate(table.get("notice", ())):
            self._notice(f"notice.{position}", notice)
        for position, window in enumerate(table["window"]):
            name = f"window.{position}"
            if self._shape(name, window, shapes.WINDOW) and zone_is_known:
                self._window(name, window, table["zone"])
        if not self.problems:
            self._overlaps(table["window"])

    def _shape(self, name: str, table: Any, keys: Mapping[str, type]) -> bool:
        """Whether the table has its keys, each of its type, and no other."""
        found = list(shapes.mistakes(table, keys))
        for key, reason in found:
            self.refuse(name, key, reason)
        return not found

    def _place(self, table: Mapping[str, Any]) -> bool:
        academy = self.known.academies.get(table["academy"])
        if academy is None:
            self.refuse("", "academy", f"unknown académie {table['academy']!r}")
        try:
            ZoneInfo(table["zone"])
        except (KeyError, ValueError, OSError):
            self.refuse("", "zone", f"unknown zone {table['zone']!r}")
            return False
        if academy and academy.zone != table["zone"]:
            self.refuse(
                "", "zone", f"the académie of {academy.name} keeps {academy.zone}, not {table['zone']}"
            )
        return True

    def _addresses(self, name: str, addresses: Mapping[str, Any]) -> None:
        for key, url in addresses.items():
            # An address becomes a link on a page: « javascript: » is none.
            if not isinstance(url, str) or not url.startswith(("https://", "http://")):
                self.refuse(name, key, f"{key} is not an address")

    def _notice(self, name: str, notice: Any) -> None:
        if not self._shape(name, notice, shapes.NOTICE):
            return
        if notice["specialty"] not in self.known.specialties:
            self.refuse(name, "specialty", f"unknown speciality {notice['specialty']!r}")
        self._addresses(name, {"url": notice["url"]})

    def _window(self, name: str, window: Mapping[str, Any], zone: str) -> None:
        if window["diploma"] not in self.known.diplomas:
            self.refuse(name, "diploma", f"unknown diploma {window['diploma']!r}")
        self._choice(name, window, "signature", Signature)
        self._choice(name, window, "sanctions", Sanctions)
        if self._hour(name, window, "opens", zone) & self._hour(name, window, "closes", zone):
            if window["closes"] <= window["opens"]:
                self.refuse(name, "closes", "closes before it opens")
            self._days(name, window, zone)

    def _choice(self, name: str, window: Mapping[str, Any], key: str, choices: type[Choice]) -> None:
        if window[key] not in list(choices):
            self.refuse(name, key, f"{key} should be one of {', '.join(choices)}")

    def _hour(self, name: str, window: Mapping[str, Any], key: str, zone: str) -> bool:
        wall = window[key]
        if wall.tzinfo is not None:
            self.refuse(name, key, f"{key} is a local hour: write it without an offset")
            return False
        try:
            instant(wall, zone)
        except ValueError as error:  # impossible or ambiguous: the message says which
            self.refuse(name, key, str(error))
            return False
        return True

    def _days(self, name: str, window: Mapping[str, Any], zone: str) -> None:
        closing_day = window["closes"].date()
        delay, due_on = window.get("pieces_due_days_after_close"), window.get("pieces_due_on")
        if (delay is None) == (due_on is None):
            self.refuse(
                name, "pieces_due_on", "pieces are due some days after closing, or on a date: say one"
            )
        elif delay is not None and not 0 <= delay <= _LONGEST_DELAY_DAYS:
            self.refuse(name, "pieces_due_days_after_close", f"{delay} days after closing cannot be")
        elif delay is not None:
            self._day(
                name, "pieces_due_days_after_close", closing_day + timedelta(days=delay), closing_day, zone
            )
        else:
            self._day(name, "pieces_due_on", due_on, closing_day, zone)
        for later, day in window.get("later_dates", {}).items():
            if later not in {rule.due for rule in self.known.piece_rules}:
                self.refuse(name, "later_dates", f"no piece is due by {later!r}")
            self._day(name, "later_dates", day, closing_day, zone)

    def _day(self, name: str, key: str, day: Any, closing_day: date, zone: str) -> None:
        if type(day) is not date:
            self.refuse(name, key, f"{key} should be a date")
        elif day < closing_day:
            self.refuse(name, key, f"{day.isoformat()} is before closing")
        else:
            try:
                end_of_day(day, zone)
            except ValueError as error:
                self.refuse(name, key, str(error))

    def _overlaps(self, windows: list[Mapping[str, Any]]) -> None:
        seen: dict[str, Mapping[str, Any]] = {}
        for position, window in enumerate(windows):
            other = seen.setdefault(window["diploma"], window)
            if other is window:
                continue
            overlap = window["opens"] < other["closes"] and other["opens"] < window["closes"]
            reason = "overlaps another window of" if overlap else "is a second window for"
            self.refuse(f"window.{position}", "diploma", f"{reason} the same diploma, {window['diploma']}")


def _calendar(table: Mapping[str, Any], known: Reference, *, edition: str) -> CalendarFile:
    academy = known.academies[table["academy"]]
    contact = table["contact"]
    return CalendarFile(
        academy=academy.code,
        exam_session=table["exam_session"],
        zone=academy.zone,
        zone_name=academy.zone_name,
        source=table["source"],
        source_url=table["source_url"],
        verified=table["verified"],
        contact=Contact(**{key: contact[key] for key in ("service", "address", "email", "phone", "hours")}),
        links=dict(table["links"]),
        notices=tuple(SpecialNotice(**notice) for notice in table.get("notice", ())),
        windows=tuple(_read_window(window, table, academy.zone_name) for window in table["window"]),
        edition=edition,
    )


def _read_window(window: Mapping[str, Any], table: Mapping[str, Any], zone_name: str) -> Window:
    return Window(
        academy=table["academy"],
        diploma=window["diploma"],
        exam_session=table["exam_session"],
        zone=table["zone"],
        zone_name=zone_name,
        opens_wall=window["opens"],
        closes_wall=window["closes"],
        pieces_due_days_after_close=window.get("pieces_due_days_after_close"),
        pieces_due_on=window.get("pieces_due_on"),
        later_dates=tuple(sorted(window.get("later_dates", {}).items())),
        signature=Signature(window["signature"]),
        sanctions=Sanctions(window["sanctions"]),
        reminders=window["reminders"],
    )
