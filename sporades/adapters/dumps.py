"""How is a whole database copied into one file, as it was at one instant, and put back?

Each database has its own way: SQLite's online backup, PostgreSQL's pg_dump.
Within `frozen()` the queries of this connection and the copy see the very
same instant, so that what the rows name can be listed beside it.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction

Dump = Callable[[Path], None]
EXTENSIONS = {"sqlite": "sqlite3", "postgresql": "dump"}


class CannotCopy(RuntimeError):
    """The database's own tool is missing or refused; the message says what to do."""


def file_name() -> str:
    return f"database.{EXTENSIONS[connection.vendor]}"


def is_empty() -> bool:
    return not connection.introspection.table_names()


def counts() -> dict[str, int]:
    """How many rows each table holds."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        held = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - our tables
            held[name] = cursor.fetchone()[0]
        return held


@contextmanager
def frozen() -> Iterator[Dump]:
    """Within, every query sees one instant; what it yields writes that instant into a new file."""
    with _frozen_sqlite() if connection.vendor == "sqlite" else _frozen_postgresql() as dump:
        yield dump


def load(source: Path) -> None:
    """Fills an empty database with what `dump` wrote."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            copy.backup(connection.connection)
        return
    # Rights are given again by deploy/postgresql-roles.sql: the roles may have other names here.
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, "--dbname", str(connection.settings_dict["NAME"]), str(source))


@contextmanager
def _frozen_sqlite() -> Iterator[Dump]:
    # Django's own transactions are IMMEDIATE: they would keep every writer waiting.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            # The instant is that of the first reading, not of BEGIN.
            cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield _dump_sqlite
        finally:
            cursor.execute("ROLLBACK")


def _dump_sqlite(target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        # One file that says everything, without the log that stands beside a live database.
        copy.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _frozen_postgresql() -> Iterator[Dump]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        yield lambda target: _run(
            "pg_dump", "--format", "custom", "--snapshot", snapshot, "--file", str(target)
        )


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise CannotCopy(f"{program} is not installed. On Debian: apt-get install postgresql-client")
    done = subprocess.run(
        [found, *arguments], env=_where(), capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        raise CannotCopy(f"{program} failed: {done.stderr.strip()}")


def _where() -> dict[str, str]:
    """Which database, in libpq's own words: an argument would show the password to every user of the machine."""
    known = connection.settings_dict
    said = {
        "PGDATABASE": known["NAME"],
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
        "PGHOST": known["HOST"],
        "PGPORT": known["PORT"],
    }
    return {"PATH": os.defpath, **{name: str(value) for name, value in said.items() if value}}
