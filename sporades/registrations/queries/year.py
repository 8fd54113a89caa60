"""What will the next dates do, to how many registrations, and who was turned away or ended meanwhile?"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from sporades.accounts.models import Candidate
from sporades.journal import queries as journal
from sporades.journal.queries import Refusal
from sporades.reference.load import reference
from sporades.registrations import access, facts
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Deposit, Ending, Piece, Registration
from sporades.registrations.queries.worklist import TONES
from sporades.rules.lifecycle import LIVE, SET_ASIDE_R408, State
from sporades.rules.pieces import PieceState
from sporades.rules.rights import Mandate

MOST = 200  # lines of a list; what is more is counted
ENDED = (State.EXPIRED.value, State.CANCELLED.value, State.SET_ASIDE.value)
# What a candidate tries and is refused because it is too late.
TOO_LATE = "window_closed"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one window: how many in each state, saved with nothing given, waiting for their R.408 attestation."""

    states: Counter[str] = field(default_factory=Counter)
    unconfirmed: int = 0
    r408: int = 0

    @property
    def live(self) -> int:
        return sum(self.states[state.value] for state in LIVE)


@dataclass(frozen=True, slots=True)
class Ended:
    """A registration that its deadline ended: to be reopened or reinstated, or not."""

    id: UUID
    name: str
    number: str
    exam: str
    state: str
    tone: str
    since: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Somebody who tried something and was refused; `id`: of the registration, if there was one."""

    id: UUID | None
    name: str
    at: datetime
    what: str
    why: str
    too_late: bool


def counts(windows: Collection[UUID]) -> dict[UUID, Counts]:
    """Each window's counts, in three queries however many windows there are."""
    rows = Registration.objects.filter(window__in=windows)
    states: dict[UUID, Counter[str]] = {window: Counter() for window in windows}
    for window, state, count in _grouped(rows, "state"):
        states[window][state] = count
    unconfirmed: dict[UUID, int] = dict(_grouped(_unconfirmed(rows)))
    r408: dict[UUID, int] = dict(_grouped(_awaiting(rows)))
    return {one: Counts(states[one], unconfirmed.get(one, 0), r408.get(one, 0)) for one in windows}


def _grouped(rows: QuerySet[Registration], *more: str) -> "QuerySet[Registration, Any]":
    return rows.order_by().values_list("window", *more).annotate(Count("id"))


def _unconfirmed(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    confirmations = Deposit.objects.filter(piece__registration=OuterRef("pk"), piece__kind=facts.CONFIRMATION)
    return rows.filter(~Exists(confirmations), state=State.SAVED.value)


def _awaiting(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    attestations = Piece.objects.filter(
        registration=OuterRef("pk"), kind="r408", needs_check=False, state=PieceState.EXPECTED.value
    )
    received = [state.value for state in SET_ASIDE_R408.sources if state is not None]
    return rows.filter(Exists(attestations), state__in=sorted(received))


def ended(windows: Collection[UUID], mandate: Mandate, *, since: datetime | None = None) -> list[Ended]:
    """Those of these windows that a deadline ended, since an instant if one is given, the latest first."""
    rows = access.in_mandate(Registration.objects.filter(window__in=windows, state__in=ENDED), mandate)
    rows = rows.filter(state_since__gte=since) if since else rows
    found = rows.select_related("candidate", "window__calendar").order_by("-state_since", "id")
    return [_ended(row) for row in found[:MOST]]


def reopenable(
    windows: Collection[UUID], mandate: Mandate, *, since: datetime | None = None
) -> list[Registration]:
    """The same, but for what a person of the office decided: it is not a matter of dates."""
    by_limit = Ending.objects.filter(registration=OuterRef("pk"), due__isnull=False, undone_at__isnull=True)
    rows = access.in_mandate(Registration.objects.filter(window__in=windows, state__in=ENDED), mandate)
    rows = rows.filter(state_since__gte=since) if since else rows
    found = rows.filter(Exists(by_limit)).select_related("candidate__account", "window__calendar")
    return list(found.order_by("candidate__birth_name", "id")[:MOST])


def _ended(row: Registration) -> Ended:
    return Ended(
        id=row.id,
        name=f"{row.candidate.birth_name} {row.candidate.given_names}",
        number=row.number or "",
        exam=title_of(row),
        state=reference().say(f"state_{row.state}"),
        tone=TONES[State(row.state)],
        since=row.state_since,
        zone=row.window.calendar.zone,
    )


def turned_away(windows: Collection[UUID], *, since: datetime, until: datetime) -> list[TurnedAway]:
    """Who was refused something in these windows between two instants, the latest first."""
    refusals = journal.refusals(since=since, until=until)[: 10 * MOST]
    ids = [one.subject_id for one in refusals if one.subject_kind == "registration"]
    rows = {
        row.id: row
        for row in Registration.objects.filter(id__in=ids, window__in=windows).select_related("candidate")
    }
    accounts = [one.subject_id for one in refusals if _started_in(one, windows)]
    people = {one.account_id: one for one in Candidate.objects.filter(account__in=accounts)}
    return list(_told(refusals, rows, people, windows))[:MOST]


def _told(
    refusals: list[Refusal],
    rows: dict[UUID, Registration],
    people: dict[UUID, Candidate],
    windows: Collection[UUID],
) -> Iterator[TurnedAway]:
    for one in refusals:
        row = rows.get(one.subject_id)
        who = row.candidate if row else people.get(one.subject_id) if _started_in(one, windows) else None
        if who is not None:
            yield TurnedAway(
                id=row.id if row else None,
                name=f"{who.birth_name} {who.given_names}",
                at=one.at,
                what=reference().say(f"office_event_{one.kind}"),
                why=one.rule,
                too_late=one.rule == TOO_LATE,
            )


def _started_in(refusal: Refusal, windows: Collection[UUID]) -> bool:
    window = refusal.data.get("window")
    return refusal.subject_kind == "account" and window in {str(one) for one in windows}
