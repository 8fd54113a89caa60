"""The controls HTML lacks: a date in three boxes, several files, a search in place of an endless list.

A widget here only reads what was posted; how it is drawn is in `rendering`, by the
name in `control`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from sporades.ui import typed

Matches = Sequence[tuple[str, str]]
SEARCH = "_search"  # the name of the button « Chercher »; its value is the field's name


class DateParts(forms.TextInput):
    """Reads `name-day`, `name-month`, `name-year`, or a whole date in `name`; gives one text."""

    control = "date"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        whole = data.get(name)
        if whole is not None:
            return str(whole)
        day, month, year = (str(data.get(f"{name}-{part}", "")) for part in ("day", "month", "year"))
        return typed.join(day, month, year)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}-day" not in data


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


@dataclass(frozen=True, slots=True)
class Searched:
    """What was typed, what it matches, and the value chosen ("" as long as nothing is)."""

    typed: str
    matches: Matches
    code: str


class SearchBox(forms.TextInput):
    """Reads `name-typed` (what is searched) and `name` (what was chosen among the matches)."""

    control = "search"

    def __init__(self, find: Callable[[str], Matches], label_of: Callable[[str], str]) -> None:
        super().__init__()
        self.find = find
        self.label_of = label_of

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Searched:
        """What was chosen, unless something else was typed since: then the only exact match, or nothing."""
        text = str(data.get(f"{name}-typed") or "").strip()
        chosen = str(data.get(name) or "")
        return self.searched(text, chosen) if text else self.known(chosen)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}-typed" not in data

    def searched(self, text: str, chosen: str) -> Searched:
        matches = self.find(text)
        exact = [value for value, label in matches if typed.plain(label) == typed.plain(text)]
        picked = [value for value, _label in matches if value == chosen]
        only = exact[0] if len(exact) == 1 else ""
        return Searched(text, matches, picked[0] if picked else only)

    def known(self, code: str) -> Searched:
        label = self.label_of(code) if code else ""
        return Searched(label, [(code, label)] if label else [], code if label else "")
