"""How is what almost every page writes put in SQL once, as `prepared` does with what it reads?

A row is added, or columns are changed where some conditions hold. Django writes
the text, once for each database. No signal is sent, and nothing is filled in
that the function that writes it does not give.
"""

import inspect
from collections.abc import Callable
from typing import Any, Generic, ParamSpec

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery

from sporades.adapters.prepared import KINDS, Place, cursor_of, stored

Given = ParamSpec("Given")


class Change:
    """These columns, of the rows that are such at that very moment: `Change(Claim.objects.filter(…), until=until)`."""

    def __init__(self, rows: QuerySet[Any], **values: Any) -> None:
        self.rows, self.values = rows, values


class PreparedWrite(Generic[Given]):
    """Called with what the function that writes it takes, by name."""

    def __init__(self, write: Callable[Given, Model | Change]) -> None:
        self._write = write
        self._texts: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, *_: Given.args, **values: Given.kwargs) -> int:
        """How many rows were added or changed."""
        database: Any = connections[DEFAULT_DB_ALIAS]
        sql, places = self._texts.get(database.vendor) or self._prepare(database)
        given = tuple(
            stored(values[one.value], one.output_field, database) if isinstance(one, Place) else one
            for one in places
        )
        with cursor_of(database) as cursor:
            cursor.execute(sql, given)
            return int(cursor.rowcount)

    def _prepare(self, database: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        places: dict[str, Any] = {
            name: Place(name, output_field=KINDS[parameter.annotation])
            for name, parameter in inspect.signature(self._write).parameters.items()
        }
        # Places stand where the values that it names will.
        written = self._write(**places)  # type: ignore[call-arg]
        text = _changed(written, database) if isinstance(written, Change) else _added(written, database)
        return self._texts.setdefault(database.vendor, text)


def prepared_write(write: Callable[Given, Model | Change]) -> PreparedWrite[Given]:
    """The function gives a row to add, or a `Change`; its parameters are of the kinds of `prepared`, given by name."""
    return PreparedWrite(write)


def _added(row: Model, database: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
    query = InsertQuery(type(row))
    # The database numbers what has no key yet.
    fields = [
        field for field in row._meta.local_concrete_fields if not field.primary_key or row.pk is not None
    ]
    query.insert_values(fields, [row], raw=True)
    [(sql, params)] = query.get_compiler(connection=database).as_sql()
    return sql, tuple(params)


def _changed(change: Change, database: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
    query: Any = change.rows.query.chain(UpdateQuery)
    query.add_update_values(change.values)
    sql, params = query.get_compiler(connection=database).as_sql()
    return sql, tuple(params)
