"""Which diploma, speciality and form may an inscription be corrected to, and what does each one ask?

The form grows: the papers that are asked are those of the speciality shown.
Another one is chosen, and its own papers are asked before anything is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from sporades.calendars import queries as calendars
from sporades.reference.load import reference
from sporades.registrations.offers import offer_of, open_specialties
from sporades.registrations.queries import answers as registrations
from sporades.rules import offers
from sporades.rules.answers import Answers
from sporades.rules.catalogue import Specialty, Unit, find
from sporades.rules.offers import LANGUAGES, NO_LANGUAGE, Offer
from sporades.rules.rights import Mandate, covers
from sporades.staff_site.decisions.forms import ReasonForm
from sporades.staff_site.desk import correctable
from sporades.ui.picking import BoxesField, ChoiceField, RadioField, SearchField, searching
from sporades.ui.widgets import Matches

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

MOST_MATCHES = 15


@dataclass(frozen=True, slots=True)
class Known:
    """What the inscription says now, and the specialities it may be corrected to."""

    answers: Answers
    version: int
    specialties: Mapping[str, Specialty]


def known_of(row: "Registration", mandate: Mandate) -> Known:
    """Those of the diplomas that its académie has a window for, within the mandate; and its own."""
    answers = registrations.last(row)
    diplomas = [
        one.diploma
        for one in calendars.windows_of(row.window.calendar_id)
        if covers(mandate, academy=row.academy, diploma=one.diploma)
    ]
    open_ones = (open_specialties(diploma, row.exam_session) for diploma in diplomas)
    own = {row.specialty: reference().specialties[row.specialty]}
    return Known(answers, row.version, own | {code: one for some in open_ones for code, one in some.items()})


class ExamCorrectionForm(ReasonForm):
    """`held`: what was typed before another speciality was chosen; while one searches, nothing is complained of."""

    def __init__(self, known: Known, data: Any = None, *, held: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.known = known
        self.quiet = bool(data) and searching(data)
        self.fields["specialty"] = self._exam_field()
        self.chosen = self._chosen(held)
        self.offer = offer_of(self.chosen)
        self.kept = registrations.kept_units(registrations.acquis_for(known.answers, self.chosen.code))
        for name, field in self._asked():
            self.fields[name] = field
        for name in ("seen", "shown"):
            self.fields[name] = forms.CharField(widget=forms.HiddenInput)
        self.initial = {
            **_initial(known.answers, self.chosen, self.offer),
            **(held or {}),
            "specialty": self.chosen.code,
            "seen": known.version,
            "shown": self.chosen.code,
        }
        self.order_fields(["specialty", "form", "units", *LANGUAGES])
        self.order_fields([name for name in self.fields if name != "reason"])

    def full_clean(self) -> None:
        super().full_clean()
        if self.quiet:
            self._errors = ErrorDict()

    def is_valid(self) -> bool:
        return not self.quiet and super().is_valid()

    @property
    def has_others_papers(self) -> bool:
        """Another speciality was chosen than the one whose papers were shown: nothing is decided of it yet."""
        return self.is_bound and not self.quiet and self.data.get("shown") != self.chosen.code

    def of_chosen(self) -> "ExamCorrectionForm":
        """The same form with the papers of the speciality that was chosen."""
        held = {"specialty": self.chosen.code, "reason": self.data.get("reason", "")}
        return ExamCorrectionForm(self.known, held={**held, "form": self.data.get("form", "")})

    def said(self) -> dict[str, Any]:
        """What the action asks."""
        given = dict(self.cleaned_data)
        given.pop("shown")
        named = {name: given.pop(name) for name in ("specialty", "reason")}
        return {**named, "seen": int(given.pop("seen")), "said": given}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        diploma = reference().diplomas[self.chosen.diploma]
        for name, code in offers.lacking(said, self.offer, diploma, self.kept):
            if name in self.fields and not self.has_error(name):
                self.add_error(name, ValidationError(reference().say(code), code="required"))
        if not str(said.get("seen")).isdecimal():
            self.add_error(None, _("Rouvrez cette page depuis le dossier."))
        return said

    def _exam_field(self) -> SearchField:
        specialties = self.known.specialties

        def matches(typed: str) -> Matches:
            found = find(specialties.values(), typed[:80])[:MOST_MATCHES]
            return [(one.code, _label(one)) for one in found]

        return SearchField(
            label=_("Diplôme et spécialité"),
            hint=_("Écrivez le diplôme ou un mot de la spécialité. Exemple : bp boucher"),
            find=matches,
            label_of=lambda code: _label(specialties[code]) if code in specialties else "",
        )

    def _chosen(self, held: Mapping[str, Any] | None) -> Specialty:
        own = self.known.specialties[self.known.answers.exam.specialty]
        code = str((held or {}).get("specialty", ""))
        if self.is_bound:
            code = self.fields["specialty"].widget.value_from_datadict(self.data, {}, "specialty").code
        return self.known.specialties.get(code, own)

    def _asked(self) -> Iterator[tuple[str, forms.Field]]:
        ways = reference().diplomas[self.chosen.diploma].forms
        choices = [(code, reference().value("papers.form", code)) for code in ways]
        yield "form", RadioField(label=reference().label("papers.form"), choices=choices)
        if units := (*self.offer.main, *self.offer.languages):
            yield "units", _units_field(units)
        for name, unit in zip(LANGUAGES, self.offer.languages, strict=False):
            if unit.code not in self.kept:
                yield name, _language_field(unit)
        yield from self._asked_beside()

    def _asked_beside(self) -> Iterator[tuple[str, forms.Field]]:
        """Sport, and what is optional."""
        offer = self.offer
        if offer.sport is not None and offer.sport.code not in self.kept:
            yield _asked_by("papers.pe")
            yield _asked_by("papers.pe_activities")
        if offer.optional:
            label = reference().label("papers.optional")
            yield "optional", BoxesField(label=label, choices=_named(offer.optional), required=False)
        if offer.optional_languages:
            yield _asked_by("papers.optional_language")


def _asked_by(path: str) -> tuple[str, forms.Field]:
    return path.removeprefix("papers."), correctable.ASKED[path](path)


def _label(one: Specialty) -> str:
    """« CAP Pâtissier »"""
    return f"{reference().diplomas[one.diploma].short} {one.title}"


def _named(units: tuple[Unit, ...]) -> list[tuple[str, str]]:
    return [(unit.code, unit.title) for unit in units]


def _units_field(units: tuple[Unit, ...]) -> BoxesField:
    return BoxesField(
        label=_("Épreuves passées à cette session"),
        hint=_("En forme progressive seulement : en forme globale, toutes le sont."),
        choices=_named(units),
        required=False,
    )


def _language_field(unit: Unit) -> forms.Field:
    said = reference().value
    lines = [(code, said("papers.language", code)) for code in reference().choices.languages]
    if not offers.is_certain(unit):
        lines = [(NO_LANGUAGE, reference().say("language_not_chosen").capitalize()), *lines]
    return ChoiceField(label=unit.title, choices=lines, required=False)


def _initial(answers: Answers, chosen: Specialty, offer: Offer) -> dict[str, Any]:
    """What was answered, as far as it is a question of this speciality too."""
    before, papers = offer_of(reference().specialties[answers.exam.specialty]), answers.papers
    same_diploma = chosen.diploma == answers.exam.diploma
    titles = {unit.code: unit.title for unit in before.units} if same_diploma else {}
    same = {unit.code for unit in offer.units if titles.get(unit.code) == unit.title}
    spoken = zip(LANGUAGES, (papers.language, papers.second_language), strict=True)
    languages = {name: language or (NO_LANGUAGE if same_diploma else "") for name, language in spoken}
    return {
        **languages,
        "form": papers.form,
        "units": [code for code in papers.units if code in same] if papers.form == "progressive" else [],
        "pe": papers.pe,
        "pe_activities": list(papers.pe_activities),
        "optional": [code for code in papers.optional if code in same],
        "optional_language": papers.optional_language,
    }
