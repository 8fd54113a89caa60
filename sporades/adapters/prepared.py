"""How is a query that never changes written in SQL once, and asked with other values each time?

Django writes the text of a query anew each time it is asked: for a row and
what it is joined to, that takes ten times as long as the database takes to
answer. Here it writes it once for each database; its own readers still make
the rows. Only for queries whose shape is always the same: « one of these » is
asked with `Among`, whose many values are one.
"""

import inspect
import json
from collections.abc import Callable
from copy import copy
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, TypeVarTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DateTimeField, Field, IntegerField, Lookup, QuerySet, UUIDField, Value
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Asked = TypeVarTuple("Asked")
Row = TypeVar("Row")

_FIELDS: dict[Any, "Field[Any, Any]"] = {
    str: CharField(),
    int: IntegerField(),
    UUID: UUIDField(),
    list[UUID]: UUIDField(),
    datetime: DateTimeField(),
}


class _Place(Value):
    """Where a value will stand, until it is known."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


_ANY, _IN = "= ANY({})", "IN (SELECT value FROM json_each({}))"


class Among(Lookup):
    """`filter(Among(F("registration"), ids))`: « one of these », the same text however many they are."""

    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        many, values = self.process_rhs(compiler, connection)
        one_of = _ANY if connection.vendor == "postgresql" else _IN
        return f"{column} {one_of.format(many)}", (*params, *values)


class Written(Lookup):
    """`filter(Written(F("state"), TO_CHECK))`: « one of these », whose values, codes of ours, stand in the text.

    The database then sees that an index is for them alone; a value has yet to come when it chooses.
    """

    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        if not all(code.isidentifier() for code in self.rhs):
            raise ValueError("only codes are written in the text of a query")
        codes = ", ".join(f"'{code}'" for code in self.rhs)
        return f"{column} IN ({codes})", params


class Prepared(Generic[Row, *Asked]):
    """`rows` and `first` take what the function that writes the query takes, in its order."""

    def __init__(self, write: Callable[[*Asked], QuerySet[Any, Row]]) -> None:
        self._write = write
        self._texts: dict[str, _Text] = {}

    def rows(self, *values: *Asked) -> list[Row]:
        database = connections[DEFAULT_DB_ALIAS]
        text = self._texts.get(database.vendor) or self._prepare(database)
        return text.ask(values, database)

    def first(self, *values: *Asked) -> Row | None:
        return next(iter(self.rows(*values)), None)

    def _prepare(self, database: BaseDatabaseWrapper) -> "_Text":
        places: list[Any] = [
            _Place(position, output_field=_FIELDS[parameter.annotation])
            for position, parameter in enumerate(inspect.signature(self._write).parameters.values())
        ]
        written = self._write(*places)
        return self._texts.setdefault(database.vendor, _Text(written, database))


def prepared(write: Callable[[*Asked], QuerySet[Any, Row]]) -> Prepared[Row, *Asked]:
    """A query of this shape; its parameters are `str`, `int`, `UUID`, `list[UUID]` or `datetime`, given by place."""
    return Prepared(write)


class _Text:
    """The query of one kind of database, as Django wrote it, with the places of its values."""

    def __init__(self, queryset: Any, database: BaseDatabaseWrapper) -> None:
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(connection=database)
        self._sql, self._params = self._compiler.as_sql()
        columns = [column for column, *_ in self._compiler.select]
        self._converters = self._compiler.get_converters(columns)

    def ask(self, values: tuple[Any, ...], database: BaseDatabaseWrapper) -> list[Any]:
        if self._queryset.query.select_for_update and not database.in_atomic_block:
            # Django says so as it writes the query: here it would say it the first time only.
            raise TransactionManagementError("a row is locked in a transaction")
        # Threads share what was written, never a connection.
        compiler = copy(self._compiler)
        compiler.connection = database
        compiler.as_sql = lambda: (self._sql, self._filled(values, database))
        compiler.get_converters = lambda _: self._converters
        asked = SimpleNamespace(
            model=self._queryset.model,
            db=database.alias,
            query=SimpleNamespace(get_compiler=lambda *_, **__: compiler),
            _known_related_objects={},
        )
        return list(self._queryset._iterable_class(asked))

    def _filled(self, values: tuple[Any, ...], database: BaseDatabaseWrapper) -> tuple[Any, ...]:
        return tuple(
            _stored(values[param.value], param.output_field, database) if isinstance(param, _Place) else param
            for param in self._params
        )


def _stored(value: Any, field: "Field[Any, Any]", database: BaseDatabaseWrapper) -> Any:
    """As the database takes it; several are one array, or one list in JSON where there are none."""
    if not isinstance(value, list):
        return field.get_db_prep_value(value, database)
    each = [field.get_db_prep_value(one, database) for one in value]
    return each if database.vendor == "postgresql" else json.dumps(each)
