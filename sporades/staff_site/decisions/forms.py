"""What a decision asks of who takes it: a reason, and often a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.rules.rights import Act
from sporades.ui.fields import DateField, TextField
from sporades.ui.picking import ChoiceField, RadioField, TickField

LONGEST = 2000
YEARS = (2020, 2100)


class ReasonForm(forms.Form):
    reason = TextField(
        label=_("Motif"),
        hint=_("Le candidat le lira mot pour mot. Des faits, des dates, la règle ; rien sur la santé."),
        missing=_("Écrivez le motif : le candidat doit pouvoir le comprendre et le contester."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DatedForm(ReasonForm):
    until = DateField(
        label=_("Jusqu’à quel jour"),
        hint=_("Ce jour compris, 23 h 59, à l’heure de l’académie. Exemple : 2 12 2024"),
        years=YEARS,
        missing=_("Donnez un jour."),
    )


class ReopenForm(ReasonForm):
    until = DateField(
        label=_("Jusqu’à quel jour"),
        hint=_("Inutile si une prolongation couvre déjà ce dossier. Exemple : 2 12 2024"),
        years=YEARS,
        required=False,
    )


class PersonalDateForm(DatedForm):
    reopens = TickField(
        label=_("Laisser aussi modifier l’inscription jusqu’à ce jour"),
        hint=_("Sans cette case, seules les dates de dépôt des pièces sont reportées."),
        required=False,
    )


class AcademyForm(ReasonForm):
    """`academies`: the others that have a calendar for this exam."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, academies: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.academies = academies
        self.fields["academy"] = ChoiceField(label=_("Académie d’arrivée"), choices=academies)
        self.order_fields(["academy", "reason"])


class RefusedMoveForm(forms.Form):
    answer = TextField(
        label=_("Si vous refusez, dites pourquoi"),
        hint=_("L’académie de départ le lira. Le candidat n’est pas prévenu."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    answer = TextField(
        label=_("Pourquoi ne pas suivre cette proposition"),
        hint=_("Le gestionnaire le lira. Le candidat n’est pas prévenu."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProposalForm(forms.Form):
    """`acts`: what may be proposed in the file's state, each with its label."""

    act = RadioField(label=_("Ce que vous proposez"), choices=[])
    reason = TextField(
        label=_("Motif"),
        hint=_("Le chef de bureau le lira. Le candidat n’est pas prévenu ; il peut demander à le lire."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, acts: list[tuple[Act, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["act"]
        assert isinstance(field, RadioField)  # noqa: S101 - for the types
        field.choices = [(act.value, label) for act, label in acts]
