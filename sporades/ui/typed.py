"""What did a person mean by what they typed: a date in French, a line of text?

Nothing here knows a form: strings in, values out. A date is taken as people
write it (1/2/2006, 01 02 2006, 01022006, 1er février 2006, 2006-02-01).
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date, time

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_SHORT = {
    "jan": 1, "janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_NUMBERS = {name: number for number, name in enumerate(_MONTHS, start=1)} | _SHORT
_JOINING = frozenset(" -‐‑'’.,·")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_LONGEST_NUMBER = 4
_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:|heures?)?\s*(\d{2})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class NotADate(ValueError):
    """`code`: "missing_day", "missing_month", "missing_year", "short_year", "impossible" or "unclear"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plain(text: str) -> str:
    """Lower case without accents, spaces made single: what a search compares."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(char for char in bare if not unicodedata.combining(char)).split())


def one_line(text: str) -> str:
    """NFC, no control or invisible character, spaces made single."""
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cf")).split())


def in_a_name(char: str) -> bool:
    """Is it a letter of the Latin alphabet, a diacritic, or what joins two names?"""
    if char in _JOINING or unicodedata.category(char) == "Mn":
        return True
    return char.isalpha() and unicodedata.name(char, "").startswith(("LATIN ", "MODIFIER LETTER "))


def parts(value: date | str | None) -> tuple[str, str, str]:
    """Day, month and year for the three boxes; what is not three parts stays whole in the first."""
    with suppress(NotADate):
        value = read_date(value) if isinstance(value, str) else value
    if isinstance(value, date):
        return str(value.day), str(value.month), str(value.year)
    pieces = (value or "").split("/")
    return (pieces[0], pieces[1], pieces[2]) if len(pieces) == 3 else (value or "", "", "")


def join(day: str, month: str, year: str) -> str:
    """The three boxes as one text; a whole date typed in the first box is that date."""
    boxes = [box.strip() for box in (day, month, year)]
    if not any(boxes[1:]) and len(boxes[0]) > 2:
        return boxes[0]
    return "/".join(boxes) if any(boxes) else ""


def read_date(text: str) -> date:
    """The date that was meant, or NotADate with the reason."""
    day, month, year = _pieces(plain(text))
    for code, piece in (
        ("missing_day", day),
        ("missing_month", month),
        ("missing_year", year),
    ):
        if not piece:
            raise NotADate(code)
    number = int(month) if _is_number(month) else _NUMBERS.get(month, 0)
    if not number or not _is_number(day) or not year.isdecimal():
        raise NotADate("unclear")
    if len(year) != 4:
        raise NotADate("short_year")
    try:
        return date(int(year), number, int(day))
    except ValueError as error:
        raise NotADate("impossible") from error


def _is_number(piece: str) -> bool:
    # Python refuses to read a number of thousands of digits, and a date to hold one of twenty.
    return piece.isdecimal() and len(piece) <= _LONGEST_NUMBER


def _pieces(text: str) -> tuple[str, str, str]:
    if whole := _DIGITS.fullmatch(text.replace(" ", "")):
        return whole[1], whole[2], whole[3]
    if iso := _ISO.fullmatch(text):
        return iso[3], iso[2], iso[1]
    spaced = re.sub(r"(?<=\d)er\b", "", text)
    pieces = spaced.split("/") if "/" in spaced else re.split(r"[-.\s]+", spaced)
    if len(pieces) != 3:
        raise NotADate("unclear")
    return pieces[0].strip(), pieces[1].strip(), pieces[2].strip()


def read_hour(text: str) -> time | None:
    """The hour that was meant (17 h, 17h30, 17:00, 17), or None."""
    found = _HOUR.fullmatch(plain(text))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def say_hour(hour: time) -> str:
    """« 17 h », « 17 h 30 »"""
    return f"{hour.hour} h {hour.minute:02}" if hour.minute else f"{hour.hour} h"
