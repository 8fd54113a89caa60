"""What the head of office says to strike one person out, or to undo a whole limit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.staff_site.decisions.forms import LONGEST, DatedForm
from sporades.ui.fields import TextField
from sporades.ui.picking import TickField


class StrikeForm(forms.Form):
    reason = TextField(
        label=_("Pourquoi retirer cette personne de la liste"),
        hint=_("Gardé au dossier et au journal. Le candidat n’est pas prévenu : rien ne change pour lui."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UndoForm(DatedForm):
    confirmed = TickField(
        label=_("J’ai compris que tous les dossiers comptés ci-dessus reviennent, avec un courriel à chacun"),
        missing=_("Cochez la case pour confirmer."),
    )
