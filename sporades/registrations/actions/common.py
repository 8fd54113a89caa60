"""What every act on a registration needs: its subject, a change of state, its entry, a refusal that leaves a trace."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from sporades.journal import actions as journal
from sporades.journal.values import Actor, Subject
from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.actions import waiting
from sporades.registrations.models import Piece, Registration
from sporades.rules import answers as rules
from sporades.rules import french, lifecycle
from sporades.rules.calendar import Phase, phase
from sporades.rules.lifecycle import State, Step
from sporades.rules.reasons import Blocked, Reason

BEFORE_THE_NAME = re.compile(r"\s:\s")  # « Relevé de notes : Épreuve E2 »


def subject_of(registration: Registration) -> Subject:
    return Subject("registration", registration.id)


def named(piece: Piece) -> dict[str, object]:
    """The piece as the journal keeps it for good: a name that a person wrote is left out."""
    title = BEFORE_THE_NAME.split(piece.title)[0] if piece.key.startswith(rules.FREE_KEY) else piece.title
    if piece.kind == facts.ASKED:
        title = reference().say("asked_piece")
    return {"piece": piece.kind, "key": piece.key, "title": title}


def take(registration: Registration, step: Step, *, now: datetime) -> None:
    """Moves the row to the step's target. Raises `StepNotAllowed`."""
    move(registration, lifecycle.take(step, from_state=State(registration.state)), now=now)


def move(registration: Registration, state: State, *, now: datetime) -> None:
    if registration.state != state:
        registration.state_before = registration.state
        registration.state, registration.state_since = state.value, now


def closed_reason(registration: Registration, *, now: datetime) -> Reason | None:
    """Why the registration cannot be changed now, if its window is shut."""
    dates = facts.dates(registration)
    stands = phase(dates, at=now)
    if stands is Phase.OPEN:
        return None
    calendar = registration.window.calendar
    return Reason(
        "window_not_yet_open" if stands is Phase.UPCOMING else "window_closed",
        calendar.source,
        (
            ("opens", french.spoken_instant(dates.opens, dates.zone, dates.zone_name)),
            ("closes", french.spoken_instant(dates.closes, dates.zone, dates.zone_name)),
            ("service", calendar.contact.get("service", "")),
        ),
    )


def record(
    registration: Registration,
    kind: str,
    *,
    by: Actor,
    now: datetime,
    rule: str = "",
    source: str = "",
    edition: str = "",
    data: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
    token: str | None = None,
) -> int:
    """Journals what an act has just written of this registration, as `journal.record` does.

    No act goes without an entry: that the file now waits for the office, or does
    no more, is written here with it, and no act has to think of it.
    """
    waiting.keep(registration)
    return journal.record(
        subject_of(registration),
        kind,
        by=by,
        now=now,
        rule=rule,
        source=source,
        edition=edition,
        data=data,
        details=details,
        token=token,
    )


@contextmanager
def refusals_journaled(
    subject: Subject, kind: str, *, by: Actor, now: datetime, data: Mapping[str, object] | None = None
) -> Iterator[None]:
    """A refused attempt changes nothing, but it leaves its entry: during an incident it is invited back.

    `data` says what was attempted, and names nobody.
    """
    try:
        with transaction.atomic():
            yield
    except Blocked as blocked:
        with transaction.atomic():
            for reason in blocked.reasons:
                journal.record(
                    subject, kind, by=by, now=now, rule=reason.code, source=reason.source, data=data
                )
        raise
