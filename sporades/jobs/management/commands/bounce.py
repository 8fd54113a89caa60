"""`sporades bounce`: what a mail server hands over of what came back, one message on standard input."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sporades.jobs import bounces

TRY_LATER = 75  # EX_TEMPFAIL: the server keeps the message, and comes again


class Command(BaseCommand):
    help = "Reads one message that came back from standard input, or all that are new in a Maildir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maildir", type=Path, help="a folder with new/ and cur/, instead")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """From the check of the settings on: any other status would be told to whoever sent the message."""
        try:
            return super().execute(*args, **options)
        except Exception as failure:  # noqa: BLE001 - the server keeps the message, whatever went wrong
            # Its name only: what it says may quote the message, and the server repeats it.
            self.stderr.write(f"it must come again later: {type(failure).__name__}")
            sys.exit(TRY_LATER)

    def handle(self, *, maildir: Path | None, **options: Any) -> str:
        if maildir is not None:
            return "\n".join(bounces.take_all(maildir))
        return bounces.take(sys.stdin.buffer.read(bounces.LONGEST))
