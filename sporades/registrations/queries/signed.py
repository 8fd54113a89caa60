"""Which version did the candidate sign, if it is not the one now saved, and may they come back to it?

What was signed is what is registered: the same answers again, and the same
signature is good again. A paper that the office has refused signs nothing, and
nobody comes back over a correction of the office's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sporades.journal import queries as journal
from sporades.registrations import facts
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Deposit, Piece, Registration, Scan, Verdict, Version
from sporades.rules.pieces import PieceState

_BY_THE_OFFICE = frozenset({"corrected", "exam_corrected", "academy_changed"})
_STILL_OPEN = (PieceState.EXPECTED.value, PieceState.DEPOSITED.value)


@dataclass(frozen=True, slots=True)
class Signed:
    """An older version, the piece and the deposits that sign it, and whether the office had accepted them."""

    version: Version
    piece: Piece
    deposits: tuple[Deposit, ...]
    was_accepted: bool


def signed(row: Registration) -> Signed | None:
    """None as well while what was given has not been read: it may say another version."""
    piece = row.pieces.filter(kind=facts.CONFIRMATION, state__in=_STILL_OPEN).first()
    given = _what_counts(piece) if piece else []
    number = max((deposit.signs for deposit in given), default=0)
    if piece is None or not 0 < number < row.signature_from:
        return None
    deposits = tuple(deposit for deposit in given if deposit.signs == number)
    verdict = _last_verdict(piece, deposits)
    if verdict == "piece_refused":
        return None
    version = row.versions.get(number=number)
    return Signed(version, piece, deposits, was_accepted=verdict == "piece_accepted")


def offered(row: Registration) -> Signed | None:
    """The signed version to which its candidate may come back."""
    found = signed(row)
    return None if found is None or _was_corrected(row, since=found.version.number) else found


def offered_number(row: Registration) -> int:
    found = offered(row)
    return found.version.number if found else 0


def _what_counts(piece: Piece) -> Sequence[Deposit]:
    given = list(piece.deposits.filter(superseded=False, late=False).prefetch_related("files"))
    is_read = all(deposit.on_screen or deposit.read_pages is not None for deposit in given)
    return [deposit for deposit in given if _is_whole(deposit)] if is_read else []


def _is_whole(deposit: Deposit) -> bool:
    return all(file.scan not in {Scan.INFECTED, Scan.ERASED} for file in deposit.files.all())


def _was_corrected(row: Registration, *, since: int) -> bool:
    told = journal.told(subject_of(row))
    return any(kind in _BY_THE_OFFICE and int(str(data["version"])) > since for kind, _, data in told)


def _last_verdict(piece: Piece, deposits: Sequence[Deposit]) -> str:
    since = max(deposit.recorded_at for deposit in deposits)
    verdicts = Verdict.objects.filter(piece_id=piece.id, undone_at=None, at__gte=since).order_by("made_at")
    return verdicts.values_list("kind", flat=True).last() or ""
