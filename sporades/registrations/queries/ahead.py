"""What will each limit of the office's campaigns end, what did it end, and what waits for a signature?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sporades.calendars import access as calendars_access
from sporades.calendars import facts as calendars
from sporades.calendars import queries as calendar_queries
from sporades.calendars.models import Window
from sporades.reference.load import reference
from sporades.registrations.access.mandates import is_in_mandate
from sporades.registrations.models import DecisionLine, DecisionList, Ending, Piece, Registration
from sporades.registrations.queries import concerned
from sporades.rules import french
from sporades.rules.calendar import Dates, Sanctions, deadline_may_act
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate
from sporades.rules.sanctions import STEPS, Sanction

R408 = "r408"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of one window: whom it concerns, and what it has done so far."""

    window: UUID
    sanction: Sanction
    title: str
    exam: str
    at: datetime
    zone: str
    zone_name: str
    passed: bool
    signs: bool
    incident: bool
    certain: int
    doubtful: int
    ended: int
    undone: int
    to_sign: UUID | None
    in_the_making: UUID | None  # the list that the worker is making


@dataclass(frozen=True, slots=True)
class Unmade:
    """A list whose making always fails, and since when."""

    id: UUID
    title: str
    exam: str
    since: str


@dataclass(slots=True)
class _Counts:
    certain: dict[Sanction, dict[UUID, int]]
    doubtful: dict[Sanction, dict[UUID, int]]
    ended: dict[tuple[UUID, str], tuple[int, int]]
    to_sign: dict[tuple[UUID, str], UUID]
    in_the_making: dict[tuple[UUID, str], UUID]
    incidents: frozenset[UUID]


def limits(mandate: Mandate, *, now: datetime) -> list[Limit]:
    """Every limit of the mandate's windows, in order; as many queries for one window as for twenty."""
    held = _held(mandate, now)
    counts = _counts(held)
    found = [limit for window in held for limit in _limits(window, counts, now)]
    return sorted(found, key=lambda limit: (limit.at, limit.exam))


def limit(mandate: Mandate, window: UUID, sanction: Sanction, *, now: datetime) -> Limit | None:
    """One of them, or None if it does not exist for the holder."""
    held = _held(mandate, now, id=window)
    found = (one for row in held for one in _limits(row, _counts(held), now))
    return next((one for one in found if one.sanction is sanction), None)


def corrections(mandate: Mandate, *, now: datetime) -> QuerySet[Piece]:
    """The pieces to be given again whose date has passed: a list, never a sanction. The oldest date first."""
    late = Piece.objects.filter(
        is_in_mandate("registration", mandate, state__in=[State.SAVED.value, State.INCOMPLETE.value]),
        state=PieceState.REFUSED.value,
        correction_due_at__lte=now,
    )
    hidden = Q() if mandate.sees_handicap else Q(kind="accommodation")
    kept = late.exclude(hidden) if hidden else late
    return kept.select_related("registration__candidate", "registration__window__calendar").order_by(
        "correction_due_at", "id"
    )


def unmade(mandate: Mandate) -> list[Unmade]:
    """The lists of the mandate's windows, to sign or to bring people back, that cannot be made."""
    windows = calendars_access.windows_for(mandate)
    failing = DecisionList.objects.filter(failing_since__isnull=False, window__in=windows)
    return [
        Unmade(
            id=row.id,
            title=reference().say(f"act_{row.decision}"),
            exam=_exam(row.window),
            since=french.spoken_instant(
                row.failing_since, row.window.calendar.zone, row.window.calendar.zone_name
            ),
        )
        for row in failing.select_related("window__calendar").order_by("failing_since", "id")
        if row.failing_since
    ]


def _held(mandate: Mandate, now: datetime, **only: UUID) -> list[Window]:
    rows = calendar_queries.with_incident(calendars_access.windows_for(mandate), now).filter(**only)
    return list(rows.select_related("calendar").prefetch_related("extensions"))


def _counts(windows: list[Window]) -> _Counts:
    rows = Registration.objects.filter(window__in=[window.id for window in windows])
    unsigned = DecisionList.objects.filter(window__in=windows, signed_at__isnull=True)
    # A list of which nobody is left asks nothing of the head of office.
    left = DecisionLine.objects.filter(
        listed=OuterRef("pk"), struck_at__isnull=True, outcome=DecisionLine.Outcome.WAITING
    )
    return _Counts(
        certain={one: _grouped(concerned.certain(rows, one)) for one in Sanction},
        doubtful={one: _grouped(concerned.doubtful(rows, one)) for one in concerned.SIGNED},
        ended=_endings(windows),
        to_sign=_lists(unsigned.filter(Exists(left), state=DecisionList.State.READY)),
        in_the_making=_lists(unsigned.filter(state__in=DecisionList.IN_THE_MAKING)),
        incidents=frozenset(window.id for window in windows if getattr(window, "in_incident", False)),
    )


def _grouped(rows: QuerySet[Registration]) -> dict[UUID, int]:
    found: Any = rows.order_by().values_list("window").annotate(Count("id"))
    return dict(found)


def _endings(windows: list[Window]) -> dict[tuple[UUID, str], tuple[int, int]]:
    rows = Ending.objects.filter(window__in=windows, due__isnull=False).order_by()
    counted = rows.values_list("window", "state").annotate(
        ended=Count("id"), undone=Count("id", filter=Q(undone_at__isnull=False))
    )
    return {(window, state): (ended, undone) for window, state, ended, undone in counted}


def _lists(rows: QuerySet[DecisionList]) -> dict[tuple[UUID, str], UUID]:
    """The oldest of each window and decision."""
    return {(row.window_id, row.decision): row.id for row in rows.order_by("-frozen_at")}


def _limits(window: Window, counts: _Counts, now: datetime) -> Iterator[Limit]:
    dates = calendars.dates_with(window, window.extensions.all())
    for sanction, at in _instants(dates):
        yield _limit(window, sanction, at, counts, now)


def _instants(dates: Dates) -> Iterator[tuple[Sanction, datetime]]:
    yield Sanction.EXPIRE, dates.closes
    yield Sanction.CANCEL, dates.pieces_due
    if R408 in dates.later:
        yield Sanction.SET_ASIDE, dates.later[R408]


def _limit(window: Window, sanction: Sanction, at: datetime, counts: _Counts, now: datetime) -> Limit:
    calendar = window.calendar
    target = STEPS[sanction].target
    ended, undone = counts.ended.get((window.id, target.value if target else ""), (0, 0))
    signs = sanction is not Sanction.EXPIRE and window.sanctions == Sanctions.APPROVED
    return Limit(
        window=window.id,
        sanction=sanction,
        title=reference().say(f"limit_of_{sanction}"),
        exam=_exam(window),
        at=at,
        zone=calendar.zone,
        zone_name=calendar.zone_name,
        passed=deadline_may_act(at, now=now),
        signs=signs,
        incident=window.id in counts.incidents,
        certain=counts.certain[sanction].get(window.id, 0),
        doubtful=counts.doubtful.get(sanction, defaultdict(int)).get(window.id, 0),
        ended=ended,
        undone=undone,
        to_sign=counts.to_sign.get((window.id, sanction.value)),
        in_the_making=counts.in_the_making.get((window.id, sanction.value)),
    )


def _exam(window: Window) -> str:
    known, calendar = reference(), window.calendar
    return f"{known.diplomas[window.diploma].short} {calendar.exam_session}, {known.academies[calendar.academy].name}"
