"""Who, by name, does a limit concern, leave to a person, or has ended, and why? One page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from sporades.accounts import queries as accounts
from sporades.reference.load import reference
from sporades.registrations import access, cases, facts
from sporades.registrations.models import DecisionLine, DecisionList, Ending, Piece, Registration
from sporades.registrations.queries import concerned, decided
from sporades.registrations.queries.worklist import TONES
from sporades.rules import french
from sporades.rules.lifecycle import State
from sporades.rules.sanctions import STEPS, Sanction, Why, doubt_of, judge


@dataclass(frozen=True, slots=True)
class Line:
    """One registration of a list: `why` the machine does or does not act, or what was done and by whom."""

    id: UUID
    name: str
    number: str
    exam: str
    state: str
    tone: str
    due: str
    why: str
    by: str = ""
    undone: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list to sign, or signed."""

    id: UUID
    name: str
    number: str
    exam: str
    due: str
    outcome: str
    tone: str
    why: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A list: what it decides, of whom, since when, signed by whom, and how far it is."""

    id: UUID
    title: str
    why: str  # the fact for which each was listed; empty where the list undoes what a limit did
    exam: str
    frozen_at: str
    signed_at: str
    signed_by: str
    reason: str
    waiting: int
    done: int
    kept: int
    struck: int
    state: str  # listing, checking, ready, dropped
    failing_since: str  # empty unless its making always fails
    dropped_at: str
    dropped_by: str

    @property
    def total(self) -> int:
        return self.waiting + self.done + self.kept


def certain(window: UUID, sanction: Sanction) -> QuerySet[Registration]:
    return _whole(concerned.certain(Registration.objects.filter(window=window), sanction))


def doubtful(window: UUID, sanction: Sanction) -> QuerySet[Registration]:
    return _whole(concerned.doubtful(Registration.objects.filter(window=window), sanction))


def endings(window: UUID, sanction: Sanction) -> QuerySet[Ending]:
    """What this limit ended, the last first, undone or not."""
    target = STEPS[sanction].target
    rows = Ending.objects.filter(window=window, state=target.value if target else "", due__isnull=False)
    return rows.select_related("registration__candidate", "registration__window__calendar")


def _whole(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return (
        access.with_dates(rows)
        .select_related("candidate", "window__calendar")
        .order_by("candidate__birth_name", "candidate__given_names", "id")
    )


def told(
    rows: Iterable[Registration], sanction: Sanction, *, passed: bool, incident: bool, now: datetime
) -> list[Line]:
    """`passed`: whether the limit of everybody is; whoever is still waited for then has a later one."""
    page = list(rows)
    prefetch_related_objects(page, cases.NEEDED)
    prefetch_related_objects([row for row in page if facts.shifting(row)], *facts.SHIFTS)
    return [_line(row, sanction, passed=passed, incident=incident, now=now) for row in page]


def _line(row: Registration, sanction: Sanction, *, passed: bool, incident: bool, now: datetime) -> Line:
    case = cases.of(row, cases.piece_of(row.pieces.all(), sanction), sanction, incident=incident)
    why = doubt_of(sanction, case) or judge(sanction, case, now=now)
    if why is Why.NOT_DUE and not passed:
        why = None
    calendar = row.window.calendar
    return Line(
        **_who(row),
        due=french.dated_deadline(case.due, calendar.zone),
        why=reference().say(why.value if why else f"why_{sanction}"),
    )


def ended(rows: Iterable[Ending]) -> list[Line]:
    page = list(rows)
    names = accounts.officer_names(one.by for one in page)
    return [
        Line(
            **_who(one.registration),
            due=french.dated_deadline(one.due or one.at, one.registration.window.calendar.zone),
            why=decided.said(one.registration, one.at),
            by=decided.who(one, names),
            undone=decided.said(one.registration, one.undone_at) if one.undone_at else "",
        )
        for one in page
    ]


def corrections(pieces: Iterable[Piece]) -> list[Line]:
    """Whose date to give again has passed: the piece, and the reason it was refused."""
    page = list(pieces)
    rows = [piece.registration for piece in page]
    prefetch_related_objects(rows, *facts.SHIFTS)
    return [
        Line(
            **_who(piece.registration),
            due=french.dated_deadline(
                facts.due(piece, facts.dates(piece.registration)), piece.registration.window.calendar.zone
            ),
            why=piece.reason_text or (reference().say(piece.reason_code) if piece.reason_code else ""),
            by=piece.title,
        )
        for piece in page
    ]


def head(held: DecisionList) -> Head:
    calendar, known = held.window.calendar, reference()
    lines = held.lines.all()
    struck = lines.filter(struck_at__isnull=False).count()
    counted = {
        outcome: lines.filter(outcome=outcome, struck_at__isnull=True).count()
        for outcome in DecisionLine.Outcome
    }
    names = accounts.officer_names([held.signed_by, held.dropped_by])

    def said(at: datetime | None) -> str:
        return french.spoken_instant(at, calendar.zone, calendar.zone_name) if at else ""

    return Head(
        id=held.id,
        title=known.say(f"act_{held.decision}"),
        why=known.say(f"why_{held.decision}") if held.decision in set(Sanction) else "",
        exam=f"{known.diplomas[held.window.diploma].short} {calendar.exam_session}, "
        f"{known.academies[calendar.academy].name}",
        frozen_at=said(held.frozen_at),
        signed_at=said(held.signed_at),
        signed_by=names.get(held.signed_by, ""),
        reason=held.reason,
        waiting=counted[DecisionLine.Outcome.WAITING],
        done=counted[DecisionLine.Outcome.DONE],
        kept=counted[DecisionLine.Outcome.KEPT],
        struck=struck,
        state=held.state,
        failing_since=said(held.failing_since),
        dropped_at=said(held.dropped_at),
        dropped_by=names.get(held.dropped_by, ""),
    )


def of_list(held: DecisionList) -> QuerySet[DecisionLine]:
    rows = held.lines.select_related("listed", "registration__candidate", "registration__window__calendar")
    return rows.order_by("registration__candidate__birth_name", "registration__candidate__given_names", "id")


def listed(rows: Iterable[DecisionLine]) -> list[Listed]:
    return [_listed(row) for row in rows]


def _listed(line: DecisionLine) -> Listed:
    who = _who(line.registration)
    outcome, tone = _OUTCOMES["struck" if line.struck_at else line.outcome]
    return Listed(
        id=line.registration_id,
        name=who["name"],
        number=who["number"],
        exam=who["exam"],
        due=french.dated_deadline(line.about_at, line.registration.window.calendar.zone),
        outcome=reference().say(outcome),
        tone=tone,
        why=line.struck_reason or (reference().say(line.why) if line.why else ""),
        is_open=_is_open(line),
    )


def _is_open(line: DecisionLine) -> bool:
    held = line.listed
    waits = line.struck_at is None and line.outcome == DecisionLine.Outcome.WAITING
    return waits and held.signed_at is None and held.state == DecisionList.State.READY


_OUTCOMES = {
    "struck": ("line_struck", "off"),
    DecisionLine.Outcome.WAITING.value: ("line_waiting", "wait"),
    DecisionLine.Outcome.DONE.value: ("line_done", "no"),
    DecisionLine.Outcome.KEPT.value: ("line_kept", "ok"),
}


def _who(row: Registration) -> dict[str, Any]:
    known = reference()
    return {
        "id": row.id,
        "name": f"{row.candidate.birth_name} {row.candidate.given_names}",
        "number": row.number or "",
        "exam": f"{known.diplomas[row.diploma].short} {known.specialties[row.specialty].title}",
        "state": known.say(f"state_{row.state}"),
        "tone": TONES[State(row.state)],
    }
