"""What did the office paste: a day and a number a line, as a spreadsheet or a CSV file holds them?"""

import csv
import re
from datetime import date

from sporades.ui.typed import NotADate, read_date

MOST_LINES = 400
_COUNT = re.compile(r"\d{1,6}")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


class NotDays(ValueError):
    """`line` is counted from 1, `code` says what is wrong of it: columns, day, count, twice, long or empty."""

    def __init__(self, code: str, line: int = 0, text: str = "") -> None:
        super().__init__(code)
        self.code, self.line, self.text = code, line, text


def read_days(text: str) -> dict[date, int]:
    """The count of each day; a first line of titles and empty lines are passed over. Raises NotDays."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise NotDays("long")
    days: dict[date, int] = {}
    for place, (number, line) in enumerate(lines):
        if place == 0 and not any(char.isdigit() for char in line):
            continue
        on, count = _read(number, line)
        if on in days:
            raise NotDays("twice", number, line)
        days[on] = count
    if not days:
        raise NotDays("empty")
    return days


def _read(number: int, line: str) -> tuple[date, int]:
    cells = [cell.strip() for cell in _cells(line)]
    if len(cells) != 2:
        raise NotDays("columns", number, line)
    try:
        on = read_date(cells[0])
    except NotADate as failure:
        raise NotDays("day", number, cells[0]) from failure
    count = _SPACES.sub("", cells[1])
    if not _COUNT.fullmatch(count):
        raise NotDays("count", number, cells[1])
    return on, int(count)


def _cells(line: str) -> list[str]:
    separator = next((one for one in ";," if one in line), "")
    # The tabulation of a spreadsheet is a space once the field has made it one line.
    return next(csv.reader([line], delimiter=separator)) if separator else line.rsplit(None, 1)
