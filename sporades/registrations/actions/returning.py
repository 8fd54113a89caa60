"""How does the head of office give somebody time: bring back what ended, reopen a draft, move one person's dates?

Whoever comes back finds the registration as it was, and at least a week before
any of its limits. A date is only ever moved later.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from sporades.calendars import facts as calendar_facts
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, facts, letters
from sporades.registrations.actions import proposing
from sporades.registrations.actions.common import move, record
from sporades.registrations.actions.drafting import live_beside, second_reason
from sporades.registrations.actions.ending import too_early
from sporades.registrations.models import PersonalDate, Registration
from sporades.rules import french, lifecycle, personal
from sporades.rules.calendar import end_of_day, is_open
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.reasons import Blocked, Reason, StepNotAllowed
from sporades.rules.rights import Act


@transaction.atomic
def reinstate(
    registration: Registration, *, reason: str, until: date, token: str, by: Actor, now: datetime
) -> None:
    """Back to the state before its end, with a personal date of a week at least.

    Raises `Blocked` (too early a day, another live registration) or `StepNotAllowed`.
    """
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    back_to = State(row.state_before) if row.state_before else None
    state = lifecycle.take(lifecycle.REINSTATE, from_state=State(row.state), back_to=back_to)
    _refuse_too_early(row, until, comes_back=True, now=now)
    _come_back(row, state, by=by, now=now)
    _give(row, until, reopens=state is State.DRAFT, reason=reason, by=by, now=now)
    _tell(row, Act.REINSTATE, "reinstated", reason=reason, until=until, token=token, by=by, now=now)


@transaction.atomic
def reopen(
    registration: Registration, *, reason: str, until: date | None, token: str, by: Actor, now: datetime
) -> None:
    """An expired draft may be filled again: by an extension since, or with a personal date.

    Raises `Blocked` (no date, too early a day, another live registration) or `StepNotAllowed`.
    """
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    state = lifecycle.take(lifecycle.REOPEN, from_state=State(row.state))
    if until is not None:
        _refuse_too_early(row, until, comes_back=False, now=now)
    elif not is_open(facts.dates(row), at=now):
        raise Blocked((Reason("reopening_needs_a_date", row.window.calendar.source),))
    _come_back(row, state, by=by, now=now)
    if until is not None:
        _give(row, until, reopens=True, reason=reason, by=by, now=now)
    _tell(row, Act.REOPEN, "reopened", reason=reason, until=until, token=token, by=by, now=now)


@transaction.atomic
def give_personal_date(
    registration: Registration,
    *,
    reason: str,
    until: date,
    reopens: bool,
    token: str,
    by: Actor,
    now: datetime,
) -> None:
    """No limit of this registration falls before that day any more; `reopens`: nor its closing.

    Raises `Blocked` if the day is not ahead or moves nothing, `StepNotAllowed` if it has ended.
    """
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    if State(row.state) not in LIVE:
        raise StepNotAllowed(f"cannot give a date to a registration that is {row.state}")
    _refuse_too_early(row, until, comes_back=False, now=now)
    before = facts.dates(row)
    _give(row, until, reopens=reopens or row.state == State.DRAFT, reason=reason, by=by, now=now)
    if facts.dates(access.lock(row.id)) == before:
        raise Blocked((Reason("date_moves_nothing", row.window.calendar.source),))
    _tell(
        row,
        Act.GIVE_PERSONAL_DATE,
        "personal_date_given",
        reason=reason,
        until=until,
        token=token,
        by=by,
        now=now,
    )


def _refuse_too_early(row: Registration, until: date, *, comes_back: bool, now: datetime) -> None:
    first = personal.earliest(facts.local_day(row, at=now), comes_back=comes_back)
    if until < first:
        raise Blocked((too_early(row, first),))


def _come_back(row: Registration, state: State, *, by: Actor, now: datetime) -> None:
    if live_beside(row).exists() and not row.authorisation:
        raise Blocked((second_reason(row.candidate, row.window),))
    move(row, state, now=now)
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "state_since", "state_before"])
    except IntegrityError:
        # Another registration of theirs began at the same instant: the constraint decided.
        raise Blocked((second_reason(row.candidate, row.window),)) from None
    row.endings.filter(undone_at__isnull=True).update(undone_at=now, undone_by=by.id)


def _give(row: Registration, day: date, *, reopens: bool, reason: str, by: Actor, now: datetime) -> None:
    window = calendar_facts.window_of(row.window)
    shift = personal.shift(day, later=[name for name, _ in window.later_dates], reopens=reopens)
    PersonalDate.objects.create(
        registration=row,
        closes_wall=shift.closes_wall.isoformat() if shift.closes_wall else "",
        pieces_due_on=shift.pieces_due_on,
        later_dates={name: later.isoformat() for name, later in shift.later_dates},
        reason=reason,
        decided_at=now,
        decided_by=by.id,
    )


def _tell(
    row: Registration,
    act: Act,
    kind: str,
    *,
    reason: str,
    until: date | None,
    token: str,
    by: Actor,
    now: datetime,
) -> None:
    # Read again: the letter says the dates that hold from now on.
    told = access.lock(row.id)
    proposing.settle(told, act, by=by, now=now)
    calendar = told.window.calendar
    record(
        told,
        kind,
        by=by,
        now=now,
        rule=act.value,
        source=calendar.source,
        data={"state": told.state, "until": french.spoken_day(until) if until else ""},
        details={"reason": reason},
        token=token,
    )
    limit = end_of_day(until, calendar.zone) if until else facts.dates(told).closes
    letters.decided(told, f"registration_{kind}", reason=reason, until=limit, now=now)
