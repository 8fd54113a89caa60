"""The retention table, as `reference/retention.toml` writes it: refused whole when a line of it is wrong."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sporades.reference.load import DIRECTORY
from sporades.rules.retention import Category, Start, Table

_KEYS = {
    "code": str, "title": str, "what": str, "start": str, "months": int, "source": str, "verified": bool,
}  # fmt: skip
# What the code knows how to take away, and from what it counts.
STARTS = {
    "drafts": Start.CLOSING,
    "accommodation": Start.SESSION_END,
    "pieces": Start.SESSION_END,
    "registrations": Start.SESSION_END,
    "accounts": Start.LAST_SEEN,
    "traces": Start.RECORDED,
    "officers": Start.SWITCHED_OFF,
}
# Who leaves in January has decided of the session that ends the year after: its files stay so much longer.
LAST_DECISIONS = 24


class BadRetention(ValueError):
    """The table is refused; the message says which line and why."""


@cache
def retention(directory: Path = DIRECTORY) -> Table:
    lines = tomllib.loads((directory / "retention.toml").read_text("utf-8"))["category"]
    table = {line.get("code", ""): _category(line) for line in lines}
    if table.keys() != STARTS.keys() or len(lines) != len(table):
        raise BadRetention(f"the categories are {', '.join(STARTS)}, each once")
    if table["officers"].months < table["registrations"].months + LAST_DECISIONS:
        raise BadRetention(
            f"officers: {LAST_DECISIONS} months more than registrations, so that who decided is named"
        )
    return table


def _category(line: dict[str, Any]) -> Category:
    code = line.get("code", "")
    if line.keys() != _KEYS.keys() or any(type(line[key]) is not kind for key, kind in _KEYS.items()):
        raise BadRetention(f"{code}: the keys are {', '.join(_KEYS)}, each of its type")
    if not line["source"] or line["months"] < 1:
        raise BadRetention(f"{code}: a source, and at least one month")
    if line["start"] != STARTS.get(code):
        raise BadRetention(f"{code}: starts from {STARTS.get(code)}")
    return Category(**{**line, "start": Start(line["start"])})
