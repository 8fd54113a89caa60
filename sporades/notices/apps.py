"""The app of the notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sporades.notices"
    verbose_name = "Courriels"
