"""How is a calendar written as the file that `check` reads? What is exported imports to the same.

The standard library reads TOML and does not write it. A calendar has few
shapes: values, a table, a list of tables, and one table inside a line.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sporades.reference.check import CalendarFile
from sporades.rules.calendar import Window

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def text_of(calendar: CalendarFile) -> str:
    return write(table_of(calendar))


def table_of(calendar: CalendarFile) -> dict[str, Any]:
    """The tables of the file, as `tomllib` would give them."""
    table: dict[str, Any] = {
        "academy": calendar.academy,
        "exam_session": calendar.exam_session,
        "zone": calendar.zone,
        "source": calendar.source,
        "source_url": calendar.source_url,
        "verified": calendar.verified,
        "contact": asdict(calendar.contact),
        "links": dict(calendar.links),
        "window": [window_table(window) for window in calendar.windows],
    }
    if calendar.notices:
        table["notice"] = [asdict(notice) for notice in calendar.notices]
    return table


def window_table(window: Window) -> dict[str, Any]:
    given: dict[str, Any] = {
        "diploma": window.diploma,
        "opens": window.opens_wall,
        "closes": window.closes_wall,
        "pieces_due_days_after_close": window.pieces_due_days_after_close,
        "pieces_due_on": window.pieces_due_on,
        "later_dates": dict(window.later_dates) or None,
        "signature": window.signature.value,
        "sanctions": window.sanctions.value,
        "reminders": window.reminders,
        "source": window.source,
    }
    return {key: value for key, value in given.items() if value is not None}


def write(table: Mapping[str, Any]) -> str:
    """The text of the file: `tomllib.loads` of it gives the table again."""
    return "\n".join([*_lines(table), *_parts(table)]) + "\n"


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if not _is_part(value):
            yield f"{_key(key)} = {_value(value)}"


def _parts(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from ("", f"[{_key(key)}]", *_values(value))
        elif isinstance(value, list):
            for one in value:
                yield from ("", f"[[{_key(key)}]]", *_values(one))


def _values(table: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_key(key)} = {_value(value)}" for key, value in table.items())


def _is_part(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_values(value)) + " }" if value else "{}"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _string(text: str) -> str:
    # The escapes of JSON are those of TOML, which lets no DEL stand bare either.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
