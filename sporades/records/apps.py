"""The app of the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "sporades.records"
    verbose_name = "Données conservées"
