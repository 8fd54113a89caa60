"""What has whoever runs the service decided for the exam office itself?"""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path

from sporades.reference.load import DIRECTORY
from sporades.rules.reading import ReadingLimit


@cache
def reading_limit(directory: Path = DIRECTORY) -> ReadingLimit:
    """From how many files on a burst of reading is an alarm."""
    said = tomllib.loads((directory / "office.toml").read_text("utf-8"))["reading"]
    return ReadingLimit(
        files=int(said["files"]),
        within=timedelta(minutes=int(said["minutes"])),
        suspends=bool(said["suspends"]),
    )
