"""`sporades journal verify`: does every chain hold, and if not, which entry was touched?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sporades.journal import queries as journal


class Command(BaseCommand):
    help = "Verifies every chain of the journal and names the first entry that does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, **options: Any) -> str:
        broken = list(journal.broken_chains())
        if broken:
            raise CommandError(
                "\n".join(
                    f"{one.subject_kind} {one.subject_id}: entry {one.position}: {one.what}" for one in broken
                )
            )
        return "every chain holds"
