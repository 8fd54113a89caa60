"""How is a list of many made: a few hundred people at a time, by the worker, complete before anybody may sign it?

Each step is one short transaction: the lines, and how far the list has come. A
worker that stops half-way, or two of them, lists nobody twice and forgets
nobody; nobody's registration is locked meanwhile. Everybody is judged at the
instant of the list. Once it is complete each line is asked again, for who has
changed since: they stay on it, set apart with the reason. Whoever changes after
that is asked a last time when the signed list is carried out.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from sporades.adapters import clocks
from sporades.calendars import queries as calendars
from sporades.calendars.models import Window
from sporades.journal.values import DEADLINE
from sporades.registrations import access, cases, facts
from sporades.registrations.actions import listing
from sporades.registrations.models import DecisionLine, DecisionList, Piece, Registration
from sporades.registrations.queries import concerned
from sporades.rules.lifecycle import State
from sporades.rules.sanctions import Case, Sanction, Why, judge

log = logging.getLogger(__name__)

BATCH = 300  # people between two commits
LISTING, CHECKING = DecisionList.State.LISTING, DecisionList.State.CHECKING
READY, DROPPED = DecisionList.State.READY, DecisionList.State.DROPPED
_JUDGED = ("id", "state", "signature_from", "window")
_JUDGED_OF_A_PIECE = ("registration", "kind", "state", "needs_check", "due_date", "correction_due_at")


@transaction.atomic
def freeze(window_id: UUID, sanction: Sanction, *, now: datetime) -> bool:
    """Begins the list of those whom the limit surely ends, for the head of office. False if there is nobody new."""
    # Two ticks at once make one list; a candidate who begins meanwhile waits for neither.
    window = Window.objects.select_for_update(of=("self",), no_key=True).get(id=window_id)
    if calendars.has_incident(window_id, at=now) or listing.in_the_making(window, sanction.value):
        return False
    held = DecisionList(window=window, decision=sanction.value, frozen_at=now, state=LISTING)
    # Each minute the sieve finds those whom only the rule keeps off a list: nobody reads a list without people.
    while lot := _next_people(held):
        if lines := _lines(held, lot):
            held.save(force_insert=True)
            _put_on(lines)
            return True
    return False


@transaction.atomic
def make_next(*, machine_now: datetime, now: datetime) -> bool:
    """Takes the next few hundred of the oldest list that is being made; False if none is."""
    held = _in_the_making(machine_now, now).first()
    if held is None:
        return False
    try:
        with transaction.atomic():
            _go_on(held, now=now)
    except Exception:  # whatever it is, it is of this list: those behind it go on meanwhile
        log.exception("list %s cannot be made", held.id)
        held.failing_since = held.failing_since or machine_now
        held.next_try_at = machine_now + listing.PAUSE
        held.save(update_fields=["failing_since", "next_try_at"])
    return True


def _in_the_making(machine_now: datetime, now: datetime) -> QuerySet[DecisionList]:
    """Those that may go on: an incident holds a limit, and nothing that is undone."""
    rows = DecisionList.objects.select_for_update(skip_locked=True, of=("self",))
    making = rows.filter(state__in=DecisionList.IN_THE_MAKING)
    due = making.filter(Q(next_try_at=None) | Q(next_try_at__lte=machine_now))
    free = due.filter(~Q(undoes="") | ~Q(window__in=calendars.in_incident(now)))
    return free.select_related("window__calendar").order_by("frozen_at", "id")


def _go_on(held: DecisionList, *, now: datetime) -> None:
    if not _take_a_lot(held, now=now):
        _turn(held, now=now)
    held.failing_since = held.next_try_at = None
    held.save(update_fields=["state", "place", "failing_since", "next_try_at"])


def _take_a_lot(held: DecisionList, *, now: datetime) -> bool:
    """False once the list has come to the last of them."""
    if held.undoes:
        return _list_ends(held)
    return _check(held, now=now) if held.state == CHECKING else _list_people(held)


def _turn(held: DecisionList, *, now: datetime) -> None:
    """Everybody was seen: what ends people is read once more; what brings them back asks everything itself."""
    if held.state == LISTING and not held.undoes:
        held.state, held.place = CHECKING, None
        return
    held.state, held.place = READY, None
    if not held.undoes:
        count = held.lines.filter(outcome=DecisionLine.Outcome.WAITING).count()
        listing.record(held, "list_frozen", count=count, token=None, by=DEADLINE, now=now)


def _list_people(held: DecisionList) -> bool:
    lot = _next_people(held)
    _put_on(_lines(held, lot))
    return bool(lot)


def _next_people(held: DecisionList) -> list[Registration]:
    """The next of the window who are not on a list yet; the list has come to the last of them."""
    sanction = Sanction(held.decision)
    rows = concerned.certain(
        Registration.objects.filter(window=held.window_id, **_after("id", held)), sanction
    )
    lot = _read(concerned.not_listed(rows, sanction), held)
    if lot:
        held.place = lot[-1].id
    return lot


def _lines(held: DecisionList, lot: list[Registration]) -> list[DecisionLine]:
    sanction = Sanction(held.decision)
    listed = set(
        DecisionLine.objects.filter(decision=held.decision, registration__in=lot)
        .exclude(listed__state=DROPPED)
        .values_list("registration", "about_at")
    )
    found = ((row, _case(row, sanction)) for row in lot)
    return [
        _line(held, row.id, case.due)
        for row, case in found
        if judge(sanction, case, now=held.frozen_at) is Why.TO_SIGN and (row.id, case.due) not in listed
    ]


def _read(rows: QuerySet[Registration], held: DecisionList) -> list[Registration]:
    """What a case is judged on, and no more."""
    lot = list(access.with_dates(rows).only(*_JUDGED).order_by("id")[:BATCH])
    for row in lot:
        if row.window_id == held.window_id:
            row.window = held.window
    needed = Piece.objects.filter(kind=cases.PIECES[Sanction(held.decision)]).only(*_JUDGED_OF_A_PIECE)
    prefetch_related_objects(lot, Prefetch("pieces", needed), cases.NEEDED)
    prefetch_related_objects([row for row in lot if facts.shifting(row)], *facts.SHIFTS)
    return lot


def _check(held: DecisionList, *, now: datetime) -> bool:
    """Asks the next lines again; who is not ended any more is set apart."""
    lines = list(held.lines.filter(**_after("registration_id", held)).order_by("registration_id")[:BATCH])
    rows = _read(Registration.objects.filter(id__in=[line.registration_id for line in lines]), held)
    why = {row.id: _changed(row, held) for row in rows}
    apart = [line for line in lines if why[line.registration_id] is not Why.TO_SIGN]
    for line in apart:
        line.outcome, line.settled_at = DecisionLine.Outcome.KEPT, now
        line.why = why[line.registration_id] or ""
    DecisionLine.objects.bulk_update(apart, ["outcome", "why", "settled_at"])
    if lines:
        held.place = lines[-1].registration_id
    return bool(lines)


def _changed(row: Registration, held: DecisionList) -> Why | None:
    if row.window_id != held.window_id:
        return Why.MOVED
    sanction = Sanction(held.decision)
    return judge(sanction, _case(row, sanction), now=held.frozen_at)


def _case(row: Registration, sanction: Sanction) -> Case:
    return cases.of(row, cases.piece_of(row.pieces.all(), sanction), sanction, incident=False)


def _list_ends(held: DecisionList) -> bool:
    ends = listing.to_undo(held.window_id, State(held.undoes)).filter(at__lte=held.frozen_at)
    lot = list(ends.filter(**_after("registration_id", held))[:BATCH])
    _put_on([_line(held, end.registration_id, end.at) for end in lot])
    if lot:
        held.place = lot[-1].registration_id
    return bool(lot)


def _put_on(lines: list[DecisionLine]) -> None:
    """Who could not come back, or was on a list that was given up, has a line already: the new list takes it over."""
    DecisionLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["registration", "decision", "about_at"],
        update_fields=["listed", "outcome", "why", "settled_at", "next_try_at"],
    )


def _after(column: str, held: DecisionList) -> dict[str, UUID]:
    return {} if held.place is None else {f"{column}__gt": held.place}


def _line(held: DecisionList, registration: UUID, about_at: datetime) -> DecisionLine:
    return DecisionLine(
        listed=held,
        registration_id=registration,
        decision=held.decision,
        about_at=about_at,
        next_try_at=clocks.machine_now(),
    )
