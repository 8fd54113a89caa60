"""Which registrations, and which of their columns, may an officer take out as a file; and which files are there?

The filters are those of the work list, over every registration that was saved
once: a draft is its candidate's own. What lies outside the mandate, and the
handicap for who has no right to it, is in no row, no column and no filter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum
from django.http import QueryDict

from sporades.accounts.models import Officer
from sporades.adapters import phones
from sporades.calendars.models import Calendar
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.models import Export, Registration
from sporades.registrations.queries import waits
from sporades.registrations.queries.asked import DIPLOMA, STATE, Asked, asked
from sporades.registrations.queries.asked import kept as kept_filters
from sporades.registrations.queries.private import HANDICAP_PIECES
from sporades.registrations.queries.worklist import filters
from sporades.rules.lifecycle import State
from sporades.rules.rights import Act, Mandate, covers, may

# More rows than this for one person in a day, and a second person agrees first.
ALONE = 1000
A_DAY = timedelta(hours=24)
CHUNK = 2000

WAITING = "attente"  # as addresses write it
STATES = [state.value for state in State if state not in {State.DRAFT, State.EXPIRED}]

Value = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """`path` is where the value stands, `say` how it is written; `handicap`: for who holds that right."""

    code: str
    path: str
    say: Callable[[Any], Value] = lambda value: value
    handicap: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of an export; `waiting`: only what waits for the office."""

    asked: Asked
    waiting: bool = False


def _diploma(code: str) -> str:
    return reference().diplomas[code].short


def _specialty(code: str) -> str:
    return reference().specialties[code].title


def _state(code: str) -> str:
    return reference().say(f"state_{code}")


def _phone(number: str) -> str:
    return phones.written(number) if number else ""


def _yes_or_no(answer: Any) -> str:
    return "" if answer is None else reference().value("situation.handicap", "yes" if answer else "no")


COLUMNS: Mapping[str, Column] = {
    column.code: column
    for column in (
        Column("number", "number"),
        Column("birth_name", "candidate__birth_name"),
        Column("usage_name", "candidate__usage_name"),
        Column("given_names", "candidate__given_names"),
        Column("birth_date", "candidate__birth_date"),
        Column("diploma", "diploma", _diploma),
        Column("specialty_code", "specialty"),
        Column("specialty", "specialty", _specialty),
        Column("state", "state", _state),
        Column("state_since", "state_since"),
        Column("saved_at", "saved_at"),
        Column("version", "version"),
        Column("email", "candidate__account__email"),
        Column("phone", "candidate__phone", _phone),
        Column("line1", "candidate__line1"),
        Column("line2", "candidate__line2"),
        Column("postal_code", "candidate__postal_code"),
        Column("city", "candidate__city"),
        Column("country", "candidate__country"),
        Column("handicap", "handicap", _yes_or_no, handicap=True),
    )
}
# What a list of people needs, and no more: the rest is for who ticks it.
USUAL = ("number", "birth_name", "given_names", "diploma", "specialty", "state")


def columns_for(mandate: Mandate) -> list[str]:
    return [code for code, column in COLUMNS.items() if mandate.sees_handicap or not column.handicap]


def wanted(query: Mapping[str, str], mandate: Mandate) -> Wanted:
    """The filters of this query that exist for the holder; in any state of a registration that was saved."""
    state = query.get(STATE, "")
    found = replace(asked(query, mandate), state=state if state in STATES else "")
    return Wanted(found, waiting=query.get(WAITING) == "oui")


def kept(query: Mapping[str, str], mandate: Mandate) -> dict[str, str]:
    """The parameters of this query that mean something here."""
    found = wanted(query, mandate)
    said = kept_filters(query, mandate) | {STATE: found.asked.state, WAITING: "oui" if found.waiting else ""}
    return {name: value for name, value in said.items() if value}


def tells_handicap(query: Wanted, columns: Sequence[str]) -> bool:
    """Whether a column says it, or being in the file does."""
    chosen = query.asked.handicap is not None or query.asked.piece in HANDICAP_PIECES
    return chosen or any(COLUMNS[code].handicap for code in columns)


def means_the_same(query: str, mandate: Mandate) -> bool:
    """Whether every filter that was asked still exists for the holder: without one, more people would leave."""
    asked_then = QueryDict(query)
    return kept(asked_then, mandate) == asked_then.dict()


def rows(calendar: UUID, query: Wanted, mandate: Mandate, *, now: datetime) -> QuerySet[Registration]:
    """The registrations of one campaign that answer to these filters."""
    found = access.in_mandate(Registration.objects.filter(window__calendar=calendar, version__gt=0), mandate)
    found = found.filter(filters(query.asked))
    if query.asked.anomaly:
        found = found.filter(waits.ANOMALIES[query.asked.anomaly](mandate, now))
    if query.waiting:
        found = found.filter(waits.is_waiting(mandate, now=now))
    return found.order_by("number")


def lines(found: QuerySet[Registration], columns: Sequence[str], zone: str) -> Iterator[list[Value]]:
    """Each row's values, read as they are written: the same memory for ten and for a hundred thousand."""
    chosen = [COLUMNS[code] for code in columns]
    says = [partial(_said, column, ZoneInfo(zone)) for column in chosen]
    # The same path may be asked twice: by its code and by its title.
    for values in found.values_list(*[column.path for column in chosen]).iterator(chunk_size=CHUNK):
        yield [say(value) for say, value in zip(says, values, strict=True)]


def _said(column: Column, zone: ZoneInfo, value: Any) -> Value:
    said = column.say(value)
    return said.astimezone(zone).replace(tzinfo=None) if isinstance(said, datetime) else said


def heads(columns: Sequence[str]) -> list[str]:
    return [reference().say(f"column_{code}") for code in columns]


def rows_lately(officer: UUID, *, now: datetime, but: UUID | None = None) -> int:
    """How many rows this officer asked for in the last 24 hours; those refused, and of `but`, are not counted."""
    a_day = Export.objects.filter(asked_by=officer, asked_at__gt=now - A_DAY, asked_at__lte=now)
    asked_for = a_day.exclude(id=but) if but else a_day
    counted = asked_for.exclude(state=Export.State.REFUSED).aggregate(rows=Sum("rows"))
    return counted["rows"] or 0


def is_second_person(officer: Officer, export: Export) -> bool:
    """Whether this officer may agree to an export that somebody else asked for."""
    mandate, diploma = officer.mandate, QueryDict(export.query).get(DIPLOMA, "")
    theirs = covers(mandate, academy=export.calendar.academy, diploma=diploma)
    seen = mandate.sees_handicap or not export.handicap
    return officer.id != export.asked_by and may(mandate, Act.APPROVE_EXPORT) and theirs and seen


def mine(officer: UUID) -> QuerySet[Export]:
    return Export.objects.filter(asked_by=officer).select_related("calendar")


def to_decide(officer: Officer) -> list[Export]:
    """What waits for this officer's agreement, the oldest first."""
    held = Export.objects.filter(state=Export.State.HELD).select_related("calendar").order_by("asked_at")
    return [one for one in held if is_second_person(officer, one)]


def of_academies(mandate: Mandate) -> QuerySet[Export]:
    """Every export of the holder's académies: what left, of whom, for what."""
    found = Export.objects.filter(calendar__academy__in=sorted(mandate.academies)).select_related("calendar")
    return found if mandate.sees_handicap else found.filter(handicap=False)


def campaigns(mandate: Mandate) -> list[Calendar]:
    rows_of = Calendar.objects.filter(academy__in=sorted(mandate.academies))
    return list(rows_of.order_by("-exam_session", "academy"))


def keys() -> set[str]:
    """Every storage key of an export that is still kept. No backup takes them: they pass."""
    kept_ones = Export.objects.filter(~Q(parts=[]))
    return {part[0] for parts in kept_ones.values_list("parts", flat=True) for part in parts}
