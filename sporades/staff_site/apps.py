"""The app of the exam office's pages."""

from django.apps import AppConfig


class StaffSiteConfig(AppConfig):
    name = "sporades.staff_site"
    verbose_name = "Site du service des examens"
