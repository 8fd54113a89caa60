"""How the controls one chooses in are drawn: lists, radios, boxes, and the search that replaces long lists.

Options are escaped once: the sheet of HTML of a list is kept, and choosing in
it is one replacement. Only lists that differ cost anything.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from typing import Any, cast

from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from sporades.ui.asking import Ask, flat
from sporades.ui.widgets import SEARCH, SearchBox, Searched


def flatten(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    """Value and label of each choice, groups opened."""
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from flatten(label)
        else:
            yield ("" if value is None else str(value)), conditional_escape(label)


@lru_cache(maxsize=256)
def _sheet(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(f'<option value="{escape(value)}">{label}</option>' for value, label in pairs)


def select(ask: Ask) -> str:
    html = _sheet(tuple(flatten(ask.bound.field.widget.choices)))
    for value in chosen(ask):
        mark = f'<option value="{escape(value)}"'
        html = html.replace(f"{mark}>", f"{mark} selected>", 1)
    for value in ask.opens:
        mark = f'<option value="{escape(value)}"'
        html = html.replace(mark, f"{mark} data-opens", 1)
    return f"<select{ask.attributes()}>{html}</select>"


def radios(ask: Ask) -> str:
    return _picks(ask, "radio", flatten(ask.bound.field.widget.choices))


def boxes(ask: Ask) -> str:
    return _picks(ask, "checkbox", flatten(ask.bound.field.widget.choices))


def search(ask: Ask) -> str:
    """A box to type in, a button that searches, and what was found, to choose from.

    The search comes back to the box: at the top of a phone nothing would seem to have happened.
    """
    found = _found(ask.bound)
    box = ask.attributes(
        type="text", value=found.typed, name=f"{ask.bound.html_name}-typed", id=f"{ask.id}_typed",
        required=False, autocomplete="off", spellcheck="false",
        **{"aria-label": ask.label, "aria-describedby": ""},
    )  # fmt: skip
    name, back_here = escape(ask.bound.html_name), escape(f"#{ask.id}_typed")
    button = (
        f'<button class="btn ghost" name="{SEARCH}" value="{name}" formaction="{back_here}">'
        f"{_('Chercher')}</button>"
    )
    picks = _picks(
        ask,
        "radio",
        ((value, conditional_escape(label)) for value, label in found.matches),
    )
    results = f'<div class="found">{picks}</div>' if picks else ""
    return f'<div class="beside"><input{box}>{button}</div>{results}'


def _found(bound: BoundField) -> Searched:
    if bound.form.is_bound:
        return cast("Searched", bound.data)
    return cast("SearchBox", bound.field.widget).known(str(bound.value() or ""))


def chosen(ask: Ask) -> frozenset[str]:
    value = ask.bound.value()
    values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    texts = {True: "yes", False: "no", None: ""}  # a bool is a yes or a no
    return frozenset(texts[one] if one is None or isinstance(one, bool) else str(one) for one in values)


def _picks(ask: Ask, kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    selected = chosen(ask)
    hints = getattr(ask.bound.field, "hints", {})
    common = flat({
        "type": kind, "name": ask.bound.html_name, "disabled": ask.bound.field.disabled,
        "required": ask.required and kind == "radio",
        "aria-invalid": "true" if ask.errors and kind == "checkbox" else "",
    })  # fmt: skip
    lines = []
    for index, (value, label) in enumerate(pairs):
        own = flat({
            "id": f"{ask.id}_{index}", "checked": value in selected, "data-opens": value in ask.opens,
        })  # fmt: skip
        hint = f' <span class="hint">{conditional_escape(hints[value])}</span>' if value in hints else ""
        lines.append(
            f'<div class="pick"><input{common} value="{escape(value)}"{own}>'
            f'<label for="{escape(ask.id)}_{index}">{label}{hint}</label></div>'
        )
    return "".join(lines)
