"""What is asked of an administrator about somebody of the office?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.reference.load import reference
from sporades.rules.rights import Mandate, Role
from sporades.staff_site.showing import ROLES
from sporades.ui.fields import EmailField, NameField, TextField
from sporades.ui.picking import BoxesField, RadioField, TickField

DOES = {
    Role.OFFICER.value: _("Contrôle les pièces, décide, répond."),
    Role.HEAD.value: _("En plus : annule, écarte, rétablit, prolonge, approuve les listes."),
    Role.ADMINISTRATOR.value: _("Les calendriers et les personnes. N’ouvre aucun dossier."),
    Role.READER.value: _("Lit, et ne change rien."),
}


ORDER = ("email", "name", "role", "academies", "diplomas", "sees_files", "sees_handicap")


class MandateForm(forms.Form):
    """A name and what is given; the académies offered are those of who gives."""

    name = NameField(label=_("Prénom et nom"))
    role = RadioField(
        label=_("Rôle"),
        choices=[(one.value, str(name).capitalize()) for one, name in ROLES.items()],
        hints=DOES,
    )
    sees_files = TickField(
        label=_("Ouvre les dossiers"),
        hint=_("Sans cela, une consultation ne voit que le tableau de bord."),
        required=False,
        initial=True,
    )
    sees_handicap = TickField(
        label=_("Voit le handicap et les aménagements"),
        hint=_("Des données de santé : pour qui en a l’usage seulement."),
        required=False,
    )

    def __init__(self, *args: Any, within: Mandate, **options: Any) -> None:
        super().__init__(*args, **options)
        known = reference()
        self.fields["academies"] = BoxesField(
            label=_("Académies"),
            choices=[(code, known.academies[code].name) for code in sorted(within.academies)],
        )
        self.fields["diplomas"] = BoxesField(
            label=_("Diplômes"),
            hint=_("Aucun coché : tous."),
            required=False,
            choices=[(one.code, one.name) for one in known.diplomas.values()],
        )
        self.order_fields(ORDER)

    def mandate(self) -> Mandate:
        said = self.cleaned_data
        return Mandate(
            role=Role(said["role"]),
            academies=frozenset(said["academies"]),
            diplomas=frozenset(said["diplomas"]),
            sees_files=said["sees_files"],
            sees_handicap=said["sees_handicap"],
        )


class InviteForm(MandateForm):
    email = EmailField(
        label=_("Adresse électronique"),
        hint=_("Professionnelle et personnelle : jamais une boîte partagée, ni celle d’un candidat."),
        max_length=254,
        autocomplete="off",
    )


class ReasonForm(forms.Form):
    reason = TextField(
        label=_("Motif"),
        hint=_("Il est gardé au journal."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def typed_back(name: str, mandate: Mandate) -> dict[str, object]:
    """What the form of this mandate would have held."""
    return {
        "name": name,
        "role": mandate.role.value,
        "academies": sorted(mandate.academies),
        "diplomas": sorted(mandate.diplomas),
        "sees_files": mandate.sees_files,
        "sees_handicap": mandate.sees_handicap,
    }
