"""`sporades journal verify|new-key|public-keys`: does it all hold, and with which keys is it sealed?"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sporades.adapters import signing
from sporades.journal import queries as journal
from sporades.journal import roots


class Command(BaseCommand):
    help = "Verifies every chain and every daily root, and names the first entry that does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("verify", help="every chain, every root, every signature")
        new = acts.add_parser("new-key", help="a line for SPORADES_SEAL_KEYS, to be put first")
        new.add_argument("name")
        acts.add_parser("public-keys", help="what to leave in SPORADES_SEAL_KEYS of keys that sign no more")

    def handle(self, *, act: str, **options: Any) -> str:
        if act == "new-key":
            return signing.new_key(options["name"])
        if act == "public-keys":
            return "\n".join(signing.retired(name) for name in settings.SEAL_KEYS)
        found = list(_faults())
        if found:
            raise CommandError("\n".join(found))
        return "every chain holds"


def _faults() -> Iterator[str]:
    for one in journal.broken_chains():
        yield f"{one.subject_kind} {one.subject_id}: entry {one.position}: {one.what}"
    for fault in roots.faults():
        yield f"root of {fault.day}: {fault.what}"
