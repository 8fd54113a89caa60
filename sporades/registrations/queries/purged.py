"""What is left of a deposit whose files were purged, and still proves that they were received?

The journal keeps their hashes and sizes for good; their names and their bytes are nowhere any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sporades.journal import queries as journal
from sporades.journal.queries import PURGED, Line
from sporades.registrations import facts
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Deposit
from sporades.registrations.papers import said_size
from sporades.rules import french

FILE = "registrations.File"


@dataclass(frozen=True, slots=True)
class Left:
    piece: str
    at: str
    at_utc: str
    late: bool
    files: tuple[tuple[str, str], ...]  # size, SHA-256
    purge: int


def left(deposit: Deposit) -> Left | None:
    """None while its files are there."""
    if deposit.files.exists():
        return None
    lines = journal.timeline(subject_of(deposit.piece.registration))
    received = next(
        (line for line in lines if line.data.get("deposit") == str(deposit.id) and _files(line)), None
    )
    if received is None:
        return None
    dates = facts.dates(deposit.piece.registration)
    return Left(
        piece=deposit.piece.title,
        at=french.spoken_instant(deposit.at, dates.zone, dates.zone_name),
        at_utc=french.universal(deposit.at),
        late=deposit.late,
        files=tuple((said_size(file["size"]), file["sha256"]) for file in _files(received)),
        purge=received.purge or next(_purges(lines), 0),
    )


def _files(line: Line) -> list[dict[str, Any]]:
    files = line.data.get("files")
    return files if isinstance(files, list) else []


def _purges(lines: list[Line]) -> Iterator[int]:
    """Those that took files away, the latest first: a signature has no detail that would say which it was."""
    for line in lines:
        erased, number = line.data.get("erased"), line.data.get("purge")
        if line.kind == PURGED and isinstance(erased, dict) and FILE in erased and isinstance(number, int):
            yield number
