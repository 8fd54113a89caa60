"""`sporades load [FILE…]`: checks the reference data and the calendars, then imports the calendars.

A bad file is refused with its name, the line and the reason, and nothing of
any file is loaded.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sporades.adapters import clocks
from sporades.calendars import actions as calendars
from sporades.journal.values import SYSTEM
from sporades.reference.check import BadReference, read_calendar


class Command(BaseCommand):
    help = "Checks and imports calendar files (by default, all those of reference/calendars)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument("--check", action="store_true", help="check only, import nothing")

    def handle(self, *, files: list[Path], check: bool, **options: Any) -> str:
        paths = files or sorted((settings.REFERENCE_DIR / "calendars").glob("*.toml"))
        problems = [problem for path in paths for problem in _problems(path)]
        if problems:
            raise CommandError("\n".join(problems))
        if not check:
            _load(paths)
        return (
            f"{len(paths)} calendar(s) {'checked' if check else 'loaded'}: {', '.join(p.name for p in paths)}"
        )


def _load(paths: list[Path]) -> None:
    try:
        with transaction.atomic():
            for path in paths:
                calendars.load(path, by=SYSTEM, now=clocks.legal_now())
    except BadReference as bad:  # right in itself, but it would move a date that people were told
        raise CommandError(str(bad)) from bad


def _problems(path: Path) -> list[str]:
    try:
        read_calendar(path)
    except BadReference as bad:
        return [str(problem) for problem in bad.problems]
    return []
