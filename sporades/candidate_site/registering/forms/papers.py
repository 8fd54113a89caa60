"""Step 6: in one session or over several, which papers, which sport, which languages, which options?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sporades.candidate_site.registering import sections
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import StepForm, Typed
from sporades.reference.load import reference
from sporades.registrations.offers import offer_of
from sporades.rules import offers
from sporades.rules.catalogue import Unit
from sporades.rules.offers import LANGUAGES, NO_LANGUAGE, Offer, is_certain
from sporades.ui.picking import BoxesField, ChoiceField, RadioField

FORM_HINTS = {
    "cap": {
        "global": _("La seule forme possible pour un mineur."),
    },
}
SPORT_HINTS = {
    "unfit": _("Vous déposerez un certificat médical : il dit l’inaptitude et ses dates, jamais sa cause."),
    "exempt": _("Possible pour un candidat qui n’est pas un ancien élève de lycée ou de CFA."),
}


class PapersForm(StepForm):
    step = "papers"

    def ask(self) -> None:
        self.offer = offer_of(self.case.specialty)
        self._ask_form()
        if self.asks_sport:
            self._ask_sport()
        for name, unit in zip(LANGUAGES, self.offer.languages, strict=False):
            self.fields[name] = _language_field(unit)
        if self.offer.optional:
            self._ask_optional()

    @property
    def asks_sport(self) -> bool:
        return self.offer.sport is not None and self.offer.sport.code not in self.case.kept_units

    def _ask_form(self) -> None:
        diploma, said = self.case.diploma, reference().value
        self.fields["form"] = RadioField(
            label=_("Comment passez-vous l’examen ?"),
            hint=_("Au CAP, ce choix est définitif jusqu’à l’obtention du diplôme.")
            if diploma.code == "cap"
            else "",
            choices=[(code, said("papers.form", code)) for code in diploma.forms],
            hints=FORM_HINTS.get(diploma.code),
        )
        if units := (*self.offer.main, *self.offer.languages):
            self.fields["units"] = BoxesField(
                label=_("Épreuves que vous passez à cette session"),
                choices=[(unit.code, unit.title) for unit in units],
                required=False,
            )

    def _ask_sport(self) -> None:
        said, asked = reference().value, self.case.diploma.pe_count
        activities = [
            (code, said("papers.pe_activities", code)) for code in reference().choices.pe_activities
        ]
        self.fields["pe"] = RadioField(
            label=_("Éducation physique et sportive (EPS)"),
            choices=[
                ("sit", _("Je passe l’épreuve")),
                ("unfit", _("Je suis inapte")),
                ("exempt", _("Je demande à en être dispensé")),
                ("none", _("Je la passerai à une autre session (forme progressive)")),
            ],
            hints=SPORT_HINTS,
        )
        several = asked > 1
        self.fields["pe_activities"] = (BoxesField if several else RadioField)(
            label=_("Vos deux activités, de deux champs différents") if several else _("Votre activité"),
            choices=activities,
            required=False,
        )

    def _ask_optional(self) -> None:
        most = self.case.diploma.optional_count
        self.fields["optional"] = BoxesField(
            label=_("Épreuves facultatives"),
            hint=ngettext(
                "Une au plus. Seuls les points au-dessus de 10 comptent.",
                "%(most)s au plus. Seuls les points au-dessus de 10 comptent.",
                most,
            ) % {"most": most},
            choices=[(unit.code, unit.title.removesuffix(" (facultative)")) for unit in self.offer.optional],
            required=False,
        )  # fmt: skip
        if self.offer.optional_languages:
            self.fields["optional_language"] = ChoiceField(
                label=_("Langue de l’épreuve facultative"), choices=_languages(), required=False
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, code in offers.lacking(said, self.offer, self.case.diploma, self.case.kept_units):
            if name in self.fields and not self.has_error(name):
                self.add_error(name, ValidationError(reference().say(code), code="required"))
        return said

    def section(self) -> dict[str, Any]:
        return sections.papers(self.cleaned_data, self.case)

    @classmethod
    def typed_back(cls, section: Any, case: Case) -> Typed:
        offer = offer_of(case.specialty)
        return {
            "form": section["form"],
            "units": list(section["units"]) if section["form"] == "progressive" else [],
            "pe": section["pe"],
            "pe_activities": list(section["pe_activities"]),
            "language": _typed_language(section["language"], offer, 0),
            "second_language": _typed_language(section["second_language"], offer, 1),
            "optional": list(section["optional"]),
            "optional_language": section["optional_language"],
        }


def _typed_language(language: str, offer: Offer, place: int) -> str:
    uncertain = place < len(offer.languages) and not is_certain(offer.languages[place])
    return language or (NO_LANGUAGE if uncertain else "")


def _language_field(unit: Unit) -> forms.Field:
    lines = _languages()
    if not is_certain(unit):
        lines = [(NO_LANGUAGE, _("Pas dans ma spécialité, ou je ne sais pas")), *lines]
    return ChoiceField(
        label=unit.title,
        hint=_("La langue dépend de ce que propose l’académie.")
        if is_certain(unit)
        else _("Certaines spécialités n’ont pas cette épreuve. Le règlement de la vôtre le dit."),
        choices=lines,
        required=False,
        missing=_("Choisissez la langue de cette épreuve."),
    )


def _languages() -> list[tuple[str, Any]]:
    said = reference().value
    return [(code, said("papers.language", code)) for code in reference().choices.languages]
