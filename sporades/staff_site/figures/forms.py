"""What the office gives of the session before, where the service did not count it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.staff_site.figures.pasting import MOST_LINES, NotDays, read_days
from sporades.ui.fields import DateField, TextField

LONGEST = 20_000
MISTAKES: dict[str, Promise] = {
    "columns": gettext_lazy(
        "Ligne %(line)s\u00a0: il faut un jour et un nombre, séparés par un point-virgule ou une tabulation."
        " On y lit «\u00a0%(text)s\u00a0»."
    ),
    "day": gettext_lazy(
        "Ligne %(line)s\u00a0: «\u00a0%(text)s\u00a0» n’est pas un jour. Exemple\u00a0: 08/11/2023."
    ),
    "count": gettext_lazy(
        "Ligne %(line)s\u00a0: «\u00a0%(text)s\u00a0» n’est pas un nombre d’inscriptions. Exemple\u00a0: 42."
    ),
    "twice": gettext_lazy("Ligne %(line)s\u00a0: ce jour est déjà plus haut. Chaque jour compte une fois."),
    "long": gettext_lazy("Il y a plus de %(most)s lignes\u00a0: collez une ligne par jour de la période."),
    "empty": gettext_lazy("Il n’y a aucun jour\u00a0: collez une ligne par jour, avec son nombre."),
}


class PastCurveForm(forms.Form):
    closed_on = DateField(
        label=gettext_lazy("Dernier jour des inscriptions de cette session-là"),
        hint=gettext_lazy("Les jours sont comparés par leur distance à la limite. Exemple\u00a0: 8 11 2023"),
    )
    days = TextField(
        label=gettext_lazy("Inscriptions enregistrées chaque jour"),
        hint=gettext_lazy(
            "Une ligne par jour, le jour puis le nombre de ce jour-là (non le total)\u00a0: collez deux colonnes d’un"
            " tableur, ou le contenu d’un fichier CSV. Exemple\u00a0: 08/11/2023;42"
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    source = TextField(
        label=gettext_lazy("D’où viennent ces nombres"),
        hint=gettext_lazy("Montré sous la courbe. Exemple\u00a0: extraction Cyclades du 12 décembre 2023"),
        max_length=200,
    )

    def clean_days(self) -> dict[date, int]:
        try:
            return read_days(self.cleaned_data["days"])
        except NotDays as mistake:
            said = {"line": mistake.line, "text": mistake.text[:60], "most": MOST_LINES}
            raise ValidationError(_(str(MISTAKES[mistake.code])) % said, code=mistake.code) from mistake

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or {}
        days, closed_on = known.get("days"), known.get("closed_on")
        if days and closed_on and max(days) > closed_on:
            self.add_error("closed_on", _("Des inscriptions sont comptées après ce jour\u00a0: vérifiez-le."))
        return known
