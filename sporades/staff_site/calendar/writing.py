"""How does a form become the tables of a calendar file, and the other way round?

A draft is a file: what a form says is written into its tables, and the check
of files then says, in French and under its question, what is wrong with it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms

from sporades.reference.check import BadReference, Problem, read_content
from sporades.reference.load import reference
from sporades.reference.mistakes import Mistake
from sporades.reference.write import write

if TYPE_CHECKING:
    from sporades.calendars.models import Draft

Table = dict[str, Any]

# Under which question a mistake of the file is said, when it has not the key's own name.
WINDOW_FIELDS = {
    "opens": "opens_on",
    "closes": "closes_on",
    "pieces_due_days_after_close": "due_days",
    "pieces_due_on": "due_on",
    "later_dates": "r408_on",
}
CONTACT_FIELDS = {
    name: f"contact_{name}" for name in ("service", "address", "email", "phone", "hours", "source")
}


def table_of(draft: "Draft") -> Table:
    return tomllib.loads(draft.text)


def say(mistake: Mistake) -> str:
    return reference().say(f"calendar_{mistake.code}", **dict(mistake.params))


def window_of(table: Table, diploma: str) -> Table | None:
    return next((one for one in table["window"] if one["diploma"] == diploma), None)


def window_initial(window: Mapping[str, Any] | None) -> Table:
    """What the form of a window shows first."""
    if window is None:
        return {"due": "days", "signature": "signed_upload", "sanctions": "approved", "reminders": False}
    return {
        "opens_on": window["opens"].date(),
        "opens_at": window["opens"].time(),
        "closes_on": window["closes"].date(),
        "closes_at": window["closes"].time(),
        "due": "date" if "pieces_due_on" in window else "days",
        "due_days": window.get("pieces_due_days_after_close"),
        "due_on": window.get("pieces_due_on"),
        "r408_on": window.get("later_dates", {}).get("r408"),
        **{key: window[key] for key in ("signature", "sanctions", "reminders", "source")},
    }


def with_window(table: Table, diploma: str, given: Mapping[str, Any]) -> Table:
    """The tables with this diploma's window as the form says it."""
    before = window_of(table, diploma) or {}
    window = {"diploma": diploma, **_dates(given), **_later(before, given["r408_on"])}
    window |= {key: given[key] for key in ("signature", "sanctions", "reminders", "source")}
    others = [one for one in table["window"] if one["diploma"] != diploma]
    return {
        **table,
        "window": sorted([*others, window], key=lambda one: (one["opens"], one["closes"], one["diploma"])),
    }


def _dates(given: Mapping[str, Any]) -> Table:
    dates: Table = {
        "opens": datetime.combine(given["opens_on"], given["opens_at"]),
        "closes": datetime.combine(given["closes_on"], given["closes_at"]),
    }
    if given["due"] == "date" and given["due_on"] is not None:
        dates["pieces_due_on"] = given["due_on"]
    if given["due"] == "days" and given["due_days"] is not None:
        dates["pieces_due_days_after_close"] = given["due_days"]
    return dates


def _later(before: Mapping[str, Any], r408: date | None) -> Table:
    others = {name: day for name, day in before.get("later_dates", {}).items() if name != "r408"}
    later = {**others, **({"r408": r408} if r408 else {})}
    return {"later_dates": later} if later else {}


def general_initial(table: Table) -> Table:
    return {
        **{key: table[key] for key in ("source", "source_url", "verified")},
        **{f"contact_{key}": value for key, value in table["contact"].items()},
        "eduscol": table["links"].get("eduscol", ""),
        "amex": table["links"].get("amex", ""),
        "notices": "\n".join(
            " | ".join(notice[key] for key in ("specialty", "title", "url"))
            for notice in table.get("notice", ())
        ),
    }


def with_general(table: Table, given: Mapping[str, Any]) -> Table:
    links = {name: url for name, url in table["links"].items() if name not in {"eduscol", "amex"}}
    links |= {name: given[name] for name in ("eduscol", "amex") if given[name]}
    contact = {key: given[f"contact_{key}"] for key in table["contact"]}
    whole = {**table, "contact": contact, "links": links, "notice": given["notices"]}
    whole |= {key: given[key] for key in ("source", "source_url", "verified")}
    return {key: value for key, value in whole.items() if key != "notice" or value}


def mistakes(table: Table) -> list[Problem]:
    """What the check of files says of these tables."""
    try:
        read_content(write(table).encode(), name="draft")
    except BadReference as bad:
        return bad.problems
    return []


def complain_of_window(form: forms.Form, table: Table, diploma: str) -> None:
    """Says under each question what the check finds in this window."""
    position = next(place for place, one in enumerate(table["window"]) if one["diploma"] == diploma)
    found = [one for one in mistakes(table) if one.table == f"window.{position}"]
    _complain(form, found, WINDOW_FIELDS)


def complain_of_general(form: forms.Form, table: Table) -> None:
    """Says under each question what the check finds outside the windows."""
    found = mistakes(table)
    _complain(form, [one for one in found if one.table == "contact"], CONTACT_FIELDS)
    _complain(form, [one for one in found if one.table in {"", "links"} and one.key != "window"], {})
    _complain(
        form,
        [one for one in found if one.table.startswith("notice")],
        dict.fromkeys(("specialty", "title", "url"), "notices"),
    )


def _complain(form: forms.Form, found: Iterable[Problem], names: Mapping[str, str]) -> None:
    for one in found:
        name = names.get(one.key, one.key)
        form.add_error(name if name in form.fields else None, say(one.mistake))
