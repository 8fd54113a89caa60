"""How does the head of office end a registration: for which reason, and after having asked whom?

A deadline ends what its limit surely ends; everything else is a person's act,
with a reason that the candidate reads word for word. Nobody is set aside
without having been asked for their observations first.
"""

from datetime import date, datetime

from django.db import transaction

from sporades.calendars.models import Window
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, facts, letters
from sporades.registrations.actions import proposing
from sporades.registrations.actions.common import record, take
from sporades.registrations.models import Ending, Hearing, Registration
from sporades.rules import french, lifecycle, personal
from sporades.rules.calendar import end_of_day
from sporades.rules.lifecycle import State, Step
from sporades.rules.pieces import PieceState
from sporades.rules.reasons import Blocked, Reason
from sporades.rules.rights import Act

# How each end is called in the journal and in the mails.
KINDS = {Act.CANCEL: "cancelled_by_office", Act.SET_ASIDE: "set_aside_by_office"}
# A confirmation in one of these was received in time for the version that counts.
_STANDS = frozenset({PieceState.DEPOSITED, PieceState.ACCEPTED, PieceState.WAIVED})


@transaction.atomic
def cancel(registration: Registration, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """Annulled for want of a valid confirmation. Raises `Blocked` if there is one, `StepNotAllowed`."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    if row.pieces.filter(kind=facts.CONFIRMATION, state__in=[one.value for one in _STANDS]).exists():
        raise Blocked((Reason("confirmation_stands", row.window.calendar.source),))
    _end(row, lifecycle.CANCEL, Act.CANCEL, reason=reason, token=token, by=by, now=now)


@transaction.atomic
def ask_observations(
    registration: Registration, *, reason: str, until: date, token: str, by: Actor, now: datetime
) -> None:
    """Tells the candidate why they may be set aside, and until when they may answer.

    Raises `Blocked` if that leaves them less than a week, `StepNotAllowed`.
    """
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    lifecycle.take(lifecycle.SET_ASIDE, from_state=State(row.state))
    first = personal.earliest(facts.local_day(row, at=now), comes_back=True)
    if until < first:
        raise Blocked((too_early(row, first),))
    answer_by = end_of_day(until, row.window.calendar.zone)
    Hearing.objects.create(registration=row, reason=reason, answer_by=answer_by, asked_at=now, asked_by=by.id)
    record(
        row,
        "observations_asked",
        by=by,
        now=now,
        rule="hear_before_setting_aside",
        source=row.window.calendar.source,
        data={"until": french.spoken_day(until)},
        details={"reason": reason},
        token=token,
    )
    letters.decided(row, "observations_asked", reason=reason, until=answer_by, now=now)


@transaction.atomic
def set_aside(registration: Registration, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """Set aside as inadmissible. Raises `Blocked` before the candidate was heard, `StepNotAllowed`."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    hearing = heard(row)
    if hearing is None:
        raise Blocked((Reason("observations_not_asked", row.window.calendar.source),))
    if now < hearing.answer_by:
        raise Blocked((_still_heard(row, hearing),))
    _end(row, lifecycle.SET_ASIDE, Act.SET_ASIDE, reason=reason, token=token, by=by, now=now)


def heard(row: Registration) -> Hearing | None:
    """The last time the candidate was asked, unless the registration has ended and come back since."""
    last = row.hearings.first()
    ended = row.endings.first()
    return last if last and (ended is None or ended.at < last.asked_at) else None


def too_early(row: Registration, first: date) -> Reason:
    return too_early_in(row.window, first)


def too_early_in(window: Window, first: date) -> Reason:
    return Reason("date_too_early", window.calendar.source, (("day", french.spoken_day(first)),))


def _still_heard(row: Registration, hearing: Hearing) -> Reason:
    calendar = row.window.calendar
    until = french.spoken_deadline(hearing.answer_by, calendar.zone, calendar.zone_name)
    return Reason("observations_awaited", calendar.source, (("until", until),))


def _end(
    row: Registration, step: Step, act: Act, *, reason: str, token: str, by: Actor, now: datetime
) -> None:
    take(row, step, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])
    source = row.window.calendar.source
    Ending.objects.create(
        registration=row,
        window_id=row.window_id,
        state=row.state,
        at=now,
        by=by.id,
        reason=reason,
        source=source,
    )
    proposing.settle(row, act, by=by, now=now)
    record(
        row,
        KINDS[act],
        by=by,
        now=now,
        rule=step.name,
        source=source,
        data={"was": row.state_before},
        details={"reason": reason},
        token=token,
    )
    letters.decided(row, f"registration_{KINDS[act]}", reason=reason, now=now)
