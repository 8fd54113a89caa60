"""Which files wait for a decision of the office, and what waits in each?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import starmap
from typing import Any, NamedTuple, overload
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from sporades.adapters.prepared import Prepared, prepared
from sporades.registrations import access
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries import waits
from sporades.registrations.queries.asked import LIMIT, Asked, specialties
from sporades.rules.lifecycle import State
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
    birth_name: str
    given_names: str
    number: str | None
    diploma: str
    specialty: str
    exam_session: int
    state: str
    since: datetime
    holder_id: UUID | None
    holder_name: str | None
    held_since: datetime | None
    held_until: datetime | None
    files: int  # in the whole list


# What is not read from a column of the same name.
_ELSEWHERE = {
    "birth_name": "candidate__birth_name",
    "given_names": "candidate__given_names",
    "holder_id": "claim__officer_id",
    "holder_name": "claim__officer__name",
    "held_since": "claim__since",
    "held_until": "claim__until",
}
_COLUMNS = [_ELSEWHERE.get(name, name) for name in Listed._fields]


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
    keys = {"key": as_text("id"), "window_key": as_text("window_id")}
    return access.with_dates(rows).annotate(**keys, files=files).values_list(*_COLUMNS)


def as_text(column: str) -> Cast:
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
