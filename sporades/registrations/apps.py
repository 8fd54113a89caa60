"""The app of the registrations."""

from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    name = "sporades.registrations"
    verbose_name = "Inscriptions"
