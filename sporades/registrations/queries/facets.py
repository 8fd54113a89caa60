"""How many files would each value of a filter leave in the work list, the other filters kept?

Three queries, whatever the values: asked only by who wants the figures.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet, Value

from sporades.adapters.prepared import Prepared, prepared
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries import asked, waits
from sporades.registrations.queries.asked import Asked
from sporades.registrations.queries.private import hidden_pieces
from sporades.registrations.queries.worklist import in_list
from sporades.rules.rights import Mandate

# A filter on a column: its name in an address, and in `Asked`, which is the column's.
_COLUMNS = {asked.DIPLOMA: "diploma", asked.STATE: "state", asked.HANDICAP: "handicap"}

Counts = Mapping[str, Mapping[str, int]]


def counts(mandate: Mandate, query: Asked, *, now: datetime) -> Counts:
    """By the name that an address gives to a filter, then by value; a value without a file is absent."""
    shown = {
        name: column for name, column in _COLUMNS.items() if column != "handicap" or mandate.sees_handicap
    }
    wide = replace(query, diploma="", state="", handicap=None)
    groups = [
        dict(zip((*shown.values(), "n"), values, strict=True))
        for values in _columns(mandate, wide, tuple(shown.values())).rows(now)
    ]
    return {
        **{name: _added(groups, column, query, shown.values()) for name, column in shown.items()},
        asked.PIECE: dict(_pieces(mandate, replace(query, piece="")).rows(now)),
        asked.ANOMALY: {code: n for code, n in _anomalies(mandate, query).rows(now) if n},
    }


@lru_cache(maxsize=256)
def _columns(mandate: Mandate, query: Asked, columns: tuple[str, ...]) -> Prepared[tuple[Any, ...], datetime]:
    """One group of rows for each set of values: those that the other filters keep are added up."""

    def write(now: datetime) -> QuerySet[Registration, tuple[Any, ...]]:
        rows: QuerySet[Registration, Any] = in_list(mandate, query, now=now).order_by().values(*columns)
        return rows.annotate(n=Count("pk")).values_list(*columns, "n")

    return prepared(write)


def _added(
    groups: list[dict[str, Any]], column: str, query: Asked, columns: Iterable[str]
) -> Mapping[str, int]:
    others = {one: getattr(query, one) for one in columns if one != column}
    found: Counter[str] = Counter()
    for group in groups:
        if all(value in {"", None} or group[one] == value for one, value in others.items()):
            found[{True: "oui", False: "non"}.get(group[column], group[column])] += group["n"]
    return found


@lru_cache(maxsize=256)
def _pieces(mandate: Mandate, query: Asked) -> Prepared[tuple[str, int], datetime]:
    def write(now: datetime) -> QuerySet[Piece, tuple[str, int]]:
        rows = in_list(mandate, query, now=now)
        pieces = Piece.objects.filter(registration__in=rows.values("pk"))
        looked_at = pieces if query.anomaly else pieces.filter(waits.is_to_check())
        grouped = looked_at.exclude(kind__in=hidden_pieces(mandate)).order_by().values("kind")
        return grouped.annotate(n=Count("registration", distinct=True)).values_list("kind", "n")

    return prepared(write)


@lru_cache(maxsize=256)
def _anomalies(mandate: Mandate, query: Asked) -> Prepared[tuple[str, int], datetime]:
    def write(now: datetime) -> QuerySet[Registration, tuple[str, int]]:
        having = (
            in_list(mandate, replace(query, anomaly=code), now=now).order_by().values(code=Value(code))
            for code in waits.ANOMALIES
        )
        first, *others = (rows.annotate(n=Count("pk")).values_list("code", "n") for rows in having)
        return first.union(*others, all=True)

    return prepared(write)
