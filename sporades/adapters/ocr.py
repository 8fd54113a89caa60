"""Which words does Tesseract read on a page, and can it be asked on this machine?

It gets gray points behind a header that we write, never a file that somebody
gave. What it answers may be anything: rows that are no words are passed over.
"""

import os
import shutil
import subprocess
from functools import cache

from sporades.rules.legibility import Word

LANGUAGE = "fra"
_FOUND_IN = os.defpath  # where Debian puts it: whoever asks may have no environment
# One thread, whatever the machine has: the worker reads when nothing else waits.
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
LONGEST = 2 * 1024 * 1024  # bytes of its answer: forty pages of small print
_COLUMNS, _WORD = 12, "5"
_PATIENCE = 10  # seconds, to say which languages it has


@cache
def is_there() -> bool:
    """Whether it is installed, and reads French. A machine that gets it later is asked when we start again."""
    program = _program()
    if program is None:
        return False
    try:
        said = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=_PATIENCE, check=False, env=_ENVIRONMENT
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE.encode() in said.stdout.split()


def _program() -> str | None:
    return shutil.which("tesseract", path=_FOUND_IN)


def read(width: int, height: int, gray: bytes) -> bytes:
    """Its table of what is written; raise OSError if it cannot start, CalledProcessError if it fails."""
    asked = [_program() or "tesseract", "-", "-", "-l", LANGUAGE, "--psm", "3", "tsv"]
    picture = b"P5 %d %d 255\n" % (width, height) + gray
    said = subprocess.run(
        asked, input=picture, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, env=_ENVIRONMENT
    )
    return said.stdout[:LONGEST]


def parsed(table: bytes) -> tuple[Word, ...]:
    """The words of its table, in the order in which they are read."""
    rows = (row.split("\t") for row in table[:LONGEST].decode("utf-8", "replace").split("\n"))
    return tuple(word for row in rows if (word := _parsed(row)) is not None)


def _parsed(row: list[str]) -> Word | None:
    if len(row) != _COLUMNS or row[0] != _WORD or not row[-1].strip():
        return None
    try:
        _, _, *line, _, left, top, width, height = map(int, row[:10])
        return Word(row[-1], float(row[10]), tuple(line), left, top, width, height)
    except ValueError:
        return None
