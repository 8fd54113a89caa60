"""Which files wait for a decision of the office, and what waits in each?"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple, overload
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from sporades.adapters.prepared import Among, Prepared, prepared
from sporades.calendars import facts as calendar_facts
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
from sporades.rules.calendar import Dates
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate

TONES: Mapping[str, str] = {
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


class Listed(NamedTuple):
    """A file of the list, as far as the list shows it: the rest is read by whoever opens it."""

    id: UUID
    window_id: UUID
    is_shifted: bool
    candidate__birth_name: str
    candidate__given_names: str
    number: str | None
    diploma: str
    specialty: str
    exam_session: int
    state: str
    since: datetime


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


class Waiting(Sequence[Listed]):
    """The files that the list holds, in its order: counted, and read a page at a time.

    Without an anomaly, those that wait for the office. With one, all the live
    files that have it: what one looks for may wait for the candidate.
    """

    def __init__(self, mandate: Mandate, query: Asked, *, now: datetime) -> None:
        self._asked, self._now = (mandate, query), now

    def __len__(self) -> int:
        return _counted(*self._asked).first(self._now) or 0

    @overload
    def __getitem__(self, part: int) -> Listed: ...
    @overload
    def __getitem__(self, part: slice) -> list[Listed]: ...
    def __getitem__(self, part: int | slice) -> Listed | list[Listed]:
        """A page, or what there is of the last one."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        rows = _read(*self._asked, part.start).rows(self._now)
        return [Listed._make(row) for row in rows[: part.stop - part.start]]


# Officers look at the same few lists all day: each is written in SQL once, for its mandate and filters.
@lru_cache(maxsize=256)
def _counted(mandate: Mandate, query: Asked) -> Prepared[int, datetime]:
    def write(now: datetime) -> QuerySet[Registration, int]:
        together = in_list(mandate, query, now=now).order_by().values(together=Value(1))
        return together.annotate(count=Count("*")).values_list("count", flat=True)

    return prepared(write)


@lru_cache(maxsize=256)
def _read(mandate: Mandate, query: Asked, start: int) -> Prepared[tuple[Any, ...], datetime]:
    def write(now: datetime) -> QuerySet[Registration, tuple[Any, ...]]:
        rows = access.with_dates(in_order(mandate, query, now=now))
        return rows.values_list(*Listed._fields)[start : start + ROWS]

    return prepared(write)


def in_order(mandate: Mandate, query: Asked, *, now: datetime) -> QuerySet[Registration]:
    # What waits is read in the order of its index; what one looks for may not wait.
    since = waits.standing_since(mandate, now=now) if query.anomaly else F(waits.since(mandate))
    rows = in_list(mandate, query, now=now).annotate(since=since)
    if query.order == LIMIT:
        return limited(rows, mandate).order_by(F("limit"), F("since"), "id")
    return rows.order_by(F("since"), "id")


def in_list(mandate: Mandate, query: Asked, *, now: datetime) -> QuerySet[Registration]:
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
        found &= Q(Exists(pieces if query.anomaly else pieces.filter(waits.is_to_check())))
    return found


def limited(rows: QuerySet[Registration], mandate: Mandate) -> QuerySet[Registration]:
    """Each row with its `limit`, the window's own: one person's dates are read at the end."""
    corrections = waits.correction_dates(mandate)
    return rows.annotate(limit=Coalesce(Subquery(corrections[:1]), F("window__pieces_due_at")))


def told(rows: Sequence[Listed], mandate: Mandate, *, now: datetime, machine_now: datetime) -> list[Row]:
    """The rows of one page of `Waiting` as it shows them: as many queries for one as for fifty."""
    files = [row.id for row in rows]
    dates, held = _dates(rows), holders(files, machine_now=machine_now)
    pieces: defaultdict[UUID, list[Waits]] = defaultdict(list)
    for piece in map(Waits._make, _seen(hidden_pieces(mandate)).rows(files)):
        pieces[piece.registration_id].append(piece)
    return [_told(row, pieces[row.id], dates(row), held.get(row.id), now=now) for row in rows]


def _dates(rows: Sequence[Listed]) -> Callable[[Listed], Dates]:
    """Those of the window of each, worked out once; only a row that something moves has its own."""
    of_windows = {
        window.id: calendar_facts.dates_with(window, ())
        for window in _windows.rows(list({row.window_id for row in rows}))
    }
    own = {}
    if moved := [row.id for row in rows if row.is_shifted]:
        shifted = access.with_dates(Registration.objects.filter(id__in=moved))
        shifted = shifted.select_related("window__calendar").prefetch_related(*facts.SHIFTS)
        own = {row.id: facts.dates(row) for row in shifted}
    return lambda row: own[row.id] if row.is_shifted else of_windows[row.window_id]


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
        return pieces.exclude(kind__in=hidden).values_list(*Waits._fields)

    return prepared(write)


def _told(row: Listed, pieces: list[Waits], dates: Dates, holder: Holder | None, *, now: datetime) -> Row:
    known = reference()
    limits = [facts.due(piece, dates) for piece in pieces]
    return Row(
        id=row.id,
        name=f"{row.candidate__birth_name} {row.candidate__given_names}",
        number=row.number or "",
        exam=title_of(row),
        state=known.say(f"state_{row.state}"),
        tone=TONES[row.state],
        waits=tuple(_wait(piece, now=now) for piece in pieces) or (known.say("waits_admission"),),
        since=row.since,
        due=french.short_deadline(min(limits), dates.zone) if limits else "",
        zone=dates.zone,
        holder=holder,
    )


def _wait(piece: Waits, *, now: datetime) -> str:
    passed = piece.correction_due_at is not None and piece.correction_due_at <= now
    if piece.state == PieceState.DEPOSITED:
        return piece.title
    if piece.state == PieceState.REFUSED:
        code = "waits_correction_passed" if passed else "waits_candidate"
    else:
        code = "waits_late" if piece.state == PieceState.LATE else "waits_replacement"
    return reference().say(code, title=piece.title)
