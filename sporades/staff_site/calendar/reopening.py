"""Whom may an extension or an incident bring back, all at once, and what will that do to each?

Each line is the act itself, rehearsed then carried out alone, in a transaction
of its own: what cannot be done for one keeps nobody else waiting.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from sporades.calendars.queries import office
from sporades.reference.load import reference
from sporades.registrations.actions import rehearsing, returning
from sporades.registrations.letters.sending import title_of
from sporades.registrations.queries import year as registrations
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.staff_site.desk.told import ended, sentences
from sporades.staff_site.doors import OfficerRequest, token_of

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Scope:
    """An extension or an incident: why, and whom its dates have ended."""

    reason: str
    rows: "list[Registration]"


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the lot: what it becomes again, or why it does not."""

    id: UUID
    name: str
    number: str
    exam: str
    state: str
    becomes: str
    why_not: tuple[str, ...] = ()


def scope_of(request: OfficerRequest, act: UUID) -> Scope:
    """An extension or an incident of the mandate, or 404."""
    given = next(iter(office.extensions_of(request.mandate, act=act)), None)
    if given is not None:
        return Scope(given.reason, registrations.reopenable(given.windows, request.mandate))
    incident = next(iter(office.incidents_of(request.mandate, act=act)), None)
    if incident is None:
        raise Http404
    known = office.windows_of(request.mandate, now=request.now)
    windows = [one.id for one in known if incident.for_everybody or one.id in incident.windows]
    found = registrations.reopenable(windows, request.mandate, since=incident.starts_at)
    return Scope(incident.reason, found)


def lines(rows: "list[Registration]") -> list[Line]:
    return [_line(row) for row in rows]


def rehearsed(request: OfficerRequest, rows: "list[Registration]", *, reason: str, until: date) -> list[Line]:
    return [_line(row, _refusal(_act(request, row, reason, until), rehearsed=True)) for row in rows]


def carried_out(
    request: OfficerRequest, rows: "list[Registration]", *, reason: str, until: date
) -> list[Line]:
    return [_line(row, _refusal(_act(request, row, reason, until), rehearsed=False)) for row in rows]


def _act(request: OfficerRequest, row: "Registration", reason: str, until: date) -> Callable[[], None]:
    """One form, an act a file: each has a name of its own."""
    token = hashlib.sha256(f"{token_of(request)}\n{row.id}".encode()).hexdigest()
    act = returning.reopen if State(row.state) is State.EXPIRED else returning.reinstate
    return partial(act, row, reason=reason, until=until, token=token, by=request.actor, now=request.now)


def _refusal(act: Callable[[], None], *, rehearsed: bool) -> tuple[str, ...]:
    try:
        if not rehearsed:
            act()
            return ()
        blocked = rehearsing.refusal_of(act)
    except Blocked as refused:
        blocked = refused
    except StepNotAllowed:
        return (ended(),)
    return tuple(sentences(blocked)) if blocked else ()


def _line(row: "Registration", why_not: tuple[str, ...] = ()) -> Line:
    say = reference().say
    state = State(row.state)
    becomes = say("state_draft") if state is State.EXPIRED else say(f"state_{row.state_before or 'saved'}")
    return Line(
        id=row.id,
        name=f"{row.candidate.birth_name} {row.candidate.given_names}",
        number=row.number or _("brouillon"),
        exam=title_of(row),
        state=say(f"state_{state}"),
        becomes=becomes,
        why_not=why_not,
    )
