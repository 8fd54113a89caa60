"""What does each line of the work list say, of a file and of what waits in it?"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import starmap
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sporades.adapters.prepared import Among, Prepared, prepared
from sporades.calendars import facts as calendar_facts
from sporades.calendars import models as calendars
from sporades.reference.load import reference
from sporades.registrations import access, facts
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Piece, Registration, Replacement
from sporades.registrations.queries import waits
from sporades.registrations.queries.claims import Holder, held_by
from sporades.registrations.queries.private import hidden_pieces
from sporades.registrations.queries.worklist import TONES, Listed, as_text
from sporades.rules import french
from sporades.rules.calendar import Dates
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate


class Row(NamedTuple):
    """A file as the work list shows it."""

    id: UUID
    name: str
    number: str
    exam: str
    state: str
    tone: str
    waits: tuple[str, ...]
    since: datetime
    due: str
    zone: str
    holder: Holder | None


class Waits(NamedTuple):
    """A piece that waits, as far as the list tells it."""

    file: str  # the key of its registration
    title: str
    state: str
    due_date: str
    correction_due_at: datetime | None


def told(rows: Sequence[Listed], mandate: Mandate, *, now: datetime, machine_now: datetime) -> list[Row]:
    """The rows of one page of `Waiting` as it shows them: as many queries for one as for fifty."""
    dates = _dates(rows)
    pieces: defaultdict[str, list[Waits]] = defaultdict(list)
    for piece in starmap(Waits, _seen(hidden_pieces(mandate)).rows([row.id for row in rows])):
        pieces[piece.file].append(piece)
    tell = partial(_told, now=now, machine_now=machine_now, said=cache(french.short_deadline))
    return [tell(row, pieces[row.key], dates(row)) for row in rows]


def _dates(rows: Sequence[Listed]) -> Callable[[Listed], Dates]:
    """Those of the window of each, worked out once; only a row that something moves has its own."""
    keys = {UUID(key): key for key in {row.window_key for row in rows}}
    of_windows = {
        keys[window.id]: calendar_facts.dates_with(window, ()) for window in _windows.rows(list(keys))
    }
    own = {}
    if moved := [row.id for row in rows if row.is_shifted]:
        shifted = access.with_dates(Registration.objects.filter(id__in=moved))
        shifted = shifted.select_related("window__calendar").prefetch_related(*facts.SHIFTS)
        own = {row.id: facts.dates(row) for row in shifted}
    return lambda row: own[row.id] if row.is_shifted else of_windows[row.window_key]


@prepared
def _windows(ids: list[UUID]) -> QuerySet[calendars.Window]:
    return calendars.Window.objects.select_related("calendar").filter(Among(F("id"), ids))


@cache
def _seen(hidden: frozenset[str]) -> Prepared[tuple[Any, ...], list[UUID]]:
    """What is to be checked, was asked again, or would be replaced, of each of these files."""

    def write(registrations: list[UUID]) -> QuerySet[Piece, tuple[Any, ...]]:
        looked_at = Q(state__in=[*waits.TO_CHECK, PieceState.REFUSED.value])
        filed = Exists(Replacement.objects.filter(piece=OuterRef("pk"), state=Replacement.State.FILED))
        pieces = Piece.objects.filter(looked_at | Q(filed), Among(F("registration"), registrations))
        return (
            pieces.exclude(kind__in=hidden)
            .annotate(file=as_text("registration_id"))
            .values_list(*Waits._fields)
        )

    return prepared(write)


def _told(
    row: Listed,
    pieces: list[Waits],
    dates: Dates,
    *,
    now: datetime,
    machine_now: datetime,
    said: Callable[[datetime, str], str],
) -> Row:
    """`said` writes a limit: most files of a page have the same few."""
    known = reference()
    limits = [facts.due(piece, dates) for piece in pieces]
    return Row(
        id=row.id,
        name=f"{row.birth_name} {row.given_names}",
        number=row.number or "",
        exam=title_of(row),
        state=known.say(f"state_{row.state}"),
        tone=TONES[row.state],
        waits=tuple([_wait(piece, now=now) for piece in pieces]) or (known.say("waits_admission"),),
        since=row.since,
        due=said(min(limits), dates.zone) if limits else "",
        zone=dates.zone,
        holder=_holder(row, machine_now),
    )


def _holder(row: Listed, machine_now: datetime) -> Holder | None:
    officer, name, since, until = row.holder_id, row.holder_name, row.held_since, row.held_until
    if officer is None or name is None or since is None or until is None or until <= machine_now:
        return None
    return held_by(officer, name, since, machine_now)


def _wait(piece: Waits, *, now: datetime) -> str:
    passed = piece.correction_due_at is not None and piece.correction_due_at <= now
    if piece.state == PieceState.DEPOSITED:
        return piece.title
    if piece.state == PieceState.REFUSED:
        code = "waits_correction_passed" if passed else "waits_candidate"
    else:
        code = "waits_late" if piece.state == PieceState.LATE else "waits_replacement"
    return reference().say(code, title=piece.title)
