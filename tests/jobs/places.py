"""An empty place beside the tests' own: another folder, another database, and the commands run there."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
from django.conf import settings
from django.db import connection

from tests.services import web

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Place:
    data: Path
    database: str

    def sporades(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command as an operator types it, here."""
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sporades.config.settings",
            "SPORADES_LOCAL": "1",
            "SPORADES_DATA": str(self.data),
            "SPORADES_DATABASE": self.database,
            **environment,
        }
        command = [sys.executable, "-m", "sporades", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    def python(self, code: str) -> None:
        """A few lines of ours, in a process of their own."""
        done = self.sporades("shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr

    def rows(self) -> Rows:
        return rows_of(self.database)


def empty(folder: Path, name: str) -> Place:
    """On the same kind of database as the tests."""
    data = folder / name
    if connection.vendor == "sqlite":
        return Place(data, f"sqlite://{data}/sporades.sqlite3")
    create_database(name)
    return Place(data, as_role("sporades", name))


def other_process() -> Place:
    """The tests' own service, as a second process of it sees it."""
    return Place(Path(settings.DATA_DIR), web.database_url())


def create_database(name: str, *, owner: str = "sporades") -> None:
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"], user=known["USER"], dbname="postgres", autocommit=True
    ) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]
        server.execute(f'CREATE DATABASE "{name}" OWNER "{owner}"')  # type: ignore[call-overload]


def as_role(role: str, database: str) -> str:
    return f"postgresql://{role}@/{database}?host={connection.settings_dict['HOST']}"


def here() -> Rows:
    return rows_of(web.database_url())


def rows_of(url: str) -> Rows:
    """Every row of every table, read without Django."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        with closing(sqlite3.connect(parts.path)) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {
                name: database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for (name,) in tables
            }
    host = parse_qs(parts.query)["host"][0]
    with psycopg.connect(host=host, user=parts.username, dbname=parts.path.lstrip("/")) as database:
        tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()  # type: ignore[call-overload]
            for (name,) in tables
        }
