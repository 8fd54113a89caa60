"""The app of the journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "sporades.journal"
    verbose_name = "Journal"
