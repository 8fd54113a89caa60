"""`sporades purge [--dry-run]`: erases what approved lists name, one transaction a line; interrupted, run it again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sporades.adapters import clocks
from sporades.jobs import purge
from sporades.records.queries import lists


class Command(BaseCommand):
    help = "Carries out the purges that two people approved. On PostgreSQL: as the role sporades_purge."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say how many lines wait, and erase nothing"
        )

    def handle(self, *, dry_run: bool, **options: Any) -> str:
        waiting = lists.waiting()
        if not dry_run:
            purge.settle_all(now=clocks.legal_now())
        said = [f"purge {number}: {count} lines" for number, count in waiting] or ["nothing is approved"]
        return "\n".join(said)
