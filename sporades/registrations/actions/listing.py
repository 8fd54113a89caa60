"""How does one decision reach many: listed, signed by the head of office, carried out one by one?

The worker makes the list (`actions.making_lists`): what it was at its instant,
and nobody is added to it. Signing decides nothing by itself: each line goes
through the same transaction as the deadline that acts alone, so that a deposit
made meanwhile wins. Undoing many goes the same way.
"""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sporades.calendars.models import Window
from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor, Subject
from sporades.registrations import access, facts
from sporades.registrations.actions import common, deadlines, returning
from sporades.registrations.actions.ending import too_early_in
from sporades.registrations.models import DecisionLine, DecisionList, Ending, Registration
from sporades.registrations.queries import concerned
from sporades.rules import personal
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, Reason, StepNotAllowed
from sporades.rules.rights import Act
from sporades.rules.sanctions import Sanction, Why

log = logging.getLogger(__name__)

READY, DROPPED = DecisionList.State.READY, DecisionList.State.DROPPED
PAUSE = timedelta(minutes=1)
# How each end is undone.
UNDOING = {State.CANCELLED: Act.REINSTATE, State.SET_ASIDE: Act.REINSTATE, State.EXPIRED: Act.REOPEN}
_NOT_NOW = frozenset({Why.HELD, Why.INCIDENT})


@transaction.atomic
def strike(line_id: int, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """Takes one person off a list before it is signed.

    Raises `Blocked` if it is, or if they are off already: struck out, or set apart when it was read again.
    """
    line = DecisionLine.objects.select_related("listed").get(id=line_id)
    row = access.lock(line.registration_id)
    if journal_queries.act_of(token):
        return
    held = DecisionList.objects.select_for_update(of=("self",)).get(id=line.listed_id)
    line.refresh_from_db()
    waits = line.struck_at is None and line.outcome == DecisionLine.Outcome.WAITING
    if held.state != READY or held.signed_at is not None or not waits:
        raise Blocked((Reason("line_not_open", row.window.calendar.source),))
    line.struck_at, line.struck_by, line.struck_reason = now, by.id, reason
    line.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    common.record(
        row,
        "struck_from_list",
        by=by,
        now=now,
        data={"list": str(held.id), "decision": held.decision},
        details={"reason": reason},
        token=token,
    )


@transaction.atomic
def sign(list_id: UUID, *, token: str, by: Actor, now: datetime) -> None:
    """The worker carries it out after the commit. Raises `Blocked` if it is signed already, or not complete yet."""
    held = DecisionList.objects.select_for_update(of=("self",)).get(id=list_id)
    if journal_queries.act_of(token):
        return
    if held.state != READY:
        code = "list_dropped" if held.state == DROPPED else "list_in_the_making"
        raise Blocked((Reason(code, held.window.calendar.source),))
    if held.signed_at is not None:
        raise Blocked((Reason("list_already_signed", held.window.calendar.source),))
    held.signed_at, held.signed_by = now, by.id
    held.save(update_fields=["signed_at", "signed_by"])
    count = held.lines.filter(struck_at__isnull=True, outcome=DecisionLine.Outcome.WAITING).count()
    record(held, "list_signed", count=count, token=token, by=by, now=now)


@transaction.atomic
def undo_all(
    window_id: UUID, state: State, *, reason: str, until: date, token: str, by: Actor, now: datetime
) -> UUID:
    """Brings back everybody whom a limit of this window ended so, with one personal date; the worker does it.

    Gives the list. Raises `Blocked` if the day is less than a week ahead, or while such a list is being made.
    """
    window = Window.objects.select_for_update(of=("self",), no_key=True).get(id=window_id)
    if (done := journal_queries.act_of(token)) is not None:
        return UUID(str(done.data["list"]))
    first = personal.earliest(facts.day_in(window.calendar.zone, at=now), comes_back=True)
    if until < first:
        raise Blocked((too_early_in(window, first),))
    decision = UNDOING[state].value
    if in_the_making(window, decision):
        raise Blocked((Reason("list_in_the_making", window.calendar.source),))
    held = DecisionList.objects.create(
        window=window,
        decision=decision,
        undoes=state.value,
        frozen_at=now,
        reason=reason,
        until=until,
        signed_at=now,
        signed_by=by.id,
        state=DecisionList.State.LISTING,
    )
    record(held, "list_undone", count=to_undo(window_id, state).count(), token=token, by=by, now=now)
    return held.id


@transaction.atomic
def drop(list_id: UUID, *, token: str, by: Actor, now: datetime) -> None:
    """Gives up a list that is not ready: it decides nothing, and another may be made of its people.

    Raises `Blocked` if it is ready, or given up already.
    """
    held = DecisionList.objects.select_for_update(of=("self",)).get(id=list_id)
    if journal_queries.act_of(token):
        return
    if held.state not in DecisionList.IN_THE_MAKING:
        raise Blocked((Reason("list_not_in_the_making", held.window.calendar.source),))
    held.state, held.dropped_at, held.dropped_by = DROPPED, now, by.id
    held.failing_since = held.next_try_at = None
    held.save(update_fields=["state", "dropped_at", "dropped_by", "failing_since", "next_try_at"])
    record(held, "list_dropped", count=held.lines.count(), token=token, by=by, now=now)


def in_the_making(window: Window, decision: str) -> bool:
    making = DecisionList.objects.filter(state__in=DecisionList.IN_THE_MAKING)
    return making.filter(window=window, decision=decision).exists()


def to_undo(window_id: UUID, state: State) -> QuerySet[Ending]:
    """The ends of this window that a limit made, by itself or on a list, and that still stand."""
    listed = DecisionLine.objects.filter(decision=UNDOING[state].value, outcome=DecisionLine.Outcome.WAITING)
    ended = Ending.objects.filter(
        window=window_id, state=state.value, due__isnull=False, undone_at__isnull=True
    )
    still = ended.filter(registration__state=state.value).exclude(
        registration__decision_lines__in=listed.exclude(listed__state=DROPPED)
    )
    return still.select_related("registration").order_by("registration_id", "id")


def settle_next(*, machine_now: datetime, now: datetime) -> bool:
    """Carries out the oldest line of a signed list that waits; False if none does."""
    line = _lease(machine_now)
    if line is None:
        return False
    with transaction.atomic():
        why = _carry_out(line, now=now)
        if why not in _NOT_NOW:
            line.outcome = DecisionLine.Outcome.KEPT if why else DecisionLine.Outcome.DONE
            line.why, line.settled_at = why or "", now
            line.save(update_fields=["outcome", "why", "settled_at"])
    if why is Why.INCIDENT:
        _postpone(line, machine_now)
    return True


@transaction.atomic
def _lease(machine_now: datetime) -> DecisionLine | None:
    waiting = DecisionLine.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        outcome=DecisionLine.Outcome.WAITING,
        struck_at__isnull=True,
        next_try_at__lte=machine_now,
        listed__signed_at__isnull=False,
        listed__state=READY,
    )
    line = waiting.select_related("listed").order_by("next_try_at", "id").first()
    if line is not None:
        line.next_try_at = machine_now + PAUSE
        line.save(update_fields=["next_try_at"])
    return line


def _carry_out(line: DecisionLine, *, now: datetime) -> str | None:
    """None: done. Otherwise the code of what stood in the way."""
    held = line.listed
    if line.decision in {sanction.value for sanction in concerned.SIGNED}:
        return deadlines.carry_out(Sanction(line.decision), line.registration_id, signed=held, now=now)
    act = returning.reinstate if line.decision == Act.REINSTATE else returning.reopen
    if held.until is None or held.signed_at is None:
        return Why.ENDED
    by = Actor("officer", held.signed_by)
    row = Registration.objects.get(id=line.registration_id)
    try:
        # The head of office decided at the instant of the signature, however late the worker comes.
        act(
            row,
            reason=held.reason,
            until=held.until,
            token=f"decision line {line.id}",
            by=by,
            now=held.signed_at,
        )
    except StepNotAllowed:
        return Why.ENDED
    except Blocked as blocked:
        return blocked.reasons[0].code
    return None


def _postpone(line: DecisionLine, machine_now: datetime) -> None:
    """Nothing of the list is asked again before a minute: an incident holds all of it."""
    waiting = DecisionLine.objects.filter(listed=line.listed_id, outcome=DecisionLine.Outcome.WAITING)
    waiting.update(next_try_at=machine_now + PAUSE)


def record(held: DecisionList, kind: str, *, count: int, token: str | None, by: Actor, now: datetime) -> None:
    calendar = held.window.calendar
    journal.record(
        Subject("calendar", calendar.id),
        kind,
        by=by,
        now=now,
        rule=held.decision,
        source=calendar.source,
        edition=calendar.edition,
        data={"list": str(held.id), "diploma": held.window.diploma, "count": count},
        details={"reason": held.reason} if held.reason else None,
        token=token,
    )
