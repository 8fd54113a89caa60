"""Who is there while we measure: the session of Nice as if it were open today, and some people.

The first of each kind is made by the actions, as in life; the many are copies
of their rows.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from sporades.adapters import clocks
from sporades.calendars import actions as calendars
from sporades.demo.cast import Person
from sporades.journal.values import SYSTEM
from sporades.registrations.models import Registration
from tests import people

SPECIALTY = people.PATISSIER


@cache
def now() -> datetime:
    return clocks.legal_now()


def set_up() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with TemporaryDirectory() as folder:
        calendar = Path(folder) / "nice.toml"
        calendar.write_text(_open_today(), encoding="utf-8")
        calendars.load(calendar, by=SYSTEM, now=now())


def _open_today() -> str:
    """The calendar of Nice 2025 with other days: opened a month ago, open for ten days more."""
    text = (settings.REFERENCE_DIR / "calendars" / "2025-nice.toml").read_text("utf-8")
    today = now().astimezone(UTC).date()
    for pattern, day in (
        (r"(opens = )\S+(T)", today - timedelta(days=30)),
        (r"(closes = )\S+(T)", today + timedelta(days=10)),
        (r"(r408 = )\S+( )", today + timedelta(days=120)),
    ):
        text = re.sub(pattern, rf"\g<1>{day.isoformat()}\g<2>", text)
    return text


def counted() -> None:
    """What PostgreSQL does by itself within a minute: until it has counted rows, it plans for empty tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def newcomer(name: str) -> Any:
    """A candidate who has done nothing yet."""
    return people.candidate(_named(name))


def saved(name: str) -> Registration:
    return people.saved(_named(name), SPECIALTY, now=now())


def draft(name: str) -> Registration:
    person = _named(name)
    return people.draft(people.candidate(person), people.answers_of(person, SPECIALTY), now=now())


def _named(name: str) -> Person:
    return replace(people.KARIM, email=f"{name}@exemple.fr")


def more_of_the_same(row: Registration, count: int) -> None:
    """The same candidate has as many more, each with its pieces; only a derogation allows that."""
    for position in range(count):
        _copies(row, 1, candidate=row.candidate, authorisation=f"benchmark {position}")


def others_like(row: Registration, count: int) -> list[Registration]:
    """As many other candidates whose registration stands where this one does."""
    return _copies(row, count)


def _copies(
    row: Registration, count: int, *, candidate: Any = None, authorisation: str = ""
) -> list[Registration]:
    accounts, candidates, rows, pieces, versions = [], [], [], [], []
    for _ in range(count):
        owner = candidate
        if owner is None:
            account = copy(row.candidate.account, id=uuid4())
            account.email = account.email_canonical = account.activation_digest = f"{uuid4().hex}@exemple.fr"
            owner = copy(row.candidate, id=uuid4(), account=account)
            accounts.append(account)
            candidates.append(owner)
        number = row.number and uuid4().hex[:20]
        made = copy(row, id=uuid4(), candidate=owner, number=number, authorisation=authorisation)
        rows.append(made)
        pieces += [copy(piece, id=uuid4(), registration=made) for piece in row.pieces.all()]
        versions += [copy(version, id=None, registration=made) for version in row.versions.all()]
    for kept in (accounts, candidates, rows, pieces, versions):
        if kept:
            type(kept[0]).objects.bulk_create(kept, batch_size=500)
    return rows


def copy(row: Any, **changes: Any) -> Any:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    made = type(row)(**fields)
    for name, value in changes.items():
        setattr(made, name, value)
    return made
