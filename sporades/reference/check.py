"""Is this calendar file right? Read whole, or refused with every problem: file, line, reason.

A wrong date here would shut a door on somebody: nothing is guessed, nothing is
left out, and a key nobody knows is a mistake, not a comment.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sporades.reference import shapes
from sporades.reference.lines import Lines
from sporades.reference.load import Reference, reference
from sporades.reference.mistakes import Mistake, mistake
from sporades.rules.calendar import (
    AmbiguousHour,
    ImpossibleHour,
    Sanctions,
    Signature,
    Window,
    instant,
)

_LONGEST_DELAY_DAYS = 366
# Registrations open the autumn before the exams; what is years away is a slip of the pen.
_FAR_AWAY = 2  # years

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, where it stands: the line of the file, and the key of the table (« window.2 »)."""

    file: str
    line: int
    table: str
    key: str
    mistake: Mistake

    @property
    def reason(self) -> str:
        return str(self.mistake)

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
    source: str
    verified: bool


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
    return read_content(path.read_bytes(), name=str(path))


def read_content(content: bytes, *, name: str) -> CalendarFile:
    """The same, of bytes that came otherwise than in a file; problems say `name`."""
    try:
        text = content.decode("utf-8")
        table = tomllib.loads(text)
    except ValueError as error:  # not UTF-8, or not TOML: the message says where
        why = mistake("not_readable", error=error)
        raise BadReference([Problem(name, _line_in(str(error)), "", "", why)]) from error
    reading = _Reading(name, Lines(text), reference())
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

    def __init__(self, name: str, lines: Lines, known: Reference) -> None:
        self.name, self.lines, self.known = name, lines, known
        self.problems: list[Problem] = []
        self.session = 0

    def refuse(self, table: str, key: str, why: Mistake) -> None:
        self.problems.append(Problem(self.name, self.lines.of(table, key), table, key, why))

    def whole(self, table: Mapping[str, Any]) -> None:
        if not self._shape("", table, shapes.CALENDAR):
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
        """Whether it can be read on: the table has its keys, each of its type, and no other; some may be empty."""
        found = list(shapes.mistakes(table, keys))
        for key, why in found:
            self.refuse(name, key, why)
        return all(why.code == "empty" for _key, why in found)

    def _place(self, table: Mapping[str, Any]) -> bool:
        self.session = table["exam_session"]
        if not 2000 <= self.session <= 2100:
            self.refuse("", "exam_session", mistake("strange_session", value=self.session))
        academy = self.known.academies.get(table["academy"])
        if academy is None:
            self.refuse("", "academy", mistake("unknown_academy", value=table["academy"]))
        try:
            ZoneInfo(table["zone"])
        except (KeyError, ValueError, OSError):
            self.refuse("", "zone", mistake("unknown_zone", value=table["zone"]))
            return False
        if academy and academy.zone != table["zone"]:
            why = mistake("zone_of_another", academy=academy.name, zone=academy.zone, value=table["zone"])
            self.refuse("", "zone", why)
        return True

    def _addresses(self, name: str, addresses: Mapping[str, Any]) -> None:
        for key, url in addresses.items():
            # An address becomes a link on a page: « javascript: » is none.
            if not isinstance(url, str) or not url.startswith(("https://", "http://")):
                self.refuse(name, key, mistake("not_an_address", key=key))

    def _notice(self, name: str, notice: Any) -> None:
        if not self._shape(name, notice, shapes.NOTICE):
            return
        if notice["specialty"] not in self.known.specialties:
            self.refuse(name, "specialty", mistake("unknown_specialty", value=notice["specialty"]))
        self._addresses(name, {"url": notice["url"]})

    def _window(self, name: str, window: Mapping[str, Any], zone: str) -> None:
        if window["diploma"] not in self.known.diplomas:
            self.refuse(name, "diploma", mistake("unknown_diploma", value=window["diploma"]))
        self._choice(name, window, "signature", Signature)
        self._choice(name, window, "sanctions", Sanctions)
        if self._hour(name, window, "opens", zone) & self._hour(name, window, "closes", zone):
            if window["closes"] <= window["opens"]:
                self.refuse(name, "closes", mistake("closes_first"))
            self._days(name, window, zone)

    def _choice(self, name: str, window: Mapping[str, Any], key: str, choices: type[Choice]) -> None:
        if window[key] not in list(choices):
            self.refuse(name, key, mistake("unknown_choice", key=key, choices=", ".join(choices)))

    def _hour(self, name: str, window: Mapping[str, Any], key: str, zone: str) -> bool:
        wall = window[key]
        if wall.tzinfo is not None:
            self.refuse(name, key, mistake("has_offset", key=key))
            return False
        return self._is_near(name, key, wall.date()) and self._exists(name, key, wall, zone)

    def _is_near(self, name: str, key: str, day: date) -> bool:
        near = abs(day.year - self.session) <= _FAR_AWAY
        if not near:
            self.refuse(name, key, mistake("far_away", day=day.isoformat(), session=self.session))
        return near

    def _exists(self, name: str, key: str, wall: datetime, zone: str) -> bool:
        """Whether the clocks of the zone show this hour, and once."""
        try:
            instant(wall, zone)
        except ImpossibleHour:
            self.refuse(name, key, mistake("impossible_hour", hour=wall.isoformat(), zone=zone))
        except AmbiguousHour:
            self.refuse(name, key, mistake("ambiguous_hour", hour=wall.isoformat(), zone=zone))
        else:
            return True
        return False

    def _days(self, name: str, window: Mapping[str, Any], zone: str) -> None:
        closing_day = window["closes"].date()
        delay, due_on = window.get("pieces_due_days_after_close"), window.get("pieces_due_on")
        if (delay is None) == (due_on is None):
            self.refuse(name, "pieces_due_on", mistake("due_twice_or_never"))
        elif delay is not None and not 0 <= delay <= _LONGEST_DELAY_DAYS:
            self.refuse(name, "pieces_due_days_after_close", mistake("strange_delay", days=delay))
        elif delay is not None:
            self._day(
                name, "pieces_due_days_after_close", closing_day + timedelta(days=delay), closing_day, zone
            )
        else:
            self._day(name, "pieces_due_on", due_on, closing_day, zone)
        for later, day in window.get("later_dates", {}).items():
            if later not in {rule.due for rule in self.known.piece_rules}:
                self.refuse(name, "later_dates", mistake("no_such_limit", name=later))
            self._day(name, "later_dates", day, closing_day, zone)

    def _day(self, name: str, key: str, day: Any, closing_day: date, zone: str) -> None:
        if type(day) is not date:
            self.refuse(name, key, mistake("wrong_type", key=key, kind="date"))
        elif day < closing_day:
            self.refuse(name, key, mistake("before_closing", day=day.isoformat()))
        elif self._is_near(name, key, day):
            self._exists(name, key, datetime.combine(day + timedelta(days=1), time.min), zone)

    def _overlaps(self, windows: list[Mapping[str, Any]]) -> None:
        seen: dict[str, Mapping[str, Any]] = {}
        for position, window in enumerate(windows):
            other = seen.setdefault(window["diploma"], window)
            if other is window:
                continue
            overlap = window["opens"] < other["closes"] and other["opens"] < window["closes"]
            code = "overlap" if overlap else "second_window"
            self.refuse(f"window.{position}", "diploma", mistake(code, diploma=window["diploma"]))


def _calendar(table: Mapping[str, Any], known: Reference, *, edition: str) -> CalendarFile:
    academy = known.academies[table["academy"]]
    return CalendarFile(
        academy=academy.code,
        exam_session=table["exam_session"],
        zone=academy.zone,
        zone_name=academy.zone_name,
        source=table["source"],
        source_url=table["source_url"],
        verified=table["verified"],
        contact=Contact(**table["contact"]),
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
        source=window["source"],
    )
