"""What the desk asks of an officer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.adapters import media
from sporades.reference.load import reference
from sporades.registrations.actions.messaging import LONGEST
from sporades.staff_site.desk import correctable
from sporades.ui import picking
from sporades.ui.fields import DateField, NameField, TextField


def _reason(**options: Any) -> TextField:
    """The sentence that the candidate reads, word for word."""
    said: dict[str, Any] = {
        "label": _("Pourquoi"),
        "hint": _("Une phrase. Le candidat la lira mot pour mot."),
        "max_length": 1000,
        "widget": forms.Textarea(attrs={"rows": 3}),
    }
    return TextField(**said | options)


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


class CorrectionForm(forms.Form):
    """One answer, its right value, and why."""

    def __init__(self, path: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"] = correctable.ASKED[path](path)
        self.fields["reason"] = _reason()
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    answer = _reason(label=_("Votre réponse"))


class RectificationForm(AnswerForm):
    """The civil identity as it will be."""

    birth_name = NameField(label=_("Nom de naissance"))
    given_names = NameField(label=_("Prénoms"))
    birth_date = DateField(label=_("Date de naissance"), years=(1900, 2020))
    field_order = ("birth_name", "given_names", "birth_date", "answer")


class PaperForm(forms.Form):
    """A paper received otherwise: which piece it is, its scan, on which day and by which way it came."""

    received_on = DateField(
        label=_("Reçu le"), hint=_("Le jour qui compte : celui du tampon."), years=(2020, 2100)
    )
    chosen = picking.FilesField(
        label=_("Le papier, scanné"),
        hint=_("PDF, JPEG, PNG ou HEIC, 10 Mo au plus par fichier."),
        missing=_("Choisissez le scan du papier."),
        accept=",".join([media.PDF, media.JPEG, media.PNG, media.HEIC]),
        max_bytes=media.MAX_BYTES,
        allow_empty_file=True,
    )

    def __init__(self, pieces: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["piece"] = picking.RadioField(label=_("De quelle pièce s’agit-il ?"), choices=pieces)
        ways = [(way, reference().say(f"way_{way}")) for way in ("counter", "post")]
        self.fields["way"] = picking.RadioField(label=_("Comment est-il arrivé ?"), choices=ways)
        self.order_fields(["piece", "way", "received_on", "chosen"])


class WithdrawalForm(forms.Form):
    asked_on = DateField(label=_("Date de la demande écrite"), years=(2020, 2100))
    confirmed = picking.TickField(
        label=_("J’ai cette demande, signée du candidat, et je le désinscris."),
        missing=_("Cochez la case pour confirmer."),
    )
