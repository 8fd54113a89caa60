"""`sporades keys refresh`: write the search keys of everybody again, while the service runs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sporades.accounts import keys


class Command(BaseCommand):
    help = "Writes the search keys of every person again: after a release that folds names otherwise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["refresh"])

    def handle(self, **options: Any) -> str:
        return f"{keys.refresh_all()} people"
