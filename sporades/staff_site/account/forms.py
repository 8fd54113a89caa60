"""What do the pages of an officer's account ask?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.staff_site.entering.forms import FirstFactorForm
from sporades.ui.fields import PasswordField, TextField

NEW_PASSWORD_HINT = _("Au moins 12 caractères. Une phrase de quatre ou cinq mots est facile à retenir.")


def current_field() -> PasswordField:
    return PasswordField(label=_("Votre mot de passe"), hint=_("Pour être sûr que c’est bien vous."))


class NewPasswordForm(forms.Form):
    password = PasswordField(
        label=_("Nouveau mot de passe"), hint=NEW_PASSWORD_HINT, autocomplete="new-password"
    )


class PasswordForm(NewPasswordForm):
    current = PasswordField(label=_("Mot de passe actuel"))
    field_order = ("current", "password")


class ProofForm(forms.Form):
    current = current_field()


class AddFactorForm(FirstFactorForm):
    current = current_field()
    field_order = ("current", "code", "answer")


class NameForm(forms.Form):
    name = TextField(
        label=_("Nom"),
        hint=_("Pour le reconnaître : « mon téléphone », « la clé du bureau »."),
        max_length=60,
    )
