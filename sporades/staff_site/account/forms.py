"""What do the pages of an officer's account ask?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.staff_site.entering.forms import FirstFactorForm, NewPasswordForm
from sporades.ui.fields import EmailField, PasswordField, TextField


def current_field() -> PasswordField:
    return PasswordField(label=_("Votre mot de passe"), hint=_("Pour être sûr que c’est bien vous."))


class PasswordForm(NewPasswordForm):
    current = PasswordField(label=_("Mot de passe actuel"))
    field_order = ("current", "password")


class EmailForm(forms.Form):
    email = EmailField(label=_("Nouvelle adresse électronique"), max_length=254)
    current = current_field()


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
