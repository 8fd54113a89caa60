"""What happens to a file after the antivirus has spoken, and while it has not?

A pending verdict costs nobody a deadline: the deposit counts from its instant.
Only a clear « OK » makes a file safe. An infected file refuses its piece, with
a sentence of its own and a date to give another; it never counts as nothing
deposited.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from sporades.adapters import antivirus, decoding, storage
from sporades.adapters.media import NotReadNow, Unreadable
from sporades.journal.values import SYSTEM
from sporades.registrations import access, facts, letters
from sporades.registrations.actions import reading, reading_words
from sporades.registrations.actions.common import named, record, take
from sporades.registrations.models import Deposit, File, Piece, Registration, Scan
from sporades.rules import lifecycle
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import PieceState

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(minutes=15)


def scan_next(*, machine_now: datetime, now: datetime) -> bool:
    """Shows the antivirus the oldest file that waits; False if none does."""
    file = _lease(machine_now)
    if file is None:
        return False
    verdict = antivirus.scan(storage.get(file.key, file.wrapped_key, file.key_id))
    if verdict.verdict == "unscanned":
        log.warning("file %s stays in quarantine: %s", file.id, verdict.detail)
        return True
    settle(file, infected_with=verdict.detail if verdict.verdict == "infected" else "", now=now)
    return True


@transaction.atomic
def _lease(machine_now: datetime) -> File | None:
    waiting = File.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        scan=Scan.QUARANTINED, next_try_at__lte=machine_now
    )
    file = waiting.order_by("next_try_at").first()
    if file is not None:
        file.attempts += 1
        # The lease is the pause too: a scanner that is down is asked again, ever less often.
        file.next_try_at = machine_now + min(LEASE * file.attempts, LONGEST_PAUSE)
        file.save(update_fields=["attempts", "next_try_at"])
    return file


def settle(file: File, *, infected_with: str, now: datetime) -> None:
    """Writes what the antivirus said of one file, once, and what follows from it."""
    with transaction.atomic():
        row = access.lock(file.deposit.piece.registration_id)
        held = File.objects.select_for_update(of=("self",)).get(id=file.id)
        if held.scan != Scan.QUARANTINED:
            return
        held.scan = Scan.INFECTED if infected_with else Scan.CLEAN
        held.found = infected_with[:120]
        held.save(update_fields=["scan", "found"])
        if infected_with:
            _tell_infected(row, held, now=now)
    # A worker killed here leaves bytes that the sweeper takes, or a PDF that `assemble_left_over` makes.
    if infected_with:
        storage.delete(file.key)
    else:
        assemble(file.deposit, now=now)


def _tell_infected(row: Registration, file: File, *, now: datetime) -> None:
    deposit = file.deposit
    piece = Piece.objects.select_for_update(of=("self",)).get(id=deposit.piece_id)
    # What was replaced since, or belongs to an inscription that ended, asks nothing of anybody.
    waits = State(row.state) in LIVE and PieceState(piece.state) in {PieceState.DEPOSITED, PieceState.LATE}
    asks_again = waits and not deposit.superseded
    if asks_again:
        _refuse(row, piece, now=now)
    record(
        row,
        "file_infected",
        by=SYSTEM,
        now=now,
        rule="file_infected",
        data={**named(piece), "deposit": str(deposit.id), "sha256": file.sha256},
    )
    if asks_again:
        letters.infected(row, piece, late=deposit.late, now=now)


def _refuse(row: Registration, piece: Piece, *, now: datetime) -> None:
    piece.state = PieceState.REFUSED.value
    piece.reason_code = "file_infected"
    piece.correction_due_at = facts.correction_due(row, piece, at=now)
    piece.save(update_fields=["state", "reason_code", "correction_due_at"])
    if State(row.state) in {State.CONFIRMED, State.ADMITTED}:
        take(row, lifecycle.ASK_PIECE, now=now)
        row.save(update_fields=["state", "state_since", "state_before"])


def assemble(deposit: Deposit, *, now: datetime) -> None:
    """Makes one PDF of a deposit whose files are all clean, and reads its codes; a file that resists stays as it is."""
    files = list(deposit.files.order_by("position"))
    if deposit.key or any(file.scan != Scan.CLEAN for file in files):
        return
    unmade = Deposit.objects.filter(id=deposit.id, key="")
    pages = sum(file.pages for file in files)
    try:
        made = decoding.to_pdf([storage.get(file.key, file.wrapped_key, file.key_id) for file in files])
        # Before the PDF has its row: whoever is killed here reads again.
        reading.look(deposit, made, now=now)
    except NotReadNow:
        return  # the upkeep comes back to it
    except Unreadable as refusal:
        log.warning("deposit %s cannot become one PDF: %s", deposit.id, refusal.code)
        unmade.update(pages=pages)
        return
    stored = storage.put(made)
    made_now = {"key": stored.key, "wrapped_key": stored.wrapped_key, "key_id": stored.key_id, "pages": pages}
    if not unmade.update(**made_now, words_due_at=reading_words.due(deposit)):
        storage.delete(stored.key)


def assemble_left_over(*, now: datetime) -> int:
    """Makes the PDFs that a worker, killed right after a verdict, left unmade; says how many it looked at."""
    waiting = Deposit.objects.filter(key="", pages__isnull=True).exclude(
        id__in=File.objects.exclude(scan=Scan.CLEAN).values("deposit_id")
    )
    left = list(waiting)
    for deposit in left:
        assemble(deposit, now=now)
    return len(left)
