"""`sporades tick [--dry-run] [--limit N]`: the deadlines of this minute, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sporades.adapters import clocks
from sporades.jobs.tick import tick


class Command(BaseCommand):
    help = "Carries out the deadlines that may act now, or says which would (--dry-run)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--limit", type=int, help="at most this many of each kind")

    def handle(self, *, dry_run: bool, limit: int | None, **options: Any) -> str:
        return str(tick(now=clocks.legal_now(), dry_run=dry_run, limit=limit))
