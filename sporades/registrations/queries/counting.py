"""How many? Every count of the figures, each one grouped by the database, for any number of windows at once.

A registration counts on the local day of its first save, and goes on counting
there whatever becomes of it: so did last year's.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr

from sporades.notices.models import Notice
from sporades.registrations import access
from sporades.registrations.models import Piece, Registration, Version
from sporades.registrations.queries import waits
from sporades.registrations.queries.private import hidden_mails, hidden_pieces
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate

Windows = Collection[UUID]
# The upper ends, excluded, of the ages that a file that waits may have; the last one has none.
AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=14))
# Both databases write an instant alike, in UTC: « 2024-11-05 08:30:15 ». The days of every académie begin with an
# hour; and to ask SQLite for the local day would call Python for each row.
_HOUR = len("2024-11-05 08")
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


def per_day(windows: Windows, zone: str) -> Mapping[UUID, Mapping[date, int]]:
    """How many were saved for the first time on each local day, window by window."""
    rows = Version.objects.filter(number=1, registration__window__in=windows).order_by()
    counted: Any = (
        rows.annotate(hour=_hour_of("saved_at"))
        .values_list("registration__window", "hour")
        .annotate(Count("id"))
    )
    found: dict[UUID, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for window, hour, count in counted:
        at = datetime.fromisoformat(f"{hour}:00+00:00")
        found[window][at.astimezone(ZoneInfo(zone)).date()] += count
    return found


def states(windows: Windows) -> Mapping[UUID, Counter[str]]:
    """How many are in each state, window by window."""
    found: dict[UUID, Counter[str]] = {window: Counter() for window in windows}
    for window, state, count in _grouped(_of(windows), "window", "state"):
        found[window][state] = count
    return found


def specialties(window: UUID) -> Mapping[str, Counter[str]]:
    """How many are in each state, speciality by speciality, of those that were saved once."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for specialty, state, count in _grouped(_of([window]).filter(version__gt=0), "specialty", "state"):
        found[specialty][state] = count
    return found


def waiting(windows: Windows, mandate: Mandate, *, now: datetime) -> Waiting:
    """What the work list holds of these windows, by age."""
    held = access.in_mandate(_of(windows), mandate).filter(waits.is_waiting(mandate, now=now))
    since = waits.since(mandate)
    younger = {
        f"younger_than_{n}": Count("pk", filter=Q(**{f"{since}__gt": now - age}))
        for n, age in enumerate(AGES)
    }
    told = held.aggregate(**younger, all=Count("pk"), oldest=Min(since))
    up_to = [*(told[name] for name in younger), told["all"]]
    return Waiting((up_to[0], *(more - less for less, more in pairwise(up_to))), told["oldest"])


def refused(windows: Windows, mandate: Mandate) -> dict[str, int]:
    """The pieces that are to be given again, by the code of the reason, of the registrations that live."""
    rows = Piece.objects.filter(
        registration__window__in=windows,
        registration__state__in=waits.CHECKED,
        state=PieceState.REFUSED.value,
    )
    rows = rows.exclude(kind__in=hidden_pieces(mandate)).order_by()
    return dict(_grouped(rows, "reason_code"))


def bounced(windows: Windows, mandate: Mandate) -> Mails:
    """The mails about these files that were not delivered, and that exist for the holder."""
    returned = Notice.objects.filter(subject_kind="registration", returned_at__isnull=False)
    returned = returned.exclude(hidden_mails(mandate))
    about = returned.filter(Exists(_of(windows).filter(id=OuterRef("subject_id"))))
    return Mails(**about.aggregate(mails=Count("id"), files=Count("subject_id", distinct=True)))


def handicap(window: UUID) -> int:
    """How many have answered « oui ». For who holds the right to it only: the caller asks."""
    return _of([window]).filter(version__gt=0, handicap=True).count()


def _of(windows: Windows) -> QuerySet[Registration]:
    return Registration.objects.filter(window__in=windows).order_by()


def _hour_of(column: str) -> Substr:
    """The instant of this column, cut after its hour: what a count is grouped by."""
    return Substr(Cast(column, CharField()), 1, _HOUR)


def _grouped(rows: "QuerySet[Any]", *columns: str) -> Any:
    # Of rows, not of their ids: an index that holds the columns then answers alone.
    return rows.values_list(*columns).annotate(count=Count("*"))
