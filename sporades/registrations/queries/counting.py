"""How many? Every count of the figures, each one grouped by the database, for any number of windows at once.

A registration counts on the local day of its first save, and goes on counting
there whatever becomes of it: so did last year's.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Value

from sporades.adapters.prepared import Among, Prepared, prepared
from sporades.notices.models import Notice
from sporades.registrations import access
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries import waits
from sporades.registrations.queries.private import hidden_mails, hidden_pieces
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate

Windows = Collection[UUID]
# The upper ends, excluded, of the ages that a file that waits may have; the last one has none.
AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=14))
# What was given and not looked at yet, or looked at: the confirmation was received.
RECEIVED = (State.CONFIRMED.value, State.INCOMPLETE.value, State.ADMITTED.value)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The files that wait for the office: how many of each age, and since when the oldest does."""

    ages: tuple[int, ...]
    oldest: datetime | None

    @property
    def total(self) -> int:
        return sum(self.ages)


@dataclass(frozen=True, slots=True)
class Mails:
    """What the mailboxes refused or sent back: how many mails, about how many files."""

    mails: int
    files: int


def per_day(windows: Windows) -> Mapping[UUID, Mapping[date, int]]:
    """How many were saved for the first time on each local day, window by window."""
    found: dict[UUID, dict[date, int]] = defaultdict(dict)
    for window, day, count in _days.rows(list(windows)):
        found[window][day] = count
    return found


@prepared
def _days(windows: list[UUID]) -> QuerySet[Registration, tuple[UUID, date, int]]:
    return _grouped(_of(windows).filter(first_saved_on__isnull=False), "window", "first_saved_on")


def states(windows: Windows) -> Mapping[UUID, Counter[str]]:
    """How many are in each state, window by window."""
    found: dict[UUID, Counter[str]] = {window: Counter() for window in windows}
    for window, state, count in _states.rows(list(windows)):
        found[window][state] = count
    return found


@prepared
def _states(windows: list[UUID]) -> QuerySet[Registration, tuple[UUID, str, int]]:
    return _grouped(_of(windows), "window", "state")


def specialties(window: UUID) -> Mapping[str, Counter[str]]:
    """How many are in each state, speciality by speciality, of those that were saved once."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for specialty, state, count in _specialties.rows(window):
        found[specialty][state] = count
    return found


@prepared
def _specialties(window: UUID) -> QuerySet[Registration, tuple[str, str, int]]:
    rows = Registration.objects.filter(window=window, version__gt=0).order_by()
    return _grouped(rows, "specialty", "state")


def waiting(windows: Windows, mandate: Mandate, *, now: datetime) -> Waiting:
    """What the work list holds of these windows, by age."""
    ends = [now - age for age in AGES]
    told = sorted(_waiting(mandate).rows(list(windows), now, *ends))
    firsts = [first for _, _, first in told if first is not None]
    return Waiting(tuple(count for _, count, _ in told), min(firsts, default=None))


@lru_cache(maxsize=256)
def _waiting(
    mandate: Mandate,
) -> Prepared[tuple[int, int, datetime | None], list[UUID], datetime, datetime, datetime, datetime, datetime]:
    """Of each age, how many, and since when the first of them waits: each is one stretch of the list's index."""
    since = waits.since(mandate)

    def write(  # noqa: PLR0917 - one instant for each age
        windows: list[UUID], now: datetime, one: datetime, two: datetime, three: datetime, four: datetime
    ) -> QuerySet[Registration, tuple[int, int, datetime | None]]:
        held, ends = access.in_mandate(_of(windows), mandate), (one, two, three, four)
        since_then = [held.filter(waits.is_waiting(mandate, now=at)) for at in (now, *ends)]
        younger = [rows.filter(**{f"{since}__gt": end}) for rows, end in zip(since_then, ends, strict=False)]
        first, *others = (
            _together(rows, age=Value(age), count=Count("*"), first=Min(since))
            for age, rows in enumerate([*younger, since_then[-1]])
        )
        return first.union(*others, all=True)

    return prepared(write)


def refused(windows: Windows, mandate: Mandate) -> dict[str, int]:
    """The pieces that are to be given again, by the code of the reason, of the registrations that live."""
    return dict(_refused(hidden_pieces(mandate)).rows(list(windows)))


@cache
def _refused(hidden: frozenset[str]) -> Prepared[tuple[str, int], list[UUID]]:
    def write(windows: list[UUID]) -> QuerySet[Piece, tuple[str, int]]:
        theirs = Piece.objects.filter(
            Among(F("registration__window"), windows),
            registration__state__in=waits.CHECKED,
            state=PieceState.REFUSED.value,
        )
        return _grouped(theirs.exclude(kind__in=hidden).order_by(), "reason_code")

    return prepared(write)


def bounced(windows: Windows, mandate: Mandate) -> Mails:
    """The mails about these files that were not delivered, and that exist for the holder."""
    [told] = _bounced(mandate).rows(list(windows))
    return Mails(*told)


@lru_cache(maxsize=256)
def _bounced(mandate: Mandate) -> Prepared[tuple[int, int], list[UUID]]:
    def write(windows: list[UUID]) -> QuerySet[Notice, tuple[int, int]]:
        returned = Notice.objects.filter(subject_kind="registration", returned_at__isnull=False)
        returned = returned.exclude(hidden_mails(mandate))
        about = returned.filter(Exists(_of(windows).filter(id=OuterRef("subject_id"))))
        return _together(about, mails=Count("*"), files=Count("subject_id", distinct=True))

    return prepared(write)


def handicap(window: UUID) -> int:
    """How many have answered « oui ». For who holds the right to it only: the caller asks."""
    [(count,)] = _handicap.rows(window)
    return count


@prepared
def _handicap(window: UUID) -> QuerySet[Registration, tuple[int]]:
    return _together(
        Registration.objects.filter(window=window, version__gt=0, handicap=True), count=Count("*")
    )


def _of(windows: list[UUID]) -> QuerySet[Registration]:
    return Registration.objects.filter(Among(F("window"), windows)).order_by()


def _grouped(rows: QuerySet[Any], *columns: str) -> QuerySet[Any, Any]:
    # Of rows, not of their ids: an index that holds the columns then answers alone.
    grouped: QuerySet[Any, Any] = rows.values_list(*columns).annotate(count=Count("*"))
    return grouped


def _together(rows: QuerySet[Any], **asked: Any) -> QuerySet[Any, Any]:
    """What is asked of all these rows together: one row of answer."""
    answer: QuerySet[Any, Any] = rows.order_by().values(all=Value(1)).annotate(**asked).values_list(*asked)
    return answer
