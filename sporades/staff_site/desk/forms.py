"""What the desk asks of an officer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.registrations.actions.messaging import LONGEST
from sporades.ui.fields import TextField


class MessageForm(forms.Form):
    text = TextField(
        label=_("Votre message"),
        hint=_("Le candidat le lira mot pour mot, dans son espace et par courriel."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class NoteForm(forms.Form):
    text = TextField(
        label=_("Votre note"),
        hint=_("Le candidat a le droit de la lire : écrivez des faits. Rien sur la santé de personne."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
