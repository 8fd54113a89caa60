"""How many files would each value of a filter leave in the work list, the other filters kept?

Three queries, whatever the values: asked only by who wants the figures.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count

from sporades.registrations import access
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries import asked, waits
from sporades.registrations.queries.asked import Asked
from sporades.registrations.queries.private import hidden_pieces
from sporades.registrations.queries.worklist import filters, in_list
from sporades.rules.rights import Mandate

# A filter on a column: its name in an address, and in `Asked`, which is the column's.
_COLUMNS = {asked.DIPLOMA: "diploma", asked.STATE: "state", asked.HANDICAP: "handicap"}

Counts = Mapping[str, Mapping[str, int]]


def counts(mandate: Mandate, query: Asked, *, now: datetime) -> Counts:
    """By the name that an address gives to a filter, then by value; a value without a file is absent."""
    shown = {
        name: column for name, column in _COLUMNS.items() if column != "handicap" or mandate.sees_handicap
    }
    return {
        **_columns(mandate, query, shown, now=now),
        asked.PIECE: _pieces(mandate, query, now=now),
        asked.ANOMALY: _anomalies(mandate, query, now=now),
    }


def _columns(mandate: Mandate, query: Asked, shown: Mapping[str, str], *, now: datetime) -> Counts:
    """One group of rows for each set of values: those that the other filters keep are added up."""
    wide = replace(query, diploma="", state="", handicap=None)
    grouped = in_list(mandate, wide, now=now).values(*shown.values()).annotate(n=Count("pk")).order_by()
    groups = list(grouped)
    return {name: _added(groups, column, query, shown.values()) for name, column in shown.items()}


def _added(
    groups: list[dict[str, Any]], column: str, query: Asked, columns: Iterable[str]
) -> Mapping[str, int]:
    others = {one: getattr(query, one) for one in columns if one != column}
    found: Counter[str] = Counter()
    for group in groups:
        if all(value in {"", None} or group[one] == value for one, value in others.items()):
            found[{True: "oui", False: "non"}.get(group[column], group[column])] += group["n"]
    return found


def _pieces(mandate: Mandate, query: Asked, *, now: datetime) -> Mapping[str, int]:
    rows = in_list(mandate, replace(query, piece=""), now=now)
    pieces = Piece.objects.filter(registration__in=rows.values("pk")).exclude(kind__in=hidden_pieces(mandate))
    looked_at = pieces if query.anomaly else pieces.filter(waits.is_to_check())
    grouped = looked_at.values_list("kind").annotate(n=Count("registration", distinct=True))
    return dict(grouped.order_by())


def _anomalies(mandate: Mandate, query: Asked, *, now: datetime) -> Mapping[str, int]:
    # Whichever: with an anomaly, the other filters look at every live file.
    rows = Registration.objects.filter(filters(replace(query, anomaly="any")), state__in=waits.CHECKED)
    of_each = {code: Count("pk", filter=odd(mandate, now)) for code, odd in waits.ANOMALIES.items()}
    return {code: n for code, n in access.in_mandate(rows, mandate).aggregate(**of_each).items() if n}
