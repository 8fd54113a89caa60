"""The app that carries the start-up checks."""

from django.apps import AppConfig
from django.core.checks import register

from sporades.config import answering, checks


class ConfigConfig(AppConfig):
    name = "sporades.config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        for check in checks.ALL:
            register(check, "sporades")
        for check in answering.ALL:
            register(check, answering.TAG, deploy=True)
