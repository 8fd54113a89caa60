"""The design system, as a Django application: templates, tags and static files, no model."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sporades.ui"
    label = "ui"
