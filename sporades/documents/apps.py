"""The app of the documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sporades.documents"
    verbose_name = "Documents"
