"""`sporades worker`: sends, draws, scans, and carries out the deadlines, until stopped."""

from typing import Any

from django.core.management.base import BaseCommand

from sporades.jobs.worker import Worker


class Command(BaseCommand):
    help = "Runs the worker: mails, documents, antivirus, and the deadlines each minute."

    def handle(self, **options: Any) -> None:
        Worker().run()
