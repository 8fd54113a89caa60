"""Writes every file of the corpus in a folder: python -m tests.corpus FOLDER."""

import sys
from pathlib import Path

from tests.corpus import ALL


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for entry in ALL:
        (folder / entry.filename).write_bytes(entry.make())


main(Path(sys.argv[1]))
