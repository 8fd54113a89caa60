"""Step 5: in which capacity one registers, what one has done and holds, service and accommodation.

Nothing medical is asked anywhere: yes or no, and the decision that exists.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sporades.candidate_site.registering import sections
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import StepForm, Typed
from sporades.reference.load import reference
from sporades.registrations import offers
from sporades.rules.pieces import age_on
from sporades.ui.fields import NumberField, TextField
from sporades.ui.picking import BoxesField, RadioField, YesNoField

IN_TRAINING = ("distance", "training")
CATEGORIES = ("individual", "distance", "training", "former_pupil")
CATEGORY_HINTS = {
    "individual": _("Vous préparez l’examen par vous-même."),
    "distance": _("Avec le CNED ou un autre organisme à distance."),
    "training": _("Avec un organisme de formation, un GRETA, votre employeur."),
    "former_pupil": _("Vous l’avez préparé en lycée ou en CFA, et vous le repassez sans formation."),
}
SERVICE = ("done", "census", "exempt", "not_yet")
# Code du service national, L113-4 and L114-6: asked of the French from 16 until 25.
SERVICE_FROM, SERVICE_BEFORE = 16, 25


def service_is_asked(nationality: str, birth: date, today: date) -> bool:
    return nationality == "FR" and SERVICE_FROM <= age_on(birth, today) < SERVICE_BEFORE


class SituationForm(StepForm):
    step = "situation"
    field_order = (
        "category", "training_name", "experience_months", "experience_field", "diplomas_held",
        "service_day", "handicap", "accommodation",
    )  # fmt: skip

    training_name = TextField(
        label=_("Formation suivie"),
        hint=_("Son nom et celui de l’organisme."),
        max_length=150,
        required=False,
    )
    experience_field = TextField(
        label=_("Dans quel métier ou domaine ?"),
        hint=_("En quelques mots. Exemple : commis de cuisine, restauration."),
        max_length=150,
        required=False,
    )
    handicap = YesNoField(
        label=_("Handicap : demandez-vous un aménagement d’épreuves, ou en avez-vous déjà un ?"),
        hint=_("Répondez OUI dans les deux cas. Ne donnez ici aucune information médicale."),
    )

    def ask(self) -> None:
        known, said = reference(), reference().value
        self.fields["category"] = RadioField(
            label=_("Comment préparez-vous cet examen ?"),
            choices=[(code, said("situation.category", code)) for code in CATEGORIES],
            hints=CATEGORY_HINTS,
        )
        self.fields["experience_months"] = NumberField(
            label=_("Expérience professionnelle dans ce métier, en mois"),
            hint=self._experience_hint(),
            required=False,
            min_value=0,
            max_value=720,
            error_messages=dict.fromkeys(
                ("min_value", "max_value"), _("Vérifiez ce nombre de mois. Exemple : 36.")
            ),
        )
        self.fields["diplomas_held"] = BoxesField(
            label=_("Diplômes et titres que vous avez déjà"),
            hint=_("Cochez tous ceux que vous avez."),
            choices=[(code, said("situation.diplomas_held", code)) for code in known.choices.diplomas_held],
            missing=_("Cochez vos diplômes, ou « Aucun diplôme »."),
        )
        if self.asks_service:
            self.fields["service_day"] = RadioField(
                label=_("Service national"),
                hint=_("Recensement, puis Journée défense et citoyenneté (JDC)."),
                choices=[(code, said("situation.service_day", code)) for code in SERVICE],
            )
        self.fields["accommodation"] = RadioField(
            label=_("Où en êtes-vous ?"),
            choices=[(code, said("situation.accommodation", code)) for code in ("existing", "new")],
            required=False,
        )

    @property
    def asks_service(self) -> bool:
        person = self.case.sections.get("identity")
        return person is not None and service_is_asked(
            person["nationality"], self.case.identity.birth_date, self.case.today
        )

    def _experience_hint(self) -> Any:
        asked = offers.asked_experience(self.case.diploma, self.case.specialty)
        example = _(
            "Un mois commencé compte en entier. Exemple : 36 pour trois ans. Écrivez 0 si vous n’en avez pas."
        )
        return format_lazy("{} {}", _asked(asked), example) if asked else example

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("category") in IN_TRAINING and not said.get("training_name"):
            self._lacks("training_name", _("Dites quelle formation vous suivez, et avec quel organisme."))
        if said.get("handicap") and not said.get("accommodation"):
            self._lacks("accommodation", _("Dites si vous avez déjà une notification d’aménagement."))
        held = said.get("diplomas_held", [])
        if "none" in held and len(held) > 1:
            self._lacks("diplomas_held", _("Cochez vos diplômes, ou « Aucun diplôme », mais pas les deux."))
        return said

    def _lacks(self, name: str, sentence: Any) -> None:
        if not self.has_error(name):
            self.add_error(name, ValidationError(sentence, code="required"))

    def section(self) -> dict[str, Any]:
        return sections.situation(self.cleaned_data)

    @classmethod
    def typed_back(cls, section: Any, case: Case) -> Typed:
        months = section["experience_months"]
        return {
            **{
                name: section[name]
                for name in ("category", "training_name", "experience_field", "service_day")
            },
            "experience_months": "" if months is None else str(months),
            "diplomas_held": list(section["diplomas_held"]) or ["none"],
            "handicap": "yes" if section["handicap"] else "no",
            "accommodation": section["accommodation"] if section["handicap"] else "",
        }


def _asked(asked: str) -> Any:
    return format_lazy(_("Cet examen demande {asked}."), asked=asked)
