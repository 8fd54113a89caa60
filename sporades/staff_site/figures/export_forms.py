"""What is asked of whoever takes a file out: which files, which columns, in which format, and for what."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sporades.adapters.spreadsheets import CSV, XLSX
from sporades.reference.load import reference
from sporades.registrations.queries import asked, exports
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Mandate
from sporades.staff_site.figures.told import named
from sporades.staff_site.worklist.filters import AnyField, fields_of
from sporades.ui.fields import TextField
from sporades.ui.picking import BoxesField, ChoiceField, RadioField

if TYPE_CHECKING:
    from sporades.calendars.models import Calendar

CAMPAIGN = "campagne"
SHORTEST, LONGEST = 15, 500


def filters_form(
    query: Mapping[str, str], mandate: Mandate, campaigns: "Iterable[Calendar]", chosen: "Calendar"
) -> forms.Form:
    """The filters of the work list, for a campaign, as this address has set them."""
    form = forms.Form(initial={CAMPAIGN: str(chosen.id), **exports.kept(query, mandate)}, auto_id="filter_%s")
    choices = [(str(one.id), named(one.academy, one.exam_session)) for one in campaigns]
    # The first line of a list invites to choose: there is always a campaign here.
    form.fields[CAMPAIGN] = ChoiceField(label=_("Campagne"), choices=choices)
    form.fields.update({name: field for name, field in fields_of(mandate).items() if name != asked.ORDER})
    states = [(code, reference().say(f"state_{code}")) for code in exports.STATES]
    form.fields[asked.STATE] = AnyField(label=_("État"), every=_("Tous"), choices=states)
    form.fields[exports.WAITING] = AnyField(
        label=_("Attend une décision"), every=_("Tous"), choices=[("oui", _("Oui, seulement ceux-là"))]
    )
    return form


class ExportForm(forms.Form):
    purpose = TextField(
        label=_("À quoi servira ce fichier, et qui le recevra\u00a0?"),
        hint=_(
            "Gardé avec l’export, et lu par qui doit l’accorder. Exemple\u00a0: convoquer à l’EPS, pour le centre du"
            " lycée Les Palmiers"
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    columns = BoxesField(
        label=_("Colonnes"),
        hint=_("Seulement ce dont vous avez besoin."),
        choices=[],
        missing=_("Choisissez au moins une colonne."),
    )
    file_format = RadioField(
        label=_("Format"),
        choices=[(XLSX, _("Classeur (XLSX)")), (CSV, _("Texte à points-virgules (CSV)"))],
        initial=XLSX,
        missing=_("Choisissez un format."),
    )

    def __init__(self, mandate: Mandate, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={"columns": list(exports.USUAL), "file_format": XLSX})
        field = self.fields["columns"]
        if isinstance(field, BoxesField):
            codes = exports.columns_for(mandate)
            field.choices = [(code, reference().say(f"column_{code}")) for code in codes]

    def clean_purpose(self) -> str:
        purpose: str = self.cleaned_data["purpose"]
        if len(purpose) < SHORTEST:
            raise ValidationError(
                _("Dites en quelques mots à quoi servira ce fichier, et qui le recevra."), code="short"
            )
        return purpose

    def say(self, blocked: Blocked) -> None:
        for reason in blocked.reasons:
            self.add_error(None, reference().say(reason.code))


class AnswerForm(forms.Form):
    answer = TextField(
        label=_("Pourquoi cet export n’est pas accordé"),
        hint=_("La personne qui l’a demandé lit cette réponse."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
