"""What does a candidate see of a registration? Everything already read and said, so that a template only shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sporades.accounts.models import Candidate
from sporades.reference.load import reference
from sporades.registrations import access, facts, telling
from sporades.registrations.actions.depositing import takes_deposit
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import File, Piece, Registration
from sporades.registrations.queries import pieces, scans
from sporades.registrations.queries.deposits import DepositSeen, deposits_seen
from sporades.registrations.queries.signed import offered_number
from sporades.registrations.queries.where import Where, is_being_closed, where
from sporades.rules import french
from sporades.rules.calendar import Dates, Phase, phase
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.pieces import PieceState

TONES = {
    PieceState.EXPECTED: "wait",
    PieceState.DEPOSITED: "info",
    PieceState.ACCEPTED: "ok",
    PieceState.REFUSED: "no",
    PieceState.WAIVED: "ok",
    PieceState.NOT_NEEDED: "info",
    PieceState.LATE: "no",
}


@dataclass(frozen=True, slots=True)
class PieceSeen:
    id: UUID
    kind: str
    title: str
    explanation: str
    help: str
    if_missing: str
    source: str
    due: str
    due_short: str
    is_past_due: bool
    state: str
    label: str
    tone: str
    reason: str
    needs_check: bool
    takes_deposit: bool
    deposits: tuple[DepositSeen, ...] = ()
    read: str = ""  # what the machine read on a signed confirmation
    read_tone: str = ""
    advice: tuple[str, ...] = ()  # what a look at the pages suggests

    @property
    def is_confirmation(self) -> bool:
        return self.kind == facts.CONFIRMATION

    @property
    def is_stale(self) -> bool:
        """Whether what was signed is an older version than the one now saved."""
        return any(deposit.stale for deposit in self.current)

    @property
    def is_to_sign_anew(self) -> bool:
        """What was given counts, but its code says that it is not the paper to sign."""
        return self.state == PieceState.DEPOSITED and self.is_stale

    @property
    def current(self) -> tuple[DepositSeen, ...]:
        """What counts now; the others were replaced."""
        return tuple(deposit for deposit in self.deposits if not deposit.superseded)


@dataclass(frozen=True, slots=True)
class Limit:
    """One of « Vos dates »: the date as it is said, what it is for, and whether it has passed."""

    long: str
    label: str
    at: datetime
    passed: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A registration as each of its pages names it."""

    id: UUID
    title: str
    number: str
    version: int
    state: str
    academy: str
    zone: str
    zone_name: str
    contact: dict[str, str]
    is_live: bool
    is_open: bool
    closes: str
    signs_online: bool  # on screen, or on paper as everywhere
    unseen: frozenset[str]  # the kinds of papers that do not exist for whoever reads


@dataclass(frozen=True, slots=True)
class Card(Head):
    """A registration as the list « Mes inscriptions » shows it."""

    where: Where


@dataclass(frozen=True, slots=True)
class WithPiece(Head):
    """A registration as the page of one of its pieces shows it."""

    piece: PieceSeen
    signed: int  # the older version that was signed, to which one may come back; 0 if there is none


@dataclass(frozen=True, slots=True)
class Seen(Card):
    """A registration as its own page shows it."""

    being_closed: bool
    unfinished: tuple[str, ...]
    asks_accommodation: bool
    reminders: str  # whether one will be reminded of the dates
    limits: tuple[Limit, ...]
    pieces: tuple[PieceSeen, ...]
    signed: int  # as above

    @property
    def to_do(self) -> tuple[PieceSeen, ...]:
        return tuple(piece for piece in self.pieces if piece.takes_deposit and _is_awaited(piece))


def _is_awaited(piece: PieceSeen) -> bool:
    return piece.tone in {"wait", "no"} or piece.is_to_sign_anew


def registrations_of(candidate: Candidate, *, now: datetime) -> list[Card]:
    """The candidate's registrations, newest first; the same number of queries for one and for twenty."""
    found = access.all_of_candidate(candidate)
    asked = pieces.asked_of(candidate.id) if found else {}
    return [Card(**_named(row, now=now), where=where(row, asked.get(row.id, []), now=now)) for row in found]


def head(row: Registration, *, now: datetime) -> Head:
    """What its pages begin with; nothing is asked."""
    return Head(**_named(row, now=now))


def with_piece(piece: Piece, *, now: datetime) -> WithPiece | None:
    """The piece as its door gave it; None if it does not exist for whoever reads, or is asked no more."""
    row = piece.registration
    given = pieces.given_for(piece)
    if piece.kind in row.unseen or not (given or _is_needed(piece)):
        return None
    named, dates = _named(row, now=now), facts.dates(row)
    told = piece_seen(piece, given, dates, signed=row.signature_from, is_live=named["is_live"], now=now)
    return WithPiece(**named, piece=told, signed=_signed(row, [told], is_open=named["is_open"]))


def seen(registration: Registration, *, now: datetime) -> Seen:
    """Everything the registration's own pages tell; the row as its door gave it."""
    row = registration
    named = _named(row, now=now)
    # A draft owes nothing yet: nothing to ask.
    asked = pieces.asked(row) if row.version else []
    told = pieces_seen(row, asked, now=now)
    return Seen(
        **named,
        where=where(row, asked, now=now),
        being_closed=is_being_closed(row, asked, now=now),
        unfinished=facts.unfinished(row),
        asks_accommodation=facts.asks_accommodation(row) and not row.unseen,
        reminders=facts.about_reminders(row),
        limits=limits(asked, facts.dates(row), now=now),
        pieces=told,
        signed=_signed(row, told, is_open=named["is_open"]),
    )


def pieces_seen(row: Registration, asked: Sequence[Piece], *, now: datetime) -> tuple[PieceSeen, ...]:
    """Those that are needed, or were given once, each with what was given."""
    dates, is_live = facts.dates(row), State(row.state) in LIVE
    given = pieces.given(row) if any(piece.was_given for piece in asked) else {}
    return tuple(
        piece_seen(piece, given.get(piece.id, []), dates, signed=row.signature_from, is_live=is_live, now=now)
        for piece in asked
        if _is_needed(piece) or piece.was_given
    )


def _is_needed(piece: Piece) -> bool:
    return piece.state != PieceState.NOT_NEEDED


def _signed(row: Registration, told: Iterable[PieceSeen], *, is_open: bool) -> int:
    # Asked of the few whose paper is not that of the version now saved.
    return offered_number(row) if is_open and any(one.is_stale for one in told) else 0


def _named(row: Registration, *, now: datetime) -> dict[str, Any]:
    """The fields of `Head`, which each page adds its own to."""
    dates = facts.dates(row)
    is_live = State(row.state) in LIVE
    return {
        "id": row.id,
        "title": title_of(row),
        "number": row.number or "",
        "version": row.version,
        "state": row.state,
        "academy": reference().academies[row.academy].title,
        "zone": dates.zone,
        "zone_name": dates.zone_name,
        "contact": row.window.calendar.contact,
        "is_live": is_live,
        "is_open": is_live and phase(dates, at=now) is Phase.OPEN,
        "closes": french.spoken_instant(dates.closes, dates.zone, dates.zone_name),
        "signs_online": facts.signs_on_screen(row, at=now),
        "unseen": row.unseen,
    }


def piece_seen(
    piece: Piece, given: Sequence[File], dates: Dates, *, signed: int, is_live: bool, now: datetime
) -> PieceSeen:
    """`signed`: the first version whose signature is good, or 0 before the first save."""
    limit = facts.due(piece, dates)
    state = PieceState(piece.state)
    known = reference()
    deposits = {file.deposit for file in given}
    found = scans.of_deposits(deposits, piece, signature_from=signed)
    return PieceSeen(
        id=piece.id,
        kind=piece.kind,
        title=piece.title,
        explanation=piece.explanation,
        help=piece.help,
        if_missing=known.say(f"if_missing_{piece.if_missing}"),
        source=piece.source,
        due=french.spoken_deadline(limit, dates.zone, dates.zone_name),
        due_short=french.short_deadline(limit, dates.zone),
        is_past_due=now >= limit,
        state=state.value,
        label=telling.piece_state(state, is_live=is_live),
        tone="off" if telling.is_dropped(state, is_live=is_live) else TONES[state],
        reason=piece.reason_text or (known.say(piece.reason_code) if piece.reason_code else ""),
        needs_check=piece.needs_check,
        takes_deposit=is_live and signed > 0 and takes_deposit(piece, now=now),
        deposits=deposits_seen(given, piece, dates, signed=signed),
        read=scans.said(found) if found else "",
        advice=scans.advised(deposits),
        read_tone=scans.TONES.get(found.finding, "wait") if found else "",
    )


def limits(asked: Sequence[Piece], dates: Dates, *, now: datetime) -> tuple[Limit, ...]:
    known = reference()
    named = [("limit_closes", dates.closes), ("limit_pieces", dates.pieces_due)]
    named += [
        (f"limit_{name}", at)
        for name, at in dates.later.items()
        if any(piece.due_date == name and piece.state != PieceState.NOT_NEEDED for piece in asked)
    ]
    return tuple(
        Limit(
            long=french.spoken_deadline(at, dates.zone, dates.zone_name),
            label=known.say(code),
            at=at,
            passed=now >= at,
        )
        for code, at in named
    )
