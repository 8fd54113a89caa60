"""Step 3: what the account does not know of the person: sex, nationality, birth, parents if born abroad."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sporades.candidate_site.registering import nationalities, places, sections
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import KnownField, StepForm, Typed
from sporades.reference.load import reference
from sporades.ui.fields import NameField, TextField
from sporades.ui.picking import RadioField

OTHER = "other"


class IdentityForm(StepForm):
    step = "identity"
    field_order = (
        "sex", "usage_name", "nationality", "other_nationality", "birth_place", "birth_area",
        "father_name", "mother_name",
    )  # fmt: skip

    usage_name = NameField(
        label=_("Nom d’usage"),
        hint=_(
            "Seulement s’il figure sur votre pièce d’identité. Exemple : le nom de votre époux ou épouse."
        ),
        required=False,
        autocomplete="family-name",
    )
    birth_place = TextField(
        label=_("Commune de naissance"),
        hint=_("Comme sur votre pièce d’identité. Exemples : Grasse, Paris 12e, Porto."),
        max_length=100,
    )
    father_name = NameField(label=_("Nom et prénoms de votre père"), required=False)
    mother_name = NameField(label=_("Nom et prénoms de votre mère"), required=False)

    def ask(self) -> None:
        said = reference().value
        self.fields["sex"] = RadioField(
            label=_("Sexe"),
            hint=_("Celui de votre état civil."),
            choices=[(code, said("identity.sex", code)) for code in ("F", "M")],
        )
        self.fields["nationality"] = RadioField(
            label=_("Nationalité"),
            choices=[(nationalities.FRENCH, _("Française")), (OTHER, _("Autre nationalité"))],
            hints={nationalities.FRENCH: _("Y compris si vous en avez une autre.")},
        )
        self.fields["other_nationality"] = KnownField(
            label=_("Laquelle ?"),
            hint=_("Écrivez la nationalité ou le pays. Exemples : portugaise, Sénégal."),
            required=False,
            **nationalities.search(),
        )
        self.fields["birth_area"] = KnownField(
            label=_("Département de naissance, ou pays"),
            hint=_(
                "Né en France : le département ou son numéro. Né ailleurs : le pays. Exemples : 06, La Réunion, Maroc."
            ),
            error_messages={
                "nothing": _(
                    "Rien ne correspond à « %(typed)s ». Né en France, écrivez le département ou son numéro ; "
                    "né ailleurs, le pays."
                )
            },
            **places.search_of_births(),
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("nationality") == OTHER and not (
            said.get("other_nationality") or self.has_error("other_nationality")
        ):
            self.add_error(
                "other_nationality",
                ValidationError(_("Dites de quelle nationalité vous êtes."), code="required"),
            )
        area = said.get("birth_area", "")
        if area and places.country_and_department(area)[0] != places.FRANCE:
            self._ask_parents(said)
        return said

    def _ask_parents(self, said: dict[str, Any]) -> None:
        """One parent is enough: a birth certificate may name one only."""
        wrong = self.has_error("father_name") or self.has_error("mother_name")
        if not (wrong or said.get("father_name") or said.get("mother_name")):
            self.add_error(
                "father_name",
                ValidationError(
                    _("Naissance à l’étranger : indiquez le nom d’au moins un de vos parents."),
                    code="required",
                ),
            )

    def section(self) -> dict[str, Any]:
        return sections.identity(self.cleaned_data, self.case)

    @classmethod
    def typed_back(cls, section: Any, case: Case) -> Typed:
        area = places.area_of(section["birth_country"], section["birth_department"])
        french = section["nationality"] == nationalities.FRENCH
        typed: Typed = {
            name: section[name] for name in ("usage_name", "sex", "birth_place", "father_name", "mother_name")
        }
        typed["nationality"] = nationalities.FRENCH if french else OTHER
        typed["other_nationality"] = "" if french else section["nationality"]
        typed["birth_area"] = area
        return typed
