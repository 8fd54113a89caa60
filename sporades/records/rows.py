"""Everything that is held of one person, table by table, as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from sporades.journal import hashing
from sporades.records.held import HIDDEN, Held, of_candidates, rows_of


@dataclass(frozen=True, slots=True)
class Table:
    """What one table says of the person; `withheld` are the columns that it does not give, and why."""

    line: Held
    withheld: Mapping[str, str]
    rows: Sequence[Mapping[str, object]]


def tables(*, account: UUID, registrations: Sequence[UUID]) -> Iterator[Table]:
    """One for each table that may hold something of theirs, the empty ones too: that nothing is there is an answer."""
    for line in of_candidates():
        found = rows_of(line, account=account, registrations=registrations).order_by("pk")
        yield Table(line, line.withheld, [_row(one, line) for one in found])


def digest_of(row: Model, line: Held) -> str:
    """What a row said, as one digest."""
    return hashing.sha256(hashing.canonical({"table": line.model, **_row(row, line)}))


def _row(row: Model, line: Held) -> dict[str, object]:
    names = (field.name for field in row._meta.concrete_fields if field.name not in line.withheld)
    kind = getattr(row, "kind", "")
    return {
        name: HIDDEN if kind in line.secret.get(name, ()) else _plain(row.serializable_value(name))
        for name in names
    }


def _plain(value: Any) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value
