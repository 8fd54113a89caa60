"""`sporades backup FOLDER`: one consistent copy of the rows and the files, made while the service runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sporades.adapters.dumps import CannotCopy
from sporades.jobs import backup
from sporades.jobs.manifest import BadBackup
from sporades.registrations.actions import checkups


class Command(BaseCommand):
    help = (
        "Copies the database and the files into a new folder. The master keys are not in it: keep them apart."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> str:
        try:
            made = backup.run(folder.absolute())
        except (BadBackup, CannotCopy) as error:
            raise CommandError(str(error)) from error
        # What is an alarm already fails nothing a second time: the copies of two weeks ago would pile up behind it.
        if news := sorted(set(made.missing) - checkups.known_faults()):
            raise CommandError("The copy is made, but the rows name files that are lost: " + ", ".join(news))
        lost = f"; lost, as `files verify` says: {', '.join(made.missing)}" if made.missing else ""
        return (
            f"{sum(made.rows.values())} rows and {made.files} files are in {folder}; "
            f"the master keys that open them are not ({', '.join(made.key_ids) or 'none needed'}){lost}"
        )
