"""How one form field becomes HTML: label, hint, error and control, in the order they are read.

Django's widget templates cost half a millisecond a field; this costs a tenth
of that. A control is chosen by the widget's class, or by the `control` name our
own widgets bear: the forms of any library render alike, without knowing it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sporades.ui import choices, inputs
from sporades.ui.asking import Ask, flat


@dataclass(frozen=True, slots=True)
class Control:
    draw: Callable[[Ask], str]
    layout: Literal["labelled", "group", "tick", "bare"] = "labelled"
    first: str = ""  # what follows the field's id in the id of its first control
    role: str = ""


CONTROLS = {
    "line": Control(inputs.line),
    "hidden": Control(inputs.hidden, layout="bare"),
    "password": Control(inputs.password),
    "text": Control(inputs.text),
    "tick": Control(inputs.tick, layout="tick"),
    "files": Control(inputs.files),
    "date": Control(inputs.date_parts, layout="group", first="_day"),
    "select": Control(choices.select),
    "radios": Control(choices.radios, layout="group", first="_0", role="radiogroup"),
    "boxes": Control(choices.boxes, layout="group", first="_0"),
    "search": Control(choices.search, layout="group", first="_typed"),
}

# From the most particular to the most general: RadioSelect is a Select.
NATIVE: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "files"),
    (forms.CheckboxSelectMultiple, "boxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "tick"),
    (forms.Select, "select"),
    (forms.Textarea, "text"),
    (forms.widgets.Input, "line"),
)


def control_of(widget: forms.Widget) -> Control:
    own = getattr(widget, "control", "")
    name = own or next(name for kind, name in NATIVE if isinstance(widget, kind))
    return CONTROLS[name]


def target_id(bound: BoundField) -> str:
    """The id a link of the error summary leads to: that of a control, which takes the focus."""
    return f"{bound.auto_id or bound.html_name}{control_of(bound.field.widget).first}"


def ask(bound: BoundField, **options: Any) -> Ask:
    field = bound.field
    opens = options.get("opens", "")
    return Ask(
        bound=bound,
        label=conditional_escape(options.get("label") or bound.label or ""),
        hint=conditional_escape(options.get("hint", field.help_text) or ""),
        errors=tuple(conditional_escape(str(error)) for error in bound.errors),
        optional=options.get("optional", not field.required),
        width=str(options.get("width") or getattr(field, "width", "")),
        opens=frozenset(opens.split(",")) if opens else frozenset(),
    )


def render(question: Ask) -> SafeString:
    control = control_of(question.bound.field.widget)
    # Every part was escaped on its way here.
    return mark_safe(LAYOUTS[control.layout](question, control))  # noqa: S308


def _labelled(question: Ask, control: Control) -> str:
    label = f'<label for="{escape(question.id)}">{question.label}{inputs.optional_mark(question)}</label>'
    return f'<div class="{_classes(question)}">{label}{_said(question)}{control.draw(question)}</div>'


def _group(question: Ask, control: Control) -> str:
    radio = control.role == "radiogroup"
    attributes = flat({
        "class": _classes(question), "role": control.role, "aria-describedby": question.described_by,
        "aria-required": "true" if radio and question.required else "",
        "aria-invalid": "true" if radio and question.errors else "",
    })  # fmt: skip
    legend = f"<legend>{question.label}{inputs.optional_mark(question)}</legend>"
    return f"<fieldset{attributes}>{legend}{_said(question)}{control.draw(question)}</fieldset>"


def _tick(question: Ask, control: Control) -> str:
    # « Sans cela, … » is said of a sentence that was read.
    return (
        f'<div class="{_classes(question)}">{_wrong(question)}{control.draw(question)}{_hint(question)}</div>'
    )


def _bare(question: Ask, control: Control) -> str:
    return control.draw(question)


LAYOUTS = {"labelled": _labelled, "group": _group, "tick": _tick, "bare": _bare}


def _classes(question: Ask) -> str:
    width = f" w-{question.width}" if question.width else ""
    return f"field{width}{' bad' if question.errors else ''}"


def _said(question: Ask) -> str:
    """The hint, then what is wrong, just before the control they speak of."""
    return _hint(question) + _wrong(question)


def _hint(question: Ask) -> str:
    return f'<div class="hint" id="{escape(question.id)}_hint">{question.hint}</div>' if question.hint else ""


def _wrong(question: Ask) -> str:
    if not question.errors:
        return ""
    lines = "<br>".join(question.errors)
    place = f"{escape(question.id)}_error"
    return f'<p class="msg" id="{place}"><span class="sr">{_("Erreur :")} </span>{lines}</p>'
