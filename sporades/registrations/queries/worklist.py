"""Which files wait for a decision of the office, and what waits in each?"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property, lru_cache, partial
from itertools import starmap
from typing import Any, NamedTuple, overload
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from sporades.adapters.prepared import Among, Prepared, prepared
from sporades.calendars import facts as calendar_facts
from sporades.calendars import models as calendars
from sporades.reference.load import reference
from sporades.registrations import access, facts
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Piece, Registration, Replacement
from sporades.registrations.queries import waits
from sporades.registrations.queries.asked import LIMIT, Asked, specialties
from sporades.registrations.queries.claims import Holder, held_by
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
    key: str  # its id, and its window's, as the database writes them
    window_key: str
    is_shifted: bool
    candidate__birth_name: str
    candidate__given_names: str
    number: str | None
    diploma: str
    specialty: str
    exam_session: int
    state: str
    since: datetime
    claim__officer_id: UUID | None
    claim__officer__name: str | None
    claim__since: datetime | None
    claim__until: datetime | None
    files: int  # in the whole list

    def holder(self, machine_now: datetime) -> Holder | None:
        officer, name, since, until = self[-5:-1]
        if officer is None or name is None or since is None or until is None or until <= machine_now:
            return None
        return held_by(officer, name, since, machine_now)


class Waits(NamedTuple):
    """A piece that waits, as far as the list tells it."""

    file: str  # the key of its registration
    title: str
    state: str
    due_date: str
    correction_due_at: datetime | None


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


class Waiting(Sequence[Listed]):
    """The files that the list holds, in its order: counted, and read a page at a time.

    Without an anomaly, those that wait for the office. With one, all the live
    files that have it: what one looks for may wait for the candidate.
    """

    def __init__(self, mandate: Mandate, query: Asked, *, now: datetime) -> None:
        self._asked, self._now = (mandate, query), now

    def __len__(self) -> int:
        """Said by each row of the first page, which is what most people ask for."""
        return self._first[0].files if self._first else 0

    @overload
    def __getitem__(self, part: int) -> Listed: ...
    @overload
    def __getitem__(self, part: slice) -> list[Listed]: ...
    def __getitem__(self, part: int | slice) -> Listed | list[Listed]:
        """A page, or what there is of the last one."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        start = part.start or 0
        return (self._read(start) if start else self._first)[: part.stop - start]

    @cached_property
    def _first(self) -> list[Listed]:
        return self._read(0)

    def _read(self, start: int) -> list[Listed]:
        return list(starmap(Listed, _page(*self._asked, start).rows(self._now)))


# Officers look at the same few lists all day: each is written in SQL once, for its mandate and filters.
@lru_cache(maxsize=256)
def _counted(mandate: Mandate, query: Asked) -> Prepared[int, datetime]:
    def write(now: datetime) -> QuerySet[Registration, int]:
        return _count(mandate, query, now=now)

    return prepared(write)


def count(mandate: Mandate, query: Asked, *, now: datetime) -> int:
    return _counted(mandate, query).first(now) or 0


def _count(mandate: Mandate, query: Asked, *, now: datetime) -> QuerySet[Registration, int]:
    together = in_list(mandate, query, now=now).order_by().values(together=Value(1))
    return together.annotate(count=Count("*")).values_list("count", flat=True)


@lru_cache(maxsize=256)
def _page(mandate: Mandate, query: Asked, start: int) -> Prepared[tuple[Any, ...], datetime]:
    page = slice(start, start + ROWS)

    def write(now: datetime) -> QuerySet[Registration, tuple[Any, ...]]:
        rows = in_order(mandate, query, now=now)
        if query.anomaly:
            # Whether a file has it may be dear to ask: once, for the page and the count.
            return _listed(rows, Window(Count("*")))[page]
        # Only what is shown is joined to what it shows, however many come before it.
        shown = Registration.objects.filter(id__in=rows.values("id")[page])
        return _listed(_ordered(shown, mandate, query, now=now), Subquery(_count(mandate, query, now=now)))

    return prepared(write)


def _listed(rows: QuerySet[Registration], files: Combinable) -> QuerySet[Registration, tuple[Any, ...]]:
    keys = {"key": _text("id"), "window_key": _text("window_id")}
    return access.with_dates(rows).annotate(**keys, files=files).values_list(*Listed._fields)


def _text(column: str) -> Cast:
    """What only joins rows to others: two hundred of them cost more to make into UUIDs than to read."""
    return Cast(column, CharField())


def in_order(mandate: Mandate, query: Asked, *, now: datetime) -> QuerySet[Registration]:
    return _ordered(in_list(mandate, query, now=now), mandate, query, now=now)


def _ordered(
    rows: QuerySet[Registration], mandate: Mandate, query: Asked, *, now: datetime
) -> QuerySet[Registration]:
    # What waits is read in the order of its index; what one looks for may not wait.
    since = waits.standing_since(mandate, now=now) if query.anomaly else F(waits.since(mandate))
    rows = rows.annotate(since=since)
    if query.order == LIMIT:
        return waits.limited(rows, mandate).order_by(F("limit"), F("since"), "id")
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
            .annotate(file=_text("registration_id"))
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
        name=f"{row.candidate__birth_name} {row.candidate__given_names}",
        number=row.number or "",
        exam=title_of(row),
        state=known.say(f"state_{row.state}"),
        tone=TONES[row.state],
        waits=tuple([_wait(piece, now=now) for piece in pieces]) or (known.say("waits_admission"),),
        since=row.since,
        due=said(min(limits), dates.zone) if limits else "",
        zone=dates.zone,
        holder=row.holder(machine_now),
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
