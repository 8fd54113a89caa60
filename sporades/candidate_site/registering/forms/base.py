"""What do all the steps' forms share? They may be shown without complaint, kept as typed, and typed back.

A step is kept even when it has errors: `typed` is what the form held, `section`
the answers it makes once it is good. `typed_back` is the way round: what one
would have typed to give a section, for answers that came otherwise.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, cast

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from sporades.candidate_site.registering.case import Case
from sporades.ui.picking import SearchField, searching
from sporades.ui.typed import plain
from sporades.ui.widgets import SEARCH, Matches, SearchBox, Searched

Typed = dict[str, str | list[str]]

LONGEST_ANSWER = 2000
MOST_MATCHES = 12


class StepForm(forms.Form):
    """`quiet`: shown as it was left, without a word about what is missing."""

    step: ClassVar[str]

    def __init__(
        self, case: Case, data: MultiValueDict[str, Any] | None = None, *, quiet: bool = False
    ) -> None:
        super().__init__(data)
        self.case = case
        self.quiet = quiet
        self.ask()
        # As on the page: errors are listed, and two tabs compared, in the order one reads.
        self.order_fields(self.field_order)

    def ask(self) -> None:
        """Adds the questions that depend on the case, or on what is answered so far."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.quiet:
            self._errors = ErrorDict()

    @property
    def wants_more(self) -> bool:
        """Whether the same step is to be shown again, to choose or to complete: nothing is wrong yet."""
        return self.is_bound and searching(self.held)

    @property
    def anchor(self) -> str:
        """Where on the page one goes on, when the step is shown again."""
        return f"id_{self.held.get(SEARCH)}_typed" if searching(self.held) else "suite"

    def label_of(self, name: str) -> str:
        """The question in a few words, alone on its line."""
        return str(self.fields[name].label)

    @property
    def held(self) -> MultiValueDict[str, Any]:
        return cast("MultiValueDict[str, Any]", self.data)

    def typed(self) -> Typed:
        """What was typed, good or not, and nothing that this form does not ask."""
        kept: Typed = {}
        for name, field in self.fields.items():
            several = isinstance(field.widget, forms.CheckboxSelectMultiple)
            for key in _keys(name, field):
                if key in self.held:
                    values = [_storable(one) for one in self.held.getlist(key)]
                    kept[key] = values if several else values[-1] if values else ""
        return kept

    def answers(self) -> Any:
        """The section of the answers, or None while something is missing or wrong."""
        return self.section() if self.is_bound and not self.wants_more and self.is_valid() else None

    def section(self) -> Any:
        raise NotImplementedError

    @classmethod
    def first_typed(cls, case: Case) -> Typed | None:
        """What the form holds before anything was typed: nothing, unless the account already knows."""
        return None

    @classmethod
    def typed_back(cls, section: Any, case: Case) -> Typed:
        raise NotImplementedError


def as_data(typed: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """What was kept, as a form reads it."""
    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    )


def _keys(name: str, field: forms.Field) -> Iterator[str]:
    yield name
    if isinstance(field.widget, SearchBox):
        yield f"{name}-typed"


def _storable(text: Any) -> str:
    # PostgreSQL keeps no NUL in JSON; nobody types one.
    return str(text).replace("\x00", "")[:LONGEST_ANSWER]


class _KnownBox(SearchBox):
    """Takes the only match for the answer."""

    def searched(self, text: str, chosen: str) -> Searched:
        found = super().searched(text, chosen)
        return replace(found, code=found.matches[0][0]) if len(found.matches) == 1 else found


class KnownField(SearchField):
    """A search whose only match needs no choosing: who typed « portugaise » has answered."""

    def __init__(
        self, *, find: Callable[[str], Matches], label_of: Callable[[str], str], **options: Any
    ) -> None:
        super().__init__(find=find, label_of=label_of, **options)
        self.widget = _KnownBox(find, label_of)
        self.widget.is_required = self.required


def finder(choices: Mapping[str, str]) -> dict[str, Callable[[str], Any]]:
    """`find` and `label_of` over choices, forgiving the last letter: « turc » finds « Turque »."""
    indexed = [(value, label, plain(label)) for value, label in choices.items()]

    def hits(text: str) -> list[tuple[str, str, str]]:
        words = text.split()
        return [hit for hit in indexed if words and all(word in hit[2] for word in words)]

    def find(text: str) -> Matches:
        asked = plain(text)
        found = hits(asked) or hits(asked[:-1] if len(asked) > 3 else "")
        found.sort(key=lambda hit: (not hit[2].startswith(asked), hit[2]))
        return [(value, label) for value, label, _known in found[:MOST_MATCHES]]

    return {"find": find, "label_of": lambda value: choices.get(value, "")}


def ticked(*names: str) -> Typed:
    return dict.fromkeys(names, "on")
