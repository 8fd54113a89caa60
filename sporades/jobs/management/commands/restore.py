"""`sporades restore FOLDER`: a backup, put back into an empty place and proved."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sporades.adapters.dumps import CannotCopy
from sporades.jobs import restore
from sporades.jobs.manifest import BadBackup


class Command(BaseCommand):
    help = "Puts a backup back into an empty database and an empty folder, and verifies all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> str:
        try:
            restored = restore.run(folder.absolute())
        except (BadBackup, CannotCopy) as error:
            raise CommandError(str(error)) from error
        said = restored.manifest
        lost = f"; lost before that copy was made: {', '.join(said.missing)}" if said.missing else ""
        again = f"; purged since, {restored.erased_again} erased again" if restored.erased_again else ""
        return (
            f"{sum(said.rows.values())} rows, {said.files} files and {restored.chains} chains of the journal "
            f"are back, as they were at {said.made_at}{lost}{again}"
        )
