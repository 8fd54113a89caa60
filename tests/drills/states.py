"""What is in the database and in the store, so that two moments can be compared, and how does one go back?"""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from psycopg import sql

from sporades.adapters import storage
from sporades.documents import queries as documents
from sporades.registrations.queries import exports, files
from tests import people

Rows = dict[str, Counter[str]]

# What is drawn by lot or read from the machine's clock is new each time, and so is the code that a paper's id makes.
DRAWN = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}|\b[0-9A-Z]{20}\b"
)
LOTS = {"wrapped_key", "salt", "parts"}
# What a throttle counts is counted whether the act happens or not.
THROTTLED = {"accounts.Attempts"}


def rows(*, as_drawn: bool) -> Rows:
    """Every row of every table; with `as_drawn` to the byte, else without what another run draws otherwise."""
    compared = (model for model in apps.get_models() if model._meta.label not in THROTTLED)
    return {model._meta.label: Counter(_told(model, as_drawn)) for model in compared}


def _told(model: type[models.Model], as_drawn: bool) -> Iterable[str]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    for values in model._base_manager.values_list(*names):
        if as_drawn:
            yield repr(values)
        else:
            yield repr([_plain(field, value) for field, value in zip(fields, values, strict=True)])


def _plain(field: Any, value: Any) -> Any:
    numbered = field.is_relation or isinstance(field, models.AutoField)
    if field.name in LOTS or isinstance(value, UUID) or (numbered and isinstance(value, int)):
        return "drawn"
    if isinstance(value, datetime):
        # The legal instants of the tests lie in 2024; the machine's do not.
        return value if value < people.R408_DUE else "machine"
    return DRAWN.sub("drawn", repr(value))


def stored() -> set[str]:
    return {kept.key for kept in storage.keys()}  # noqa: SIM118 - a function


def pointed_to() -> set[str]:
    return files.keys() | documents.keys() | exports.keys()


class Snapshot:
    """The database and the store as they are now, to come back to."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files-before"
        self.database = folder / "database-before"
        _copy(_files(), self.files)
        if connection.vendor == "sqlite":
            _write_over(connection.settings_dict["NAME"], self.database)
        else:
            _replace("before_the_crash", template=connection.settings_dict["NAME"])

    def restore(self) -> None:
        _copy(self.files, _files())
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            _write_over(self.database, name)
        else:
            _replace(name, template="before_the_crash")


def _write_over(source: Path, target: Path) -> None:
    """Through SQLite itself: the threads of a live server may still hold the file open."""
    connection.close()
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _files() -> Path:
    return Path(settings.DATA_DIR) / "files"


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)


def _replace(name: str, *, template: str) -> None:
    connection.close()
    known = connection.settings_dict
    with psycopg.connect(
        dbname="postgres", user=known["USER"], host=known["HOST"], port=known["PORT"] or None, autocommit=True
    ) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
