"""Which keys does a calendar file have, and of which types? A key nobody knows is a mistake."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sporades.reference.mistakes import Mistake, mistake

CALENDAR = {
    "academy": str, "exam_session": int, "zone": str, "source": str, "source_url": str, "verified": bool,
    "contact": dict, "links": dict, "notice": list, "window": list,
}  # fmt: skip
WINDOW = {
    "diploma": str, "opens": datetime, "closes": datetime, "pieces_due_days_after_close": int,
    "pieces_due_on": date, "later_dates": dict, "signature": str, "sanctions": str, "reminders": bool,
    "source": str,
}  # fmt: skip
CONTACT = {
    "service": str, "address": str, "email": str, "phone": str, "hours": str, "source": str, "verified": bool,
}  # fmt: skip
NOTICE = {"specialty": str, "title": str, "url": str}
_OPTIONAL = {"notice", "pieces_due_days_after_close", "pieces_due_on", "later_dates"}
# Empty where it is not known yet: « à vérifier ».
_MAY_BE_EMPTY = {"address", "email", "phone", "hours", "source_url"}


def mistakes(table: Any, keys: Mapping[str, type]) -> Iterator[tuple[str, Mistake]]:
    """Each key that is unknown, missing, empty or of another type, with the reason."""
    if not isinstance(table, dict):
        yield "", mistake("not_a_table")
        return
    yield from ((key, mistake("unknown_key", key=key)) for key in table.keys() - keys.keys())
    for key, kind in keys.items():
        if key in table:
            yield from _mistakes_of(key, table[key], kind)
        elif key not in _OPTIONAL:
            yield key, mistake("missing", key=key)


def _mistakes_of(key: str, value: Any, kind: type) -> Iterator[tuple[str, Mistake]]:
    # type() and not isinstance(): True is no number of days, a date-time no date.
    if type(value) is not kind:
        yield key, mistake("wrong_type", key=key, kind=kind.__name__)
    elif not value and kind in (str, list) and key not in _MAY_BE_EMPTY:
        yield key, mistake("empty", key=key)
