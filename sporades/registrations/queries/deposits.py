"""What was given for a piece, as anybody sees it? Everything already read and said."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sporades.registrations import facts
from sporades.registrations.models import File, Piece, Scan
from sporades.rules import french
from sporades.rules.calendar import Dates


@dataclass(frozen=True, slots=True)
class FileSeen:
    id: UUID
    name: str
    size: int
    media_type: str
    scan: str  # quarantined, clean, infected
    sha256: str


@dataclass(frozen=True, slots=True)
class DepositSeen:
    id: UUID
    at: str
    at_short: str
    late: bool
    superseded: bool
    stale: bool  # a confirmation signed for an older version
    version: int
    on_screen: bool
    files: tuple[FileSeen, ...]
    as_pdf: bool

    @property
    def is_infected(self) -> bool:
        return any(file.scan == Scan.INFECTED for file in self.files)


def deposits_seen(
    given: Sequence[File], piece: Piece, dates: Dates, *, signed: int
) -> tuple[DepositSeen, ...]:
    """The newest first."""
    by_deposit = [list(files) for _, files in groupby(given, key=lambda file: file.deposit_id)]
    return tuple(_deposit_seen(files, piece, dates, signed=signed) for files in reversed(by_deposit))


def _deposit_seen(files: Sequence[File], piece: Piece, dates: Dates, *, signed: int) -> DepositSeen:
    deposit = files[0].deposit
    return DepositSeen(
        id=deposit.id,
        at=french.spoken_instant(deposit.at, dates.zone, dates.zone_name),
        at_short=french.short_instant(deposit.at, dates.zone),
        late=deposit.late,
        superseded=deposit.superseded,
        stale=piece.kind == facts.CONFIRMATION and deposit.signs < signed,
        version=deposit.signs,
        on_screen=deposit.on_screen,
        files=tuple(_file_seen(file) for file in files),
        as_pdf=bool(deposit.key),
    )


def _file_seen(file: File) -> FileSeen:
    return FileSeen(file.id, file.name, file.size, file.media_type, Scan(file.scan).value, file.sha256)
