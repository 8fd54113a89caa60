"""What the candidate's own pages ask: files for a piece, why to replace one, and one tick to leave."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.adapters import media
from sporades.registrations.actions.messaging import LONGEST
from sporades.ui import picking
from sporades.ui.fields import PasswordField, TextField

# A telephone offers its camera for these; Windows knows HEIC by its ending only.
ACCEPTED = ",".join([media.PDF, media.JPEG, media.PNG, media.HEIC, ".heic", ".heif"])


class DepositForm(forms.Form):
    """Shape only: each file is read, and refused by its name, where it is received."""

    chosen = picking.FilesField(
        label=_("Choisir un fichier ou prendre une photo"),
        hint=_(
            "PDF, JPEG, PNG ou HEIC, 10 Mo au plus chacun. "
            "Vous pouvez en choisir plusieurs : ils deviennent un seul document."
        ),
        missing=_("Choisissez un fichier ou prenez une photo, puis déposez."),
        accept=ACCEPTED,
        max_bytes=media.MAX_BYTES,
        # An empty file is told by its name, with those that are wrong for another reason.
        allow_empty_file=True,
    )


class ReplacementForm(forms.Form):
    text = TextField(
        label=_("Pourquoi faut-il remplacer cette pièce ?"),
        hint=_("Une ou deux phrases suffisent. Ne donnez aucune information médicale."),
        missing=_("Dites pourquoi cette pièce doit être remplacée."),
        max_length=500,
        widget=forms.Textarea,
    )


class WithdrawalForm(forms.Form):
    confirmed = picking.TickField(
        label=_("Je confirme que je me désinscris de cet examen."),
        missing=_("Cochez la case pour confirmer."),
    )


class GoingBackForm(forms.Form):
    """The signed version that the page showed."""

    to = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class SigningForm(forms.Form):
    """What is signed is named by its hash: a version saved meanwhile in another tab is not."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reread = picking.TickField(
        label=_("J’ai relu ma confirmation. Ces renseignements sont exacts, et je la signe."),
        missing=_("Relisez votre confirmation, puis cochez la case pour la signer."),
    )
    current = PasswordField(label=_("Votre mot de passe"), hint=_("Il vaut votre signature."))


class MessageForm(forms.Form):
    text = TextField(
        label=_("Votre message"),
        hint=_(
            "Sur votre dossier seulement. N’écrivez rien sur votre santé : le service n’a pas à le savoir."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
