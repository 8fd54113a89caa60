"""How is what a candidate gives received? At once, with its instant; judged later, by others.

Bytes go to the encrypted store before the transaction, rows in it. If the
transaction fails, the sweeper takes the orphan bytes away; a row never points
to nothing. Nothing given is ever erased by what is given after.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Sum

from sporades.adapters import clocks, names, storage
from sporades.adapters.media import Read
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, facts, letters, papers
from sporades.registrations.actions import receiving
from sporades.registrations.actions.common import named, record, refusals_journaled, subject_of, take
from sporades.registrations.actions.receiving import BadFiles, Upload
from sporades.registrations.models import Deposit, File, Piece, Registration, Scan
from sporades.rules import lifecycle
from sporades.rules.calendar import instant, is_in_time
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import PieceState
from sporades.rules.reasons import Blocked, Reason

__all__ = ["BadFiles", "Upload"]  # what comes in, for whoever gives it

MOST_DEPOSITS = 40  # of one piece: a person, not a script
MEGABYTE = 1024 * 1024
MOST_BYTES = 500 * MEGABYTE  # of one candidate: fifty files of the largest size
MOST_KEPT = 400  # files of one candidate: ten times what the longest list asks

OPEN_PIECES = frozenset({PieceState.EXPECTED, PieceState.DEPOSITED, PieceState.REFUSED, PieceState.LATE})


@dataclass(frozen=True, slots=True)
class Received:
    """The receipt of a deposit: its instant, and whether that was in time."""

    deposit_id: UUID
    at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """A paper that came by another way than these pages: an officer vouches for its day."""

    received_on: date
    way: str  # counter, post

    def at(self, zone: str) -> datetime:
        """An instant of that local day: a paper bears no hour, and its limits are ends of days."""
        return instant(datetime.combine(self.received_on, time(12)), zone)


def deposit(
    piece: Piece,
    uploads: Sequence[Upload],
    *,
    adds_pages: bool,
    token: str,
    by: Actor,
    desk: AtTheDesk | None = None,
    signs: int | None = None,
    now: datetime,
    recorded_at: datetime,
) -> Received:
    """Receives files for a piece. `now` is the instant of the first byte, `recorded_at` the one of writing.

    `desk`: the scan of a paper; it counts on the day when the office received it. `signs`: the
    version whose document was signed on screen. Raises `BadFiles` with a code for each file that
    cannot be read, `Blocked` if this piece takes no deposit any more: nothing changed.
    """
    about, asked = subject_of(piece.registration), {"piece": piece.kind, "key": piece.key}
    with refusals_journaled(about, "deposit_refused", by=by, now=now, data=asked):
        # What will not be kept is not stored: the same is asked again under the lock.
        if done := _received_before(token):
            return done
        _refuse(piece.registration, piece, uploads, signs=signs, now=now)
        attempt = receiving.attempt(piece)
    read = receiving.read_all(uploads, attempt)
    stored = receiving.keep_all(uploads, piece, by=by, now=now)
    with refusals_journaled(about, "deposit_refused", by=by, now=now, data=asked):
        row = access.lock(piece.registration_id)
        if done := _received_before(token):
            return done
        held = Piece.objects.select_for_update(of=("self",)).get(id=piece.id)
        _refuse(row, held, uploads, signs=signs, now=now)
        at, late = _arrival(row, held, desk, now=now, recorded_at=recorded_at)
        kept = _keep(row, held, late=late, adds_pages=adds_pages, signs=signs, at=at, recorded_at=recorded_at)
        for position, (upload, what, place) in enumerate(zip(uploads, read, stored, strict=True)):
            _keep_file(kept, upload, what, place, position=position)
        _advance(row, held, late=late, now=now)
        _tell(row, held, kept, desk, token=token, by=by, now=now)
    return Received(kept.id, at, late)


def _arrival(
    row: Registration, piece: Piece, desk: AtTheDesk | None, *, now: datetime, recorded_at: datetime
) -> tuple[datetime, bool]:
    """The instant at which it counts, and whether that is late."""
    due = facts.due(piece, facts.dates(row))
    if desk is None:
        return now, not is_in_time(due, at=now, recorded_at=recorded_at)
    at = desk.at(row.window.calendar.zone)
    if desk.received_on > facts.local_day(row, at=now):
        raise Blocked((Reason("paper_of_tomorrow", piece.source),))
    return at, at >= due


def _received_before(token: str) -> Received | None:
    """The receipt of this very form, if it was carried out already."""
    done = journal_queries.act_of(token)
    return Received(UUID(str(done.data["deposit"])), done.at, bool(done.data["late"])) if done else None


def takes_deposit(piece: Piece, *, now: datetime) -> bool:
    """An accepted piece is locked, unless the office agreed to another one, until the date it gave."""
    state, until = PieceState(piece.state), piece.correction_due_at
    return state in OPEN_PIECES or (state is PieceState.ACCEPTED and until is not None and now < until)


def _refuse(
    row: Registration, piece: Piece, uploads: Sequence[Upload], *, signs: int | None, now: datetime
) -> None:
    source = row.window.calendar.source
    if signs not in {None, row.version}:
        # Saved again in another tab, between the page and the signature.
        raise Blocked((Reason("signed_something_else", source),))
    if State(row.state) not in LIVE or row.version == 0:
        raise Blocked((Reason("registration_ended", source),))
    if not takes_deposit(piece, now=now):
        raise Blocked((Reason("piece_takes_no_deposit", piece.source, (("piece", piece.title),)),))
    if piece.deposits.count() >= MOST_DEPOSITS:
        raise Blocked((Reason("too_many_deposits", source, (("piece", piece.title),)),))
    files, size = _held(row)
    if files + len(uploads) > MOST_KEPT or size + sum(len(upload.content) for upload in uploads) > MOST_BYTES:
        limits = (("most", str(MOST_BYTES // MEGABYTE)), ("files", str(MOST_KEPT)))
        raise Blocked((Reason("registration_full", source, limits),))


def _held(row: Registration) -> tuple[int, int]:
    """The files kept for a candidate, and their bytes: those of a virus or of a diagnosis were erased."""
    files = File.objects.filter(deposit__piece__registration__candidate=row.candidate_id).exclude(
        scan__in=[Scan.INFECTED, Scan.ERASED]
    )
    held = files.aggregate(files=Count("id"), size=Sum("size", default=0))
    return held["files"], held["size"]


def _keep(
    row: Registration,
    piece: Piece,
    *,
    late: bool,
    adds_pages: bool,
    signs: int | None,
    at: datetime,
    recorded_at: datetime,
) -> Deposit:
    before = piece.deposits.filter(superseded=False)
    if piece.kind == facts.CONFIRMATION:
        # Pages are added to the paper of the same version only.
        adds_pages = adds_pages and any(held.signs >= row.signature_from for held in before)
    if not adds_pages:
        # What came in time is never put out of sight by what came late.
        (before.filter(late=True) if late else before).update(superseded=True)
    return Deposit.objects.create(
        piece=piece,
        sequence=piece.deposits.count() + 1,
        adds_pages=adds_pages,
        version=row.version,
        at=at,
        recorded_at=recorded_at,
        late=late,
        on_screen=signs is not None,
    )


def _keep_file(kept: Deposit, upload: Upload, what: Read, place: storage.Stored, *, position: int) -> None:
    File.objects.create(
        deposit=kept,
        position=position,
        name=names.shown(upload.name),
        media_type=what.media_type,
        pages=what.pages,
        size=place.size,
        sha256=place.sha256,
        key=place.key,
        wrapped_key=place.wrapped_key,
        key_id=place.key_id,
        next_try_at=clocks.machine_now(),
    )


def _advance(row: Registration, piece: Piece, *, late: bool, now: datetime) -> None:
    """What the deposit changes: the piece's state, and the registration's when it completes something."""
    if late:
        if PieceState(piece.state) is PieceState.EXPECTED:
            piece.state = PieceState.LATE.value
            piece.save(update_fields=["state"])
        return
    piece.state = PieceState.DEPOSITED.value
    piece.reason_code = piece.reason_text = ""
    piece.save(update_fields=["state", "reason_code", "reason_text"])
    if piece.kind == facts.CONFIRMATION and State(row.state) is State.SAVED:
        take(row, lifecycle.CONFIRM, now=now)
    elif State(row.state) is State.INCOMPLETE and not asked_again(row):
        take(row, lifecycle.COMPLETE, now=now)
    if State(row.state) is State.CONFIRMED and asked_again(row):
        take(row, lifecycle.ASK_PIECE, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])


def asked_again(row: Registration) -> bool:
    """Whether a piece that was refused or asked by a person is still to be given."""
    return any(facts.is_asked(piece) for piece in row.pieces.all())


def _tell(
    row: Registration,
    piece: Piece,
    kept: Deposit,
    desk: AtTheDesk | None,
    *,
    token: str,
    by: Actor,
    now: datetime,
) -> None:
    files = list(kept.files.order_by("position"))
    kind = "signed_on_screen" if kept.on_screen else "deposited"
    record(
        row,
        "paper_received" if desk else kind,
        by=by,
        now=now,
        source=piece.source,
        data={
            **named(piece),
            "deposit": str(kept.id),
            "version": kept.version,
            "late": kept.late,
            **({"received_on": desk.received_on.isoformat(), "way": desk.way} if desk else {}),
            "files": [{"sha256": file.sha256, "size": file.size} for file in files],
        },
        details={"names": [file.name for file in files]},
        token=token,
    )
    day, way = (desk.received_on, desk.way) if desk else (None, "")
    receipt = papers.order_for_deposit(row, piece, kept, files, received_on=day, now=now)
    letters.deposited(row, piece, kept, receipt, received_on=day, way=way, now=now)
