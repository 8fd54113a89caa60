"""The app of the demonstration, installed only when it is asked for."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sporades.demo"
    verbose_name = "Démonstration"
