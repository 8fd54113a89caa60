"""What is asked of who holds an erasure back, or lets it go."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.rules.retention import Ground
from sporades.ui.fields import TextField
from sporades.ui.picking import ChoiceField, RadioField

LONGEST = 1000
GROUNDS = (
    (Ground.LITIGATION.value, _("Un contentieux : recours, procédure, enquête")),
    (Ground.ARCHIVES.value, _("Les Archives n’ont pas donné leur visa")),
)


def _reason(label: Any, hint: Any) -> TextField:
    return TextField(label=label, hint=hint, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class HoldForm(forms.Form):
    ground = RadioField(label=_("Pour quelle raison"), choices=GROUNDS)
    reason = _reason(
        _("Précisez"),
        _("Numéro de la requête, date de la demande de visa. Gardé au journal ; rien sur la santé."),
    )


class SessionHoldForm(HoldForm):
    def __init__(self, campaigns: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["calendar"] = ChoiceField(label=_("Quelle session"), choices=campaigns)
        self.order_fields(["calendar", "ground", "reason"])


class LiftForm(forms.Form):
    reason = _reason(
        _("Pourquoi l’effacement reprend"),
        _("Décision définitive, visa reçu. Ce qui a dépassé sa durée figurera sur la prochaine liste."),
    )
