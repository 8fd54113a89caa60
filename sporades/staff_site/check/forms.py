"""What the check asks: a reason and a sentence, a ground, a piece in one's own words, the keys on or off."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.ui.fields import DateField, MarkField, TextField
from sporades.ui.picking import ChoiceField, RadioField, TickField, YesNoField

OTHER = "other"


class Shown(forms.Form):
    """A form whose mail is shown before it leaves: what is sent is what was shown, to the letter."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def digest(self) -> str:
        """What was written, in short: it changes with the least letter."""
        said = sorted((name, str(value)) for name, value in self.cleaned_data.items() if name != "shown")
        return hashlib.sha256(repr(said).encode()).hexdigest()[:24]

    @property
    def was_shown(self) -> bool:
        return bool(self.cleaned_data.get("shown") == self.digest)


class RefusalForm(Shown):
    reason = RadioField(label=_("Pourquoi refuser cette pièce ?"), choices=())
    sentence = TextField(
        label=_("Phrase pour le candidat"),
        hint=_("S’ajoute au motif. Dites ce qu’il faut refaire."),
        widget=forms.Textarea,
        required=False,
        max_length=600,
    )
    correct_by = DateField(
        label=_("À redonner au plus tard le"),
        hint=_("Cette date peut être plus tardive, jamais plus proche."),
        years=(2020, 2100),
    )

    def __init__(self, *args: Any, reasons: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sentences = dict(reasons)
        field: Any = self.fields["reason"]
        field.choices = [*self.sentences.items(), (OTHER, _("Un autre motif, dit par la phrase ci-dessous"))]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("reason") == OTHER and not said.get("sentence"):
            self.add_error("sentence", _("Écrivez la phrase : c’est le motif que le candidat lira."))
        return said

    @property
    def told(self) -> str:
        """All that the candidate reads of the reason."""
        parts = (self.sentences.get(self.cleaned_data["reason"], ""), self.cleaned_data["sentence"])
        return " ".join(part for part in parts if part)


class WaiverForm(Shown):
    ground = TextField(
        label=_("Pourquoi cette pièce n’est-elle pas demandée ?"),
        hint=_("Le candidat lira cette phrase. Aucun détail médical."),
        widget=forms.Textarea,
        max_length=600,
    )


class AcquisForm(Shown):
    outcome = RadioField(
        label=_("Ce que vous décidez de cet acquis"),
        choices=[
            ("otherwise", _("Accordé autrement : une autre note ou une autre épreuve")),
            ("refused", _("Refusé : le candidat passe l’épreuve")),
        ],
    )
    unit = ChoiceField(label=_("Épreuve accordée"), choices=(), required=False)
    mark = MarkField(label=_("Note accordée, sur 20"), required=False)
    reason = TextField(
        label=_("Pourquoi"),
        hint=_("Le candidat lira cette phrase."),
        widget=forms.Textarea,
        max_length=600,
    )

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = ChoiceField(label=_("Épreuve accordée"), choices=units, required=False)
        self.order_fields(["outcome", "unit", "mark", "reason"])

    @property
    def is_refusal(self) -> bool:
        return bool(self.cleaned_data["outcome"] == "refused")


class AskForm(Shown):
    title = TextField(label=_("Pièce demandée"), hint=_("Exemple : Livret de famille"), max_length=200)
    explanation = TextField(
        label=_("Explication pour le candidat"),
        hint=_("Pourquoi cette pièce, et ce qui doit s’y lire."),
        widget=forms.Textarea,
        max_length=1000,
    )
    correct_by = DateField(
        label=_("À donner au plus tard le"),
        hint=_("Cette date peut être plus tardive, jamais plus proche."),
        years=(2020, 2100),
    )


class RecognitionForm(Shown):
    reason = TextField(
        label=_("Pourquoi reconnaître cette confirmation ?"),
        hint=_("Gardé dans le journal du dossier."),
        widget=forms.Textarea,
        max_length=600,
    )
    came_otherwise = TickField(
        label=_("Le papier signé est venu autrement : au guichet ou par la poste."), required=False
    )


class KeysForm(forms.Form):
    wanted = YesNoField(label=_("Décider avec les touches du clavier, sur ce navigateur ?"))


class ReasonForm(forms.Form):
    sentence = TextField(
        label=_("Nouveau motif"),
        hint=_("Une phrase que le candidat lira telle quelle, et qui dit quoi refaire."),
        max_length=300,
    )
