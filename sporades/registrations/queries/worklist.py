"""Which files wait for a decision of the office, and what waits in each?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, overload
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from sporades.adapters.prepared import Prepared, prepared
from sporades.calendars import models as calendars
from sporades.reference.load import reference
from sporades.registrations import access, facts
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Piece, Registration, Replacement
from sporades.registrations.queries import waits
from sporades.registrations.queries.asked import LIMIT, Asked, specialties
from sporades.registrations.queries.claims import Holder, holders
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules import french
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate

TONES = {
    State.DRAFT: "info",
    State.SAVED: "wait",
    State.CONFIRMED: "info",
    State.INCOMPLETE: "wait",
    State.ADMITTED: "ok",
    State.CANCELLED: "no",
    State.SET_ASIDE: "no",
    State.WITHDRAWN: "off",
    State.EXPIRED: "off",
}


ROWS = 50  # of a page

# What the list shows, and what tells the dates: a draft and its findings are read by whoever opens the file.
_SHOWN = (
    "id", "candidate", "candidate__birth_name", "candidate__given_names", "window", "number", "diploma", "specialty",
    "exam_session", "state",
)  # fmt: skip


class Waits(NamedTuple):
    """A piece that waits, as far as the list tells it."""

    registration_id: UUID
    title: str
    state: str
    due_date: str
    correction_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
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


class Waiting(Sequence[Registration]):
    """The files that the list holds, in its order: counted, and read a page at a time.

    Without an anomaly, those that wait for the office. With one, all the live
    files that have it: what one looks for may wait for the candidate.
    """

    def __init__(self, mandate: Mandate, query: Asked, *, now: datetime) -> None:
        self._asked, self._now = (mandate, query), now

    def __len__(self) -> int:
        return _counted(*self._asked).first(self._now) or 0

    @overload
    def __getitem__(self, part: int) -> Registration: ...
    @overload
    def __getitem__(self, part: slice) -> list[Registration]: ...
    def __getitem__(self, part: int | slice) -> Registration | list[Registration]:
        """A page, or what there is of the last one."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        return _read(*self._asked, part.start).rows(self._now)[: part.stop - part.start]


# Officers look at the same few lists all day: each is written in SQL once, for its mandate and filters.
@lru_cache(maxsize=256)
def _counted(mandate: Mandate, query: Asked) -> Prepared[int, datetime]:
    def write(now: datetime) -> QuerySet[Registration, int]:
        whole = Window(Count("pk"))
        return _held(mandate, query, now=now).annotate(count=whole).values_list("count", flat=True)[:1]

    return prepared(write)


@lru_cache(maxsize=256)
def _read(mandate: Mandate, query: Asked, start: int) -> Prepared[Registration, datetime]:
    def write(now: datetime) -> QuerySet[Registration]:
        rows = access.with_dates(in_order(mandate, query, now=now))
        return rows.select_related("candidate").only(*_SHOWN)[start : start + ROWS]

    return prepared(write)


def in_order(mandate: Mandate, query: Asked, *, now: datetime) -> QuerySet[Registration]:
    rows = dated(_held(mandate, query, now=now), mandate, now=now)
    return rows.order_by(*((F("limit"), F("since"), "id") if query.order == LIMIT else (F("since"), "id")))


def _held(mandate: Mandate, query: Asked, *, now: datetime) -> QuerySet[Registration]:
    if query.anomaly:
        held = Q(state__in=waits.CHECKED) & waits.ANOMALIES[query.anomaly](mandate, now)
    else:
        held = waits.is_waiting(mandate, now=now)
    return access.in_mandate(Registration.objects.all(), mandate).filter(held, filters(query))


def filters(query: Asked) -> Q:
    columns = {"diploma": query.diploma, "state": query.state}
    found = Q(**{name: value for name, value in columns.items() if value})
    if query.specialty:
        # No speciality has an empty code: a word that names none finds nothing.
        found &= Q(specialty__in=specialties(query.specialty) or [""])
    if query.handicap is not None:
        found &= Q(handicap=query.handicap)
    if query.piece:
        pieces = Piece.objects.filter(registration=OuterRef("pk"), kind=query.piece)
        found &= Q(Exists(pieces if query.anomaly else pieces.filter(state__in=waits.TO_CHECK)))
    return found


def dated(rows: QuerySet[Registration], mandate: Mandate, *, now: datetime) -> QuerySet[Registration]:
    """Each row with `since` when it waits, and `limit`, the window's own: one person's dates are read at the end."""
    corrections = waits.correction_dates(mandate)
    passed = corrections.filter(correction_due_at__lte=now)
    return rows.annotate(
        since=Coalesce(Subquery(waits.oldest_to_check(mandate)), Subquery(passed[:1]), F("state_since")),
        limit=Coalesce(Subquery(corrections[:1]), F("window__pieces_due_at")),
    )


def told(
    rows: Iterable[Registration], mandate: Mandate, *, now: datetime, machine_now: datetime
) -> list[Row]:
    """The rows of one page of `waiting` as it shows them: as many queries for one as for fifty."""
    found = list(rows)
    windows = calendars.Window.objects.select_related("calendar").in_bulk({row.window_id for row in found})
    for row in found:
        # Read once for all the files of the page.
        row.window = windows[row.window_id]
    prefetch_related_objects([row for row in found if facts.shifting(row)], *facts.SHIFTS)
    pieces = _pieces(found, mandate)
    held = holders([row.id for row in found], machine_now=machine_now)
    return [_told(row, pieces[row.id], held.get(row.id), now=now) for row in found]


def _pieces(rows: Sequence[Registration], mandate: Mandate) -> Mapping[UUID, list[Waits]]:
    """What is to be checked, was asked again, or would be replaced, of each of these files."""
    looked_at = Q(state__in=[*waits.TO_CHECK, PieceState.REFUSED.value])
    filed = Exists(Replacement.objects.filter(piece=OuterRef("pk"), state=Replacement.State.FILED))
    of_all = Piece.objects.filter(looked_at | Q(filed), registration__in=[row.id for row in rows])
    pieces = defaultdict(list)
    seen = of_all.exclude(kind__in=hidden_pieces(mandate))
    for piece in map(Waits._make, seen.values_list(*Waits._fields)):
        pieces[piece.registration_id].append(piece)
    return pieces


def _told(row: Any, pieces: list[Waits], holder: Holder | None, *, now: datetime) -> Row:
    known, dates = reference(), facts.dates(row)
    limits = [facts.due(piece, dates) for piece in pieces]
    return Row(
        id=row.id,
        name=f"{row.candidate.birth_name} {row.candidate.given_names}",
        number=row.number or "",
        exam=title_of(row),
        state=known.say(f"state_{row.state}"),
        tone=TONES[State(row.state)],
        waits=tuple(_wait(piece, now=now) for piece in pieces) or (known.say("waits_admission"),),
        since=row.since,
        due=french.short_deadline(min(limits), dates.zone) if limits else "",
        zone=dates.zone,
        holder=holder,
    )


def _wait(piece: Waits, *, now: datetime) -> str:
    state = PieceState(piece.state)
    passed = piece.correction_due_at is not None and piece.correction_due_at <= now
    if state is PieceState.DEPOSITED:
        return piece.title
    if state is PieceState.REFUSED:
        code = "waits_correction_passed" if passed else "waits_candidate"
    else:
        code = "waits_late" if state is PieceState.LATE else "waits_replacement"
    return reference().say(code, title=piece.title)
