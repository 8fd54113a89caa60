"""Where can the clock jump, and what falls due on the way?

A jump plays the due instants in their order: the clock stops at each, the
deadlines act, their mails leave. What one sees afterwards is what would have
happened, had one waited.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from sporades.accounts import queries as accounts
from sporades.adapters import clocks
from sporades.calendars import queries as calendars
from sporades.jobs.tick import tick
from sporades.jobs.worker import work_once
from sporades.registrations.actions.deciding import TIME_TO_UNDO
from sporades.rules import french
from sporades.rules.calendar import GRACE
from sporades.rules.reminders import mornings_over

MOST_BATCHES = 400


@dataclass(frozen=True, slots=True)
class Jump:
    code: str
    label: str
    to: datetime


@dataclass(frozen=True, slots=True)
class Played:
    """One stop on the way: when, and what the deadlines did there."""

    at: datetime
    done: dict[str, int]


def jumps(*, now: datetime) -> list[Jump]:
    """The jumps that lead forward, the nearest of each kind."""
    windows = calendars.windows(now=now)
    found = [
        Jump("hour", str(_("+ 1 heure")), now + timedelta(hours=1)),
        Jump("day", str(_("+ 1 jour")), now + timedelta(days=1)),
    ]
    minute = timedelta(minutes=1)
    kinds = [
        ("opening", str(_("prochaine ouverture")), [w.dates.opens for w in windows]),
        ("almost", str(_("clôture − 1 min")), [w.dates.closes - minute for w in windows]),
        ("closing", str(_("clôture")), [w.dates.closes for w in windows]),
        ("pieces", str(_("pièces dues")), [w.dates.pieces_due for w in windows]),
        *_later(windows),
    ]
    for code, label, instants in kinds:
        ahead = [at for at in instants if at > now]
        if ahead:
            found.append(Jump(code, label, min(ahead)))
    return found


def _later(windows: list[calendars.OpenWindow]) -> list[tuple[str, str, list[datetime]]]:
    instants = [(at, w) for w in windows for at in w.dates.later.values()]
    return [
        ("r408", french.short_deadline(at, w.dates.zone), [at])
        for at, w in sorted(instants, key=lambda one: one[0])
    ][:1]


def play(to: datetime) -> list[Played]:
    """Moves the clock forward to `to`, stopping at each due instant on the way."""
    played = []
    for stop in _stops(clocks.legal_now(), to):
        _reach(stop)
        drain()
        report = tick(now=clocks.legal_now())
        drain()
        if report.done:
            played.append(Played(stop, dict(report.done)))
    _reach(to)
    tick(now=clocks.legal_now())
    drain()
    return played


def _reach(instant: datetime) -> None:
    # The clock runs while one plays: an instant it has passed by itself is reached.
    with suppress(clocks.ClockGoesBack):
        clocks.move_to(instant)


def _stops(now: datetime, to: datetime) -> list[datetime]:
    """The instants in (now, to] at which a deadline begins to act."""
    windows = calendars.windows(now=now)
    limits = [
        at + GRACE for w in windows for at in (w.dates.closes, w.dates.pieces_due, *w.dates.later.values())
    ]
    mornings = [
        at
        for w in windows
        if w.reminders
        for limit in (w.dates.closes, w.dates.pieces_due)
        for at in mornings_over(limit, zone=w.dates.zone)
    ]
    return sorted({at for at in (*limits, *mornings, *accounts.deletions_ahead()) if now < at <= to})


def drain() -> None:
    """Lets the mails, papers and scans that wait go, as the worker would; nobody takes a decision back here."""
    for _batch in range(MOST_BATCHES):
        if not work_once(ahead=TIME_TO_UNDO):
            return
