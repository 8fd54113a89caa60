"""What is asked to prepare a lot, to publish it, to settle one file, to take something back?"""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.adapters import zips
from sporades.reference.load import reference
from sporades.registrations.queries import publications as lots
from sporades.registrations.queries.private import hidden_papers
from sporades.rules.calendar import AmbiguousHour, ImpossibleHour, instant
from sporades.rules.publishing import PaperKind
from sporades.rules.rights import Mandate
from sporades.ui.fields import DateField, HourField, TextField
from sporades.ui.picking import ChoiceField, FilesField, RadioField, TickField

YEARS = (2000, 2100)
LONGEST_REASON = 500
NOW, LATER = "now", "later"


def _files(label: Any) -> FilesField:
    return FilesField(
        label=label,
        hint=_(
            "Une archive ZIP de PDF, ou un PDF ; 50 Mo au plus, ou plusieurs archives l’une après l’autre. "
            "Le numéro d’inscription est dans le nom de chaque fichier, ou écrit dans le document."
        ),
        missing=_("Choisissez une archive ZIP, ou un PDF."),
        accept=".zip,.pdf,application/zip,application/pdf",
        max_bytes=zips.MAX_BYTES,
        allow_empty_file=True,
    )


class ArchiveForm(forms.Form):
    chosen = _files(_("Fichiers à ajouter"))


class LotForm(forms.Form):
    """What the lot is, for whom, and its first files."""

    kind = RadioField(label=_("Quel document"), choices=[], missing=_("Choisissez le document à publier."))
    campaign = ChoiceField(label=_("Académie et session"), choices=[])
    diploma = ChoiceField(label=_("Diplôme"), choices=[], required=False)
    title = TextField(
        label=_("Nom du lot"), hint=_("Pour le service. Exemple : Convocations du CAP, juin"), max_length=120
    )
    purpose = TextField(
        label=_("À lire avec le document"),
        hint=_("Une phrase pour le candidat, dans le courriel et dans « Mes documents »."),
        required=False,
        max_length=300,
    )
    exam_on = DateField(
        label=_("Premier jour des épreuves"),
        hint=_("Pour savoir combien de jours restent à qui n’a pas ouvert son document. Exemple : 2 6 2025"),
        required=False,
        years=YEARS,
    )
    replaces = TickField(
        label=_("Ces documents prennent la place de ceux du même genre déjà publiés"), required=False
    )
    chosen = _files(_("Fichiers"))

    def __init__(self, *args: Any, mandate: Mandate, **options: Any) -> None:
        super().__init__(*args, **options)
        known = reference()
        hidden = hidden_papers(mandate)
        papers = [
            (kind.value, known.say(f"published_{kind.value}")) for kind in PaperKind if kind not in hidden
        ]
        campaigns = [
            (f"{academy}-{year}", f"{known.academies[academy].name}, session {year}")
            for academy, year in lots.campaigns(mandate)
        ]
        diplomas = [(code, known.diplomas[code].short) for code in sorted(mandate.diplomas or known.diplomas)]
        self._offer("kind", papers)
        self._offer("campaign", [("", _("Choisissez dans la liste")), *campaigns])
        self._offer("diploma", [("", _("Tous")), *diplomas])
        # Who has some diplomas only names one of them.
        self.fields["diploma"].required = bool(mandate.diplomas)
        if len(campaigns) == 1:
            self.fields["campaign"].initial = campaigns[0][0]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def academy(self) -> str:
        return str(self.cleaned_data["campaign"]).partition("-")[0]

    @property
    def exam_session(self) -> int:
        return int(str(self.cleaned_data["campaign"]).partition("-")[2])


class OrderForm(forms.Form):
    """Now, or at an instant of the académie."""

    when = RadioField(
        label=_("Quand"),
        choices=[(NOW, _("Maintenant")), (LATER, _("À une date et une heure que je choisis"))],
        missing=_("Dites quand publier."),
    )
    on = DateField(label=_("Jour"), required=False, years=YEARS, hint=_("Exemple : 15 4 2025"))
    at = HourField(label=_("Heure"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        self.instant: datetime | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when") == LATER:
            for name, said in (("on", _("Il manque le jour.")), ("at", _("Il manque l’heure."))):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, said)
            if given.get("on") and given.get("at"):
                self._read(datetime.combine(given["on"], given["at"]))
        return given

    def _read(self, wall: datetime) -> None:
        try:
            self.instant = instant(wall, self.zone)
        except ImpossibleHour:
            self.add_error("at", reference().say("calendar_impossible_hour"))
        except AmbiguousHour:
            self.add_error("at", reference().say("calendar_ambiguous_hour"))


class RetractionForm(forms.Form):
    reason = TextField(
        label=_("Pourquoi"),
        hint=_("Le candidat lira ces mots, tels quels, dans son courriel et dans « Mes documents »."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MatchForm(forms.Form):
    """Whose paper it is, by hand."""

    number = TextField(
        label=_("Numéro d’inscription"), hint=_("Exemple : 25-23-000042"), width="16", max_length=20
    )
    replaces = TickField(label=_("Remplacer celui qui est publié, s’il y en a un"), required=False)
