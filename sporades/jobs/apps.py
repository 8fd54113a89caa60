"""The app of the jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sporades.jobs"
    verbose_name = "Tâches"
