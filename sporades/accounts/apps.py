"""The app of the accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sporades.accounts"
    verbose_name = "Comptes"
