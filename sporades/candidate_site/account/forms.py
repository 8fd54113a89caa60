"""What do the pages of the account ask, and in which words?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.accounts import passwords
from sporades.accounts.sentences import say
from sporades.accounts.values import CivilIdentity
from sporades.ui.fields import DateField, EmailField, NameField, PasswordField, TextField

NEW_PASSWORD_HINT = _("Au moins 12 caractères. Une phrase de quatre ou cinq mots est facile à retenir.")


def email_field() -> EmailField:
    return EmailField(label=_("Adresse électronique"), max_length=254)


def new_password_field() -> PasswordField:
    return PasswordField(label=_("Nouveau mot de passe"), hint=NEW_PASSWORD_HINT, autocomplete="new-password")


class IdentityForm(forms.Form):
    birth_name = NameField(
        label=_("Nom de naissance"),
        hint=_("Comme sur votre pièce d’identité."),
        autocomplete="family-name",
    )
    given_names = NameField(
        label=_("Prénoms"),
        hint=_("Tous vos prénoms, dans l’ordre de votre pièce d’identité."),
        autocomplete="given-name",
    )
    birth_date = DateField(label=_("Date de naissance"), years=(1900, 2020))

    def identity(self) -> CivilIdentity:
        said = self.cleaned_data
        return CivilIdentity(said["birth_name"], said["given_names"], said["birth_date"])


class SignUpForm(IdentityForm):
    email = EmailField(
        label=_("Adresse électronique"),
        hint=_("Valide, et à vous seul : c’est là que nous vous écrirons, jusqu’aux résultats."),
        max_length=254,
    )
    password = PasswordField(
        label=_("Mot de passe"),
        hint=_("Au moins 12 caractères. Conservez-le : il vous servira pendant toute la session d’examen."),
        autocomplete="new-password",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "password" in said:
            known = [said[name] for name in ("email", "birth_name", "given_names") if name in said]
            try:
                passwords.check(said["password"], about=known)
            except passwords.WeakPassword as weak:
                say(self, weak)
        return said


class LoginForm(forms.Form):
    email = EmailField(label=_("Adresse électronique"), max_length=254, autocomplete="username")
    password = PasswordField(label=_("Mot de passe"))


class AddressForm(forms.Form):
    email = email_field()


class NewPasswordForm(forms.Form):
    password = new_password_field()


class PasswordChangeForm(forms.Form):
    current = PasswordField(label=_("Mot de passe actuel"))
    password = new_password_field()


class OwnDataForm(forms.Form):
    current = PasswordField(label=_("Votre mot de passe"), hint=_("Pour être sûr que c’est bien vous."))


class EmailChangeForm(forms.Form):
    email = EmailField(label=_("Nouvelle adresse électronique"), max_length=254)
    current = PasswordField(label=_("Votre mot de passe"), hint=_("Pour être sûr que c’est bien vous."))


class RectificationForm(forms.Form):
    text = TextField(
        label=_("Que faut-il corriger ?"),
        hint=_("Écrivez ce qui est faux, et ce qui est juste, comme sur votre pièce d’identité."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
