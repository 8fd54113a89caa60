"""Which answers may an officer correct one by one, and how is each one asked?

Names and birth date are the account's: they are rectified for every inscription
at once. Diploma, speciality and form are the head of office's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.reference.load import reference
from sporades.registrations.queries.answers import at
from sporades.rules.answers import Answers
from sporades.rules.rights import Mandate
from sporades.ui.fields import NameField, NumberField, TextField
from sporades.ui.picking import BoxesField, ChoiceField, SearchField, YesNoField, find_in

# Absent, not blank, for who has no right to it.
HANDICAP = frozenset({"situation.handicap", "situation.accommodation"})


@dataclass(frozen=True, slots=True)
class Line:
    path: str
    label: str
    value: str


def _choices(path: str) -> list[tuple[str, str]]:
    said = reference().wording["values"]
    own = [(key.removeprefix(f"{path}."), text) for key, text in said.items() if key.startswith(f"{path}.")]
    return own or [(key.removeprefix("*."), text) for key, text in said.items() if key.startswith("*.")]


def _choice(path: str, *, required: bool = True) -> forms.Field:
    return ChoiceField(label=reference().label(path), choices=_choices(path), required=required)


def _boxes(path: str) -> forms.Field:
    return BoxesField(label=reference().label(path), choices=_choices(path), required=False)


def _text(path: str, *, required: bool = True) -> forms.Field:
    return TextField(label=reference().label(path), max_length=100, required=required)


def _name(path: str) -> forms.Field:
    return NameField(label=reference().label(path), required=False)


def _country(path: str) -> forms.Field:
    countries = [(country.code, country.name) for country in reference().countries.values()]
    return SearchField(label=reference().label(path), **find_in(countries))


def _department(path: str) -> forms.Field:
    known = [(one.code, f"{one.name} ({one.code})") for one in reference().departments.values()]
    return SearchField(label=reference().label(path), required=False, **find_in(known))


def _number(path: str) -> forms.Field:
    return NumberField(label=reference().label(path), min_value=0, max_value=600, required=False)


def _yes_no(path: str) -> forms.Field:
    return YesNoField(label=reference().label(path))


_optional_choice, _optional_text = partial(_choice, required=False), partial(_text, required=False)
ASKED: Mapping[str, Callable[[str], forms.Field]] = {
    "identity.usage_name": _name,
    "identity.sex": _choice,
    "identity.nationality": _country,
    "identity.birth_country": _country,
    "identity.birth_department": _department,
    "identity.birth_place": _text,
    "identity.father_name": _name,
    "identity.mother_name": _name,
    "situation.category": _choice,
    "situation.training_name": _optional_text,
    "situation.experience_months": _number,
    "situation.experience_field": _optional_text,
    "situation.diplomas_held": _boxes,
    "situation.service_day": _choice,
    "situation.handicap": _yes_no,
    "situation.accommodation": _choice,
    "papers.pe": _choice,
    "papers.pe_activities": _boxes,
    "papers.language": _optional_choice,
    "papers.second_language": _optional_choice,
    "papers.optional_language": _optional_choice,
}


def paths(mandate: Mandate) -> Iterator[str]:
    return (path for path in ASKED if mandate.sees_handicap or path not in HANDICAP)


def lines(answers: Answers, mandate: Mandate) -> list[Line]:
    """Each answer that may be corrected, as people read it."""
    return [Line(path, reference().label(path), said(answers, path)) for path in paths(mandate)]


def said(answers: Answers, path: str) -> str:
    """One answer in words."""
    held = at(answers, path)
    if isinstance(held, bool):
        return str(_("Oui") if held else _("Non"))
    if path in {"identity.nationality", "identity.birth_country"}:
        country = reference().countries.get(held)
        if country is None:
            return str(held)
        return country.spoken_nationality if path == "identity.nationality" else country.name
    if path == "identity.birth_department":
        department = reference().departments.get(held)
        return f"{department.name} ({department.code})" if department else str(held)
    if isinstance(held, tuple):
        return reference().value(path, ", ".join(held))
    return "" if held is None else reference().value(path, str(held))


def kept(value: Any) -> Any:
    """What the form gave, as the answers keep it."""
    return tuple(value) if isinstance(value, list) else value
