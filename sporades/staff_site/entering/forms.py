"""What is asked before one is inside?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sporades.ui.fields import PasswordField, TextField

# Names that a factor bears until its owner gives it another.
APPLICATION, KEY = _("Application d’authentification"), _("Clé de sécurité")


class NewPasswordForm(forms.Form):
    password = PasswordField(
        label=_("Nouveau mot de passe"),
        hint=_("Au moins 12 caractères. Une phrase de quatre ou cinq mots est facile à retenir."),
        autocomplete="new-password",
    )


class CodeForm(forms.Form):
    """A code, or what a security key has answered in its place."""

    code = TextField(
        label=_("Code de vérification"),
        hint=_("Les six chiffres de votre application, ou un de vos codes de secours."),
        autocomplete="one-time-code",
        inputmode="numeric",
        width="8",
        max_length=20,
    )
    answer = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].required = not self.data.get("answer")


class FirstFactorForm(CodeForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].help_text = str(_("Les six chiffres que l’application affiche maintenant."))
