"""What do the candidate's own pages say of each piece and of each deposit?

Everything here is made of values already read: a page that shows it asks nothing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from sporades.candidate_site.space import hints
from sporades.candidate_site.space.sending import SHOWN
from sporades.reference.load import reference
from sporades.registrations.queries import space as registrations
from sporades.registrations.queries.deposits import DepositSeen, FileSeen
from sporades.registrations.queries.space import PieceSeen, Seen, WithPiece
from sporades.registrations.queries.timeline import Event
from sporades.rules.pieces import PieceState
from sporades.ui.addresses import address

if TYPE_CHECKING:
    from sporades.registrations.models import Piece


@dataclass(frozen=True, slots=True)
class Task:
    """A piece in the list of what there is to do."""

    title: str
    url: str
    status: str
    tone: str
    hint: str


@dataclass(frozen=True, slots=True)
class FileTold:
    name: str
    url: str
    when: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class PieceTold:
    """A piece as its card says it."""

    key: str
    url: str
    title: str
    status: str
    tone: str
    explanation: str
    help: str
    due: str
    reason: str
    source: str
    files: tuple[FileTold, ...]
    replaced: tuple[FileTold, ...]
    seen: PieceSeen

    @property
    def waits_for_antivirus(self) -> bool:
        return self.seen.state == PieceState.DEPOSITED and any(map(hints.is_scanning, self.seen.current))

    @property
    def settled(self) -> bool:
        """Something counts already: to give more is possible, not expected."""
        given = self.seen.state in {PieceState.DEPOSITED, PieceState.LATE, PieceState.ACCEPTED}
        return given and not self.seen.is_to_sign_anew

    @property
    def folded(self) -> bool:
        """The form waits to be asked for: what was given counts, and nothing of it is missing."""
        return self.settled and self.seen.read_tone != "wait"

    @property
    def locked(self) -> bool:
        """Accepted: it is replaced only if the office agrees."""
        return self.seen.state == PieceState.ACCEPTED and not self.seen.takes_deposit

    @property
    def replaceable(self) -> bool:
        """Accepted, and the office agreed to another one."""
        return self.seen.state == PieceState.ACCEPTED and self.seen.takes_deposit

    @property
    def stale(self) -> bool:
        return self.seen.is_stale

    @property
    def late(self) -> bool:
        """A deposit made now would be late."""
        return self.seen.takes_deposit and self.seen.is_past_due

    @property
    def adds_pages(self) -> bool:
        """Whether there is a document that more pages would complete."""
        return bool(self.seen.current) and not self.seen.is_stale


# ── Pieces ───────────────────────────────────────────────────────────────────
def others(seen: Seen) -> list[Task]:
    """The pieces that ask nothing of the candidate now; once the registration has ended, what was given."""
    return [_task(piece, seen) for piece in shown(seen) if piece not in seen.to_do]


def shown(seen: Seen) -> list[PieceSeen]:
    return [piece for piece in seen.pieces if seen.is_live or piece.deposits]


def still_due(seen: Seen) -> list[Task]:
    """The pieces to be given, or given again."""
    return [_task(piece, seen) for piece in seen.to_do]


def _task(piece: PieceSeen, seen: Seen) -> Task:
    return Task(
        title=piece.title,
        url=address("piece", piece.id),
        status=piece.label,
        tone=piece.tone,
        hint=hints.hint_of(piece, seen),
    )


def piece_told(piece: PieceSeen) -> PieceTold:
    return PieceTold(
        key=f"piece-{piece.id}",
        url=address("piece", piece.id),
        title=piece.title,
        status=piece.label,
        tone=piece.tone,
        explanation=piece.explanation,
        help=piece.help,
        due=_("le %(due)s") % {"due": piece.due} if piece.takes_deposit else "",
        reason=piece.reason,
        source=piece.source.rstrip("."),
        files=tuple(file for deposit in reversed(piece.current) for file in _files(deposit)),
        replaced=tuple(file for deposit in piece.deposits if deposit.superseded for file in _files(deposit)),
        seen=piece,
    )


def given(seen: Seen, deposit_id: UUID) -> tuple[PieceSeen, DepositSeen]:
    """The deposit and its piece, among those of the registration."""
    for piece in seen.pieces:
        for deposit in piece.deposits:
            if deposit.id == deposit_id:
                return piece, deposit
    raise Http404


def with_piece(row: "Piece", *, now: datetime) -> WithPiece:
    """The page of a piece that the registration shows; one that is asked no more, and never was given, has none."""
    found = registrations.with_piece(row, now=now)
    if found is None:
        raise Http404
    return found


# ── Dates and events ─────────────────────────────────────────────────────────
def dates(seen: Seen) -> list[dict[str, object]]:
    return [
        {"when": limit.long, "what": limit.label, "at": limit.at, "past": limit.passed}
        for limit in seen.limits
    ]


def events(timeline: Iterable[Event]) -> list[dict[str, object]]:
    return [
        {"kind": event.kind, "text": event.sentence, "when": event.said_at, "at": event.at}
        for event in timeline
    ]


# ── Deposits ─────────────────────────────────────────────────────────────────
def _files(deposit: DepositSeen) -> list[FileTold]:
    files = [_file(file, deposit) for file in deposit.files]
    shown_alone = len(files) == 1 and deposit.files[0].media_type in SHOWN
    if deposit.as_pdf and not shown_alone:
        whole = address("deposit_pdf", deposit.id)
        files.append(FileTold(_("Voir toutes les pages, en un seul PDF"), whole, "", "", ""))
    return files


def _file(file: FileSeen, deposit: DepositSeen) -> FileTold:
    status, tone = _scans()[file.scan]
    return FileTold(
        name=f"{file.name}, {said_size(file.size)}",
        # The bytes of an infected file, or of one that showed a diagnosis, are gone.
        url="" if file.scan in {"infected", "erased"} else address("deposit_file", file.id),
        when=_received(deposit),
        status=status,
        tone=tone,
    )


def _received(deposit: DepositSeen) -> str:
    said = _("reçu le %(at)s") % {"at": deposit.at}
    if deposit.late:
        said += _(", hors délai")
    if deposit.stale:
        said += (
            _(", version %(version)s") % {"version": deposit.version}
            if deposit.version
            else _(", d’une autre inscription")
        )
    return said


def _scans() -> Mapping[str, tuple[str, str]]:
    say = reference().say
    return {
        "quarantined": (say("scan_pending"), "info"),
        "clean": ("", ""),
        "infected": (say("scan_infected"), "no"),
        "erased": (say("scan_erased"), "no"),
    }


def said_size(size: int) -> str:
    """« 1,4 Mo », « 312 ko »"""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")
    return f"{max(1, size // 1000)}\u00a0ko"
