"""How is a query that never changes written in SQL once, and asked with other values each time?

Django writes the text of a query anew each time it is asked: for a row and
what it is joined to, that takes ten times as long as the database takes to
answer. Here it writes it once for each database, and PostgreSQL plans it once
for each connection. Only for queries whose shape is always the same: « one of
these » is asked with `Among`, whose many values are one.
"""

import inspect
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar, TypeVarTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import CharField, DateTimeField, Field, IntegerField, Lookup, QuerySet, UUIDField, Value
from django.db.models import query as reading
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Asked = TypeVarTuple("Asked")
Row = TypeVar("Row")
_Reader = Callable[[list[Sequence[Any]]], list[Any]]

KINDS: dict[Any, "Field[Any, Any]"] = {
    str: CharField(),
    int: IntegerField(),
    UUID: UUIDField(),
    list[UUID]: UUIDField(),
    datetime: DateTimeField(),
}

# That a connection keeps. Both sites ask some sixty texts, the work list one more for each mandate and filter;
# psycopg forgets beyond a hundred.
PLANS = 500


class Place(Value):
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

    The database then sees that an index is for them alone; a value has yet to come when it chooses. Of one code,
    SQLite sees it in « = » only.
    """

    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        if not all(code.isidentifier() for code in self.rhs):
            raise ValueError("only codes are written in the text of a query")
        codes = ", ".join(f"'{code}'" for code in self.rhs)
        return f"{column} IN ({codes})" if len(self.rhs) > 1 else f"{column} = {codes}", params


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
            Place(position, output_field=KINDS[parameter.annotation])
            for position, parameter in enumerate(inspect.signature(self._write).parameters.values())
        ]
        written = self._write(*places)
        return self._texts.setdefault(database.vendor, _Text(written, database))


def prepared(write: Callable[[*Asked], QuerySet[Any, Row]]) -> Prepared[Row, *Asked]:
    """A query of this shape; its parameters are `str`, `int`, `UUID`, `list[UUID]` or `datetime`, given by place."""
    return Prepared(write)


class _Text:
    """The query of one kind of database, as Django wrote it, with the places of its values and who reads its rows."""

    def __init__(self, queryset: Any, database: BaseDatabaseWrapper) -> None:
        compiler = queryset.query.get_compiler(connection=database)
        self._sql, self._params = compiler.as_sql()
        self._locks = queryset.query.select_for_update
        self._read = _READERS[queryset._iterable_class](compiler, database.alias)
        columns = [column for column, *_ in compiler.select]
        self._converters = [
            (place, convert, column)
            for place, (several, column) in compiler.get_converters(columns).items()
            for convert in several
        ]

    def ask(self, values: tuple[Any, ...], database: BaseDatabaseWrapper) -> list[Any]:
        if self._locks and not database.in_atomic_block:
            # Django says so as it writes the query: here it would say it the first time only.
            raise TransactionManagementError("a row is locked in a transaction")
        asked = tuple(
            stored(values[param.value], param.output_field, database) if isinstance(param, Place) else param
            for param in self._params
        )
        try:
            rows = _fetched(self._sql, asked, database)
        except NotSupportedError:
            # « cached plan must not change result type »: a migration has changed a column that this connection has
            # planned for. In a transaction, the rollback makes the connection forget its plans.
            if database.in_atomic_block:
                raise
            database.close()
            rows = _fetched(self._sql, asked, database)
        return self._read([self._converted(row, database) for row in rows] if self._converters else rows)

    def _converted(self, row: Sequence[Any], database: BaseDatabaseWrapper) -> Sequence[Any]:
        read = list(row)
        for place, convert, column in self._converters:
            read[place] = convert(read[place], column, database)
        return read


def _fetched(sql: str, params: tuple[Any, ...], database: Any) -> list[Sequence[Any]]:
    with cursor_of(database) as cursor:
        cursor.execute(sql, params)
        rows: list[Sequence[Any]] = cursor.fetchall()
        return rows


def cursor_of(database: Any) -> CursorWrapper:
    """One for which PostgreSQL plans a text once.

    Django’s own cursors write the values into the text: psycopg’s sends them beside it.
    """
    cursor: CursorWrapper = database.cursor()
    # What is logged is what Django’s own cursor sent: of another one it would say nothing.
    if database.vendor == "postgresql" and not database.queries_logged:
        database.connection.prepared_max = PLANS
        cursor.cursor = database.Database.Cursor(database.connection)
    return cursor


def _models(compiler: Any, alias: str) -> _Reader:
    """As `ModelIterable` does, but which column is whose is asked once."""
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    names = [column.target.attname for column, *_ in compiler.select[own]]
    # Django-stubs do not know its third argument.
    joined = reading.get_related_populators(compiler.klass_info, compiler.select, alias)  # type: ignore[call-arg]
    annotations = (compiler.annotation_col_map or {}).items()

    def read(row: Sequence[Any]) -> Any:
        instance = model.from_db(alias, names, row[own])
        for other in joined:
            other.populate(row, instance)
        for name, place in annotations:
            setattr(instance, name, row[place])
        return instance

    return lambda rows: [read(row) for row in rows]


def _tuples(compiler: Any, alias: str) -> _Reader:
    # What a query sorts by comes after what it gives.
    return lambda rows: [tuple(row[: compiler.col_count]) for row in rows]


def _values(compiler: Any, alias: str) -> _Reader:
    return lambda rows: [row[0] for row in rows]


_READERS: dict[Any, Callable[[Any, str], _Reader]] = {
    reading.ModelIterable: _models,
    reading.ValuesListIterable: _tuples,
    reading.FlatValuesListIterable: _values,
}


def stored(value: Any, field: "Field[Any, Any]", database: BaseDatabaseWrapper) -> Any:
    """As the database takes it; several are one array, or one list in JSON where there are none."""
    if not isinstance(value, list):
        return field.get_db_prep_value(value, database)
    each = [field.get_db_prep_value(one, database) for one in value]
    return each if database.vendor == "postgresql" else json.dumps(each)
