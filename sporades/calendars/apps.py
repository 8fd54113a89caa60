"""The app of the calendars."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "sporades.calendars"
    verbose_name = "Calendriers"
