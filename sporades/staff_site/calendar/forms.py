"""What is asked to write a calendar: where to begin, what holds for all of it, and one window."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sporades.reference.load import reference
from sporades.rules.calendar import Sanctions, Signature
from sporades.rules.rights import Mandate
from sporades.staff_site.calendar.told import SANCTIONS, SIGNATURES
from sporades.ui import fields, picking

PARTS = 3  # code | title | address


class BeginForm(forms.Form):
    """A new campaign: for whom, for which session, from what."""

    academy = picking.ChoiceField(label=_("Académie"), choices=[])
    exam_session = fields.NumberField(
        label=_("Session"), hint=_("L’année des épreuves. Exemple : 2026"), min_value=2000, max_value=2100
    )
    origin = picking.RadioField(
        label=_("Commencer à partir de"),
        choices=[
            ("copy", _("la dernière session publiée")),
            ("blank", _("une page blanche")),
            ("file", _("un fichier (TOML)")),
        ],
        hints={
            "copy": _("Les mêmes jours de la semaine et les mêmes heures, à titre de proposition."),
            "file": _("Celui qu’exporte cette page. Il dit lui-même son académie et sa session."),
        },
    )
    file = picking.FilesField(
        label=_("Fichier du calendrier"), required=False, accept=".toml", max_bytes=200_000
    )

    def __init__(self, *args: Any, mandate: Mandate, **options: Any) -> None:
        super().__init__(*args, **options)
        known = reference().academies
        choices = [(code, known[code].name) for code in sorted(mandate.academies)]
        self.fields["academy"] = picking.ChoiceField(label=_("Académie"), choices=choices)
        self.order_fields(["academy", "exam_session", "origin", "file"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("origin") == "file" and not given.get("file"):
            self.add_error("file", _("Choisissez le fichier à importer."))
        return given


class NoticesField(fields.TextField):
    """One notice a line: the speciality's code, the title, the address."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return [self._notice(line) for line in super().to_python(value).splitlines() if line]

    def _notice(self, line: str) -> dict[str, str]:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != PARTS:
            raise ValidationError(
                _("« %(line)s » : écrivez le code, le titre et l’adresse, séparés par « | ».")
                % {"line": line}
            )
        return dict(zip(("specialty", "title", "url"), parts, strict=True))


class GeneralForm(forms.Form):
    """What holds for every diploma of the campaign. Empty contact: « à vérifier » on the pages."""

    source = fields.TextField(
        label=_("Source du calendrier"),
        hint=_("Le texte qui annonce ces dates : notice, arrêté, circulaire."),
    )
    source_url = fields.TextField(label=_("Adresse de ce texte"), required=False, inputmode="url")
    verified = picking.YesNoField(label=_("Quelqu’un a-t-il vérifié ces dates dans ce texte ?"))
    contact_service = fields.TextField(label=_("Nom du service"))
    contact_address = fields.TextField(label=_("Adresse postale"), required=False)
    contact_email = fields.EmailField(label=_("Adresse électronique"), required=False, autocomplete="off")
    contact_phone = fields.TextField(label=_("Téléphone"), required=False, inputmode="tel")
    contact_hours = fields.TextField(label=_("Horaires"), required=False)
    contact_source = fields.TextField(label=_("Source de ces coordonnées"))
    contact_verified = picking.YesNoField(label=_("Ces coordonnées sont-elles vérifiées ?"))
    eduscol = fields.TextField(label=_("Page d’Éduscol"), required=False, inputmode="url")
    amex = fields.TextField(label=_("Page d’Amex (aménagements)"), required=False, inputmode="url")
    notices = NoticesField(
        label=_("Notes spécifiques"),
        hint=_("Une par ligne : code de la spécialité | titre | adresse."),
        required=False,
    )


class WindowForm(forms.Form):
    """One diploma's window, in the hour of the académie."""

    opens_on = fields.DateField(label=_("Ouverture : jour"), years=(2000, 2100))
    opens_at = fields.HourField(label=_("Ouverture : heure"))
    closes_on = fields.DateField(label=_("Clôture : jour"), years=(2000, 2100))
    closes_at = fields.HourField(
        label=_("Clôture : heure"), hint=_("À cette heure, c’est fermé. Exemple : 17 h")
    )
    due = picking.RadioField(
        label=_("Confirmation et pièces dues"),
        choices=[("days", _("quelques jours après la clôture")), ("date", _("à une date"))],
    )
    due_days = fields.NumberField(
        label=_("Nombre de jours"), hint=_("Jusqu’à la fin du dernier jour."), required=False, min_value=0
    )
    due_on = fields.DateField(label=_("Date des pièces"), required=False, years=(2000, 2100))
    r408_on = fields.DateField(
        label=_("Attestation R.408 : dernier jour"), required=False, years=(2000, 2100)
    )
    signature = picking.RadioField(
        label=_("Signature"), choices=[(one.value, str(SIGNATURES[one])) for one in Signature]
    )
    sanctions = picking.RadioField(
        label=_("Quand une date est passée"), choices=[(one.value, str(SANCTIONS[one])) for one in Sanctions]
    )
    reminders = picking.YesNoField(label=_("Envoyer des relances ?"))
    source = fields.TextField(label=_("Source"), hint=_("Exemple : Notice, §1 et §7"))


class ReasonForm(forms.Form):
    """Why: what the second person, or the candidates, will read."""

    reason = fields.TextField(label=_("Motif"), widget=forms.Textarea, max_length=1000)


class SentenceForm(forms.Form):
    """What is sent back to the author of a change."""

    sentence = fields.TextField(label=_("Ce qu’il faut revoir"), widget=forms.Textarea, max_length=1000)
