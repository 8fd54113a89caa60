"""What is asked to give more time, and to say that something is broken."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.calendars.queries import OpenWindow
from sporades.calendars.telling import academy_name
from sporades.reference.load import reference
from sporades.rules.calendar import AmbiguousHour, ImpossibleHour, Shift, instant
from sporades.ui import fields, picking

EVERYBODY = "everybody"
YEARS = (2000, 2100)


def window_choices(windows: Iterable[OpenWindow]) -> list[tuple[str, str]]:
    known = reference().diplomas
    return [
        (
            str(one.id),
            f"{known[one.diploma].short}, session {one.campaign.exam_session}, {academy_name(one.campaign.academy)}",
        )
        for one in windows
    ]


class ExtensionForm(forms.Form):
    """Which windows, until when, and why."""

    windows = picking.BoxesField(
        label=_("Pour qui"), choices=[], missing=_("Choisissez au moins un diplôme.")
    )
    closes_on = fields.DateField(label=_("Nouvelle clôture : jour"), required=False, years=YEARS)
    closes_at = fields.HourField(
        label=_("Nouvelle clôture : heure"), hint=_("À l’heure de l’académie. Exemple : 17 h"), required=False
    )
    due_on = fields.DateField(
        label=_("Confirmation et pièces : nouveau dernier jour"),
        hint=_("Sans date ici, elles suivent la clôture. Exemple : 12 3 2006"),
        required=False,
        years=YEARS,
    )
    r408_on = fields.DateField(
        label=_("Attestation R.408 : nouveau dernier jour"), required=False, years=YEARS
    )
    reason = fields.TextField(
        label=_("Motif"),
        hint=_("Les candidats le liront, tel quel, dans leur courriel."),
        widget=forms.Textarea,
        max_length=500,
    )

    def __init__(self, *args: Any, windows: Iterable[OpenWindow], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = window_choices(windows)
        self.fields["windows"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("closes_on") and not given.get("closes_at"):
            self.add_error("closes_at", _("Il manque l’heure de la nouvelle clôture."))
        if given.get("closes_at") and not given.get("closes_on"):
            self.add_error("closes_on", _("Il manque le jour de la nouvelle clôture."))
        return given

    @property
    def chosen(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["windows"]]

    @property
    def shift(self) -> Shift:
        given = self.cleaned_data
        closes = datetime.combine(given["closes_on"], given["closes_at"]) if given["closes_on"] else None
        later = (("r408", given["r408_on"]),) if given["r408_on"] else ()
        return Shift(closes_wall=closes, pieces_due_on=given["due_on"], later_dates=later)


class _AtForm(forms.Form):
    """A day and an hour, in the zone of whoever types them."""

    on = fields.DateField(label=_("Jour"), years=YEARS)
    at = fields.HourField(label=_("Heure"))

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        self.instant: datetime | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("on") and given.get("at"):
            try:
                self.instant = instant(datetime.combine(given["on"], given["at"]), self.zone)
            except ImpossibleHour:
                self.add_error("at", reference().say("calendar_impossible_hour"))
            except AmbiguousHour:
                self.add_error("at", reference().say("calendar_ambiguous_hour"))
        return given


class IncidentForm(_AtForm):
    """What is broken, for whom, since when."""

    windows = picking.BoxesField(label=_("Pour qui"), choices=[], missing=_("Choisissez qui est concerné."))
    on = fields.DateField(label=_("Depuis quel jour"), years=YEARS)
    at = fields.HourField(label=_("Depuis quelle heure"))
    reason = fields.TextField(
        label=_("Ce qui ne marche pas"),
        hint=_("Pour le service : les candidats lisent seulement qu’un incident est connu."),
        widget=forms.Textarea,
        max_length=500,
    )

    def __init__(self, *args: Any, windows: Iterable[OpenWindow], everybody: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        all_of_them = [(EVERYBODY, _("Tout le monde, dans toutes les académies"))] if everybody else []
        self.fields["windows"].choices = [*window_choices(windows), *all_of_them]  # type: ignore[attr-defined]
        self.order_fields(["windows", "on", "at", "reason"])

    @property
    def chosen(self) -> list[UUID] | None:
        """The windows; None for everybody."""
        named = self.cleaned_data["windows"]
        return None if EVERYBODY in named else [UUID(one) for one in named]


class EndForm(_AtForm):
    on = fields.DateField(label=_("Terminé le"), years=YEARS)
    at = fields.HourField(label=_("À quelle heure"))
