"""Whom does an officer look for, among all the files of their mandate, in any state?

Every word of the search must be the beginning of a word of the person. Whole
words come first, so that « Martin » is not lost among « Martinez »; a name with
a hyphen or an apostrophe is then looked for in one go as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sporades.accounts import keys
from sporades.accounts.models import SearchKey
from sporades.adapters.prepared import Among, prepared
from sporades.calendars.models import Calendar
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Registration
from sporades.registrations.queries.sought import Sought, read
from sporades.registrations.queries.worklist import TONES
from sporades.rules import french
from sporades.rules.lifecycle import State
from sporades.rules.rights import Mandate

MOST = 50
WORDS_OF_ONE = 4
Kind = SearchKey.Kind


@dataclass(frozen=True, slots=True)
class Found:
    """A registration as the list of what was found shows it."""

    id: UUID
    name: str
    number: str
    born: str
    email: str
    exam: str
    academy: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The first of what was found, by name, and whether there is more than is shown."""

    rows: tuple[Found, ...]
    more: bool


def search(mandate: Mandate, text: str, *, most: int = MOST) -> Answer:
    """What answers to this text, at most `most` rows; nothing for a text that asks nothing."""
    sought = read(text)
    ids: dict[UUID, None] = {}
    for rows in _attempts(mandate, sought):
        if len(ids) <= most:
            # A person may have several words that begin so: one row for each.
            found = rows.values_list("id", flat=True)[: (most + 1) * WORDS_OF_ONE]
            ids |= dict.fromkeys(found)
    return Answer(_told(list(ids)[:most]), more=len(ids) > most)


def _attempts(mandate: Mandate, sought: Sought) -> Iterator[QuerySet[Registration]]:
    """The same search from its strictest reading to its loosest."""
    if sought == Sought():
        return
    rows = _rest(mandate, sought)
    words = [word for name in sought.names for word in keys.words(name)]
    if not words:
        yield rows
        return
    yield _named(rows, words, whole=True)
    yield _named(rows, words, whole=False)
    in_one_go = [keys.joined(name) for name in sought.names]
    if in_one_go != words:
        yield _named(rows, in_one_go, whole=False)


def _rest(mandate: Mandate, sought: Sought) -> QuerySet[Registration]:
    """The rows that have all that was asked besides names."""
    rows = access.in_mandate(Registration.objects.order_by(), mandate)
    for number in sought.numbers:
        rows = rows.filter(number=number)
    for order in sought.orders:
        rows = rows.filter(number__in=_numbers(mandate, order))
    for mailbox in sought.mailboxes:
        rows = rows.filter(_has(Kind.MAILBOX, mailbox, whole=False))
    for day in sought.days:
        rows = rows.filter(_has(Kind.BORN, keys.born(day), whole=True))
    for telephone in sought.telephones:
        rows = rows.filter(_has(Kind.PHONE, telephone, whole=True))
    return rows


def _named(rows: QuerySet[Registration], words: list[str], *, whole: bool) -> QuerySet[Registration]:
    for word in dict.fromkeys(words):
        rows = rows.filter(_has(Kind.NAME, word, whole=whole))
    return rows


def _has(kind: SearchKey.Kind, word: str, *, whole: bool) -> Q:
    """The person has this word, or one that begins so: one stretch of the index.

    A plain join, never « in »: the database stops at the first rows that it finds.
    """
    low = word.encode()
    # No byte of UTF-8 is 0xff: what begins with the word lies before the word followed by it.
    stretch = {"word": low} if whole else {"word__gte": low, "word__lt": low + b"\xff"}
    return Q(candidate__keys__kind=kind, **{f"candidate__keys__{name}": end for name, end in stretch.items()})


def _numbers(mandate: Mandate, order: int) -> list[str]:
    """The numbers that end so, in the campaigns of the mandate."""
    campaigns = Calendar.objects.filter(academy__in=sorted(mandate.academies))
    return [
        f"{session % 100:02d}-{academy}-{order:06d}"
        for academy, session in campaigns.values_list("academy", "exam_session")
    ]


class _Row(NamedTuple):
    """A registration, as far as the list of what was found needs it."""

    id: UUID
    birth_name: str
    given_names: str
    birth_date: date
    email: str
    number: str | None
    diploma: str
    specialty: str
    exam_session: int
    academy: str
    state: str


# What is not read from a column of the same name.
_ELSEWHERE = {
    "birth_name": "candidate__birth_name",
    "given_names": "candidate__given_names",
    "birth_date": "candidate__birth_date",
    "email": "candidate__account__email",
}
_COLUMNS = [_ELSEWHERE.get(name, name) for name in _Row._fields]


def _told(ids: list[UUID]) -> tuple[Found, ...]:
    rows = starmap(_Row, _rows.rows(ids))
    by_name = sorted(rows, key=lambda row: (keys.words(row.birth_name), row.number or ""))
    return tuple(_found(row) for row in by_name)


@prepared
def _rows(ids: list[UUID]) -> QuerySet[Registration, tuple[Any, ...]]:
    return Registration.objects.order_by().filter(Among(F("id"), ids)).values_list(*_COLUMNS)


def _found(row: _Row) -> Found:
    known = reference()
    return Found(
        id=row.id,
        name=f"{row.birth_name} {row.given_names}",
        number=row.number or "",
        born=french.plain_day(row.birth_date),
        email=row.email,
        exam=title_of(row),
        academy=known.academies[row.academy].name,
        state=known.say(f"state_{row.state}"),
        tone=TONES[State(row.state)],
    )
