"""`sporades bounce`: what a mail server hands over of what came back, one message on standard input."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from sporades.jobs import bounces

TRY_LATER = 75  # EX_TEMPFAIL: the server keeps the message, and comes again


class Command(BaseCommand):
    help = "Reads one message that came back from standard input, or all that are new in a Maildir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maildir", type=Path, help="a folder with new/ and cur/, instead")

    def handle(self, *, maildir: Path | None, **options: Any) -> str:
        try:
            if maildir is not None:
                return "\n".join(bounces.take_all(maildir))
            return bounces.take(sys.stdin.buffer.read(bounces.LONGEST))
        except Error as failure:
            # Any other status than this one would be told to whoever sent it.
            self.stderr.write(f"the database does not answer: {type(failure).__name__}")
            sys.exit(TRY_LATER)
