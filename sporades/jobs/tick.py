"""What does the passing of this minute decide?

Each kind of deadline is a query that finds candidates and an action that asks
everything again under the lock. A failure of one is counted and logged; the
others go on. A tick that was missed is made up for by the next one.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sporades.accounts import queries as accounts
from sporades.accounts.actions import opening
from sporades.journal.values import DEADLINE
from sporades.registrations.actions import deadlines, making_lists, reminding
from sporades.registrations.queries import concerned, due, reminders

log = logging.getLogger(__name__)

# What a deadline may concern: the uuid of a registration, or an account.
Find = Callable[[datetime], Iterator[Any]]


@dataclass(slots=True)
class Report:
    """How many of each kind were done, or would be (dry run), and how many failed."""

    done: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        said = [f"{count} {kind}" for kind, count in sorted(self.done.items())]
        said += [f"{count} {kind} failed" for kind, count in sorted(self.failed.items())]
        return ", ".join(said) or "nothing due"


@dataclass(frozen=True, slots=True)
class Deadline:
    kind: str
    find: Find
    act: Callable[[Any, datetime], bool]


DEADLINES = (
    Deadline("expired", due.drafts_past_closing, lambda one, now: deadlines.expire(one, now=now)),
    Deadline("cancelled", due.unconfirmed, lambda one, now: deadlines.cancel(one, now=now)),
    Deadline("set_aside", due.awaiting_r408, lambda one, now: deadlines.set_aside(one, now=now)),
    Deadline("listed", concerned.to_freeze, lambda one, now: making_lists.freeze(*one, now=now)),
    Deadline("reminded", reminders.to_remind, lambda one, now: reminding.remind(one, now=now)),
    Deadline(
        "account_deleted",
        accounts.unactivated,
        lambda one, now: opening.delete_unactivated(one, by=DEADLINE, now=now),
    ),
)


def tick(*, now: datetime, dry_run: bool = False, limit: int | None = None) -> Report:
    """Carries out every deadline that may act at this legal instant, one transaction each."""
    report = Report()
    for deadline in DEADLINES:
        for position, found in enumerate(list(deadline.find(now))):
            if limit is not None and position >= limit:
                break
            if dry_run:
                report.done[deadline.kind] += 1
            else:
                _carry_out(deadline, found, now, report)
    return report


def _carry_out(deadline: Deadline, found: Any, now: datetime, report: Report) -> None:
    try:
        if deadline.act(found, now):
            report.done[deadline.kind] += 1
    except Exception:  # one file that fails must not keep ten thousand others waiting
        report.failed[deadline.kind] += 1
        log.exception("deadline %s failed for %s", deadline.kind, found)
