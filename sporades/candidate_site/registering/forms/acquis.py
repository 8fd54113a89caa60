"""Step 7: what is already acquired, unit by unit, and for papers that are named only on a transcript.

First the kind of each acquis; then, on the same page, what that kind needs and
nothing else. A paper unknown here is taken as it is written: it never blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sporades.candidate_site.registering import sections
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import StepForm, Typed
from sporades.reference.load import reference
from sporades.registrations.offers import offer_of
from sporades.ui.fields import MarkField, NumberField, TextField
from sporades.ui.picking import ChoiceField, YesNoField

NONE = "none"
KEPT_MARK, EXEMPTION, VAE = "kept_mark", "exemption", "vae"
DETAILS = {KEPT_MARK: ("mark", "exam_session", "academy"), EXEMPTION: ("ground",), VAE: ()}
FREE = "libre"
OTHER_ACADEMY = "other"
MOST_FREE = 10
MORE = "more"  # the button « Ajouter une épreuve »
OLDEST_SESSION = 1970


@dataclass(frozen=True, slots=True)
class Line:
    """One unit, or one free line, and its questions as the page shows them."""

    slot: str
    unit: str
    title: str
    kind: BoundField
    name: BoundField | None
    details: tuple[BoundField, ...]
    is_first: bool  # of those that ask for details: one goes on there


class AcquisForm(StepForm):
    step = "acquis"

    has = YesNoField(
        label=_("Avez-vous des notes à conserver, des dispenses ou une VAE ?"),
        hint=_(
            "Vous ne repasserez pas les épreuves concernées. Un relevé de notes ou un diplôme vous sera demandé."
        ),
    )

    def ask(self) -> None:
        self.units = {unit.code: unit.title for unit in offer_of(self.case.specialty).units}
        said = reference().value
        self.kinds = [
            (NONE, gettext("Aucun acquis")),
            *((kind, said("acquis.kind", kind)) for kind in DETAILS),
        ]
        for code, title in self.units.items():
            self._ask_line(code, label=title)
        for place in range(self._free_lines()):
            self.fields[f"title-{FREE}{place}"] = TextField(
                label=_("Intitulé, tel qu’il figure sur votre relevé"), max_length=150, required=False
            )
            self._ask_line(f"{FREE}{place}", label=_("Acquis pour cette épreuve"))

    def _ask_line(self, slot: str, *, label: Any) -> None:
        field = ChoiceField(label=label, choices=(), required=False)
        field.choices = self.kinds  # nothing to choose is an answer: no line invites to
        self.fields[f"kind-{slot}"] = field
        title = self.units.get(slot) or self._said(f"title-{slot}")
        for name in DETAILS.get(self._kind(slot), ()):
            self.fields[f"{name}-{slot}"] = _detail(name, title, last_session=self.case.exam["exam_session"])

    def _free_lines(self) -> int:
        """Those filled in, and an empty one."""
        filled = [place for place in range(MOST_FREE) if self._said(f"title-{FREE}{place}")]
        return min(MOST_FREE, max(filled, default=-1) + 2)

    @property
    def slots(self) -> list[str]:
        return [name.removeprefix("kind-") for name in self.fields if name.startswith("kind-")]

    def _said(self, name: str) -> str:
        return str(self.held.get(name) or "").strip() if self.is_bound else ""

    def _kind(self, slot: str) -> str:
        return self._said(f"kind-{slot}") if self._said("has") == "yes" else ""

    @property
    def shown(self) -> str:
        """The details on the page; it comes back with the answers."""
        return " ".join(f"{slot}:{self._kind(slot)}" for slot in self.slots if DETAILS.get(self._kind(slot)))

    @property
    def wants_more(self) -> bool:
        seen = set(self.held.get("shown", self.shown).split())
        return super().wants_more or MORE in self.held or not set(self.shown.split()) <= seen

    @property
    def anchor(self) -> str:
        return "autres" if MORE in self.held else super().anchor

    def label_of(self, name: str) -> str:
        question, _dash, slot = name.partition("-")
        if not slot or (question == "kind" and slot in self.units):
            return super().label_of(name)
        return f"{self.units.get(slot) or self._said(f'title-{slot}')} : {super().label_of(name)}"

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(slot) for slot in self.slots if slot in self.units]

    @cached_property
    def free_lines(self) -> list[Line]:
        return [self._line(slot) for slot in self.slots if slot not in self.units]

    def _line(self, slot: str) -> Line:
        names = [f"{name}-{slot}" for name in DETAILS.get(self._kind(slot), ())]
        known = slot in self.units
        return Line(
            slot=slot,
            unit=slot if known else "",
            title=self.units[slot] if known else self._said(f"title-{slot}"),
            kind=self[f"kind-{slot}"],
            name=None if known else self[f"title-{slot}"],
            details=tuple(self[name] for name in names),
            is_first=bool(names) and self.shown.startswith(f"{slot}:"),
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("has"):
            self._forget_folded()
            return said
        given = list(self._given(said))
        self._check_titles(given)
        self._check_free_kinds(said)
        if not given and not self.errors:
            self._lacks("has", _("Choisissez au moins un acquis, ou répondez « Non »."))
        return said

    def _forget_folded(self) -> None:
        """Folded away with « Non »: whatever is in there asks nothing."""
        for name in [name for name in self.errors if name != "has"]:
            del self.errors[name]

    def _check_titles(self, given: list[dict[str, Any]]) -> None:
        titles = [one["title"].casefold() for one in given]
        for place, one in enumerate(given):
            if not one["title"]:
                self._lacks(
                    f"title-{one['slot']}", _("Écrivez l’intitulé de cette épreuve, comme sur votre relevé.")
                )
            elif not one["unit"] and one["title"].casefold() in titles[:place]:
                self._lacks(f"title-{one['slot']}", _("Cette épreuve est déjà dans votre liste."))

    def _check_free_kinds(self, said: dict[str, Any]) -> None:
        for slot in self.slots:
            if said.get(f"title-{slot}") and said.get(f"kind-{slot}") in ("", NONE):
                self._lacks(f"kind-{slot}", _("Dites quel acquis vous avez pour cette épreuve."))

    def _lacks(self, name: str, sentence: Any) -> None:
        if not self.has_error(name):
            self.add_error(name, ValidationError(sentence, code="required"))

    def _given(self, said: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for slot in self.slots:
            kind = said.get(f"kind-{slot}")
            if kind in DETAILS:
                known = slot in self.units
                title = self.units[slot] if known else said.get(f"title-{slot}", "")
                details = {name: said.get(f"{name}-{slot}") for name in DETAILS[kind]}
                yield {"slot": slot, "unit": slot if known else "", "title": title, "kind": kind, **details}

    def section(self) -> list[dict[str, Any]]:
        return sections.acquis(self._given(self.cleaned_data)) if self.cleaned_data["has"] else []

    @classmethod
    def typed_back(cls, section: Any, case: Case) -> Typed:
        typed: Typed = {"has": "yes" if section else "no"}
        free = 0
        for one in section:
            slot = one["unit"] or f"{FREE}{free}"
            if not one["unit"]:
                typed[f"title-{slot}"] = one["title"]
                free += 1
            typed[f"kind-{slot}"] = one["kind"]
            for name in DETAILS[one["kind"]]:
                typed[f"{name}-{slot}"] = _typed_detail(name, one[name])
        return typed


def _typed_detail(name: str, value: Any) -> str:
    if name == "academy":
        return value or OTHER_ACADEMY
    return "" if value is None else str(value).replace(".", ",")


def _detail(name: str, title: str, *, last_session: int) -> Any:
    if name == "mark":
        return MarkField(
            label=_("Note obtenue, sur 20"),
            hint=_("Exemple : 12,5"),
            missing=_lacking(title, _("indiquez la note.")),
        )
    if name == "exam_session":
        return NumberField(
            label=_("Session (année) où vous l’avez obtenue"),
            hint=_("Exemple : 2023"),
            missing=_lacking(title, _("indiquez l’année de la session.")),
            min_value=OLDEST_SESSION,
            max_value=last_session,
            error_messages=dict.fromkeys(
                ("min_value", "max_value"), _("Vérifiez l’année de cette session. Exemple : 2023.")
            ),
        )
    if name == "academy":
        return ChoiceField(
            label=_("Académie où vous l’avez obtenue"),
            choices=_academies(),
            missing=_lacking(title, _("choisissez l’académie.")),
        )
    return ChoiceField(
        label=_("Ce qui vous dispense"),
        choices=_grounds(),
        missing=_lacking(title, _("dites ce qui vous dispense.")),
    )


def _lacking(title: str, asked: Any) -> Any:
    return format_lazy(_("{title} : {asked}"), title=title, asked=asked)


def _academies() -> list[tuple[str, Any]]:
    named = sorted((one.name, one.code) for one in reference().academies.values())
    return [*((code, name) for name, code in named), (OTHER_ACADEMY, _("Une autre, ou je ne sais plus"))]


def _grounds() -> list[tuple[str, str]]:
    # A decision of VAE is a kind of acquis of its own.
    return [
        (code, reference().value("acquis.ground", code))
        for code in reference().choices.grounds
        if code != "vae_jury"
    ]
