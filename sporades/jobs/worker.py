"""What does the worker do, over and over? What waits: mails, papers, scans, lots; each minute, the deadlines.

Work is rows in a state. The worker leases a row, acts outside any transaction,
and writes what came of it. Killed at any point, it leaves rows that the next
worker takes up; several workers share the rows without speaking to each other.
"""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import OperationalError, close_old_connections, connection

from sporades.adapters import clocks
from sporades.documents import actions as documents
from sporades.documents import cachets
from sporades.jobs import purge, upkeep
from sporades.jobs.tick import tick
from sporades.journal import roots
from sporades.notices import actions as notices
from sporades.records.actions import purging
from sporades.registrations.actions import (
    announcing,
    bouncing,
    checkups,
    first_days,
    inviting_back,
    issuing,
    listing,
    making_exports,
    making_lists,
    reading_words,
    retracting,
    scanning,
    unpacking,
    waiting,
)

log = logging.getLogger(__name__)

IDLE = 0.5  # seconds between two looks, when nothing waits
AWAY = 5.0  # between two tries, while the database does not answer
MINUTE = timedelta(minutes=1)
BATCH = 50  # mails, papers and scans between two looks at the clock


def work_once(*, ahead: timedelta = timedelta(0)) -> bool:
    """Does one batch of what waits; False if nothing did. `ahead`: as if it were that much later."""
    # Somebody waits for these before their screen: asked after each thing done.
    awaited: list[Callable[[], bool]] = [
        lambda: notices.send_next(machine_now=clocks.machine_now() + ahead, returned=bouncing.come_back),
        lambda: documents.render_next(machine_now=clocks.machine_now()),
    ]
    # Asked again in the next batch, once one has found nothing.
    others: list[Callable[[], bool]] = [
        lambda: cachets.affix_next(machine_now=clocks.machine_now()),
        lambda: announcing.announce_next(now=clocks.legal_now()),
        lambda: inviting_back.invite_next(now=clocks.legal_now()),
        lambda: scanning.scan_next(machine_now=clocks.machine_now(), now=clocks.legal_now()),
        lambda: making_lists.make_next(machine_now=clocks.machine_now(), now=clocks.legal_now()),
        lambda: listing.settle_next(machine_now=clocks.machine_now(), now=clocks.legal_now()),
        lambda: unpacking.unpack_next(machine_now=clocks.machine_now()),
        lambda: unpacking.check_next(machine_now=clocks.machine_now()),
        lambda: issuing.issue_next(machine_now=clocks.machine_now(), now=clocks.legal_now()),
        lambda: checkups.verify_next(machine_now=clocks.machine_now()),
        lambda: waiting.look_next(machine_now=clocks.machine_now()),
        lambda: first_days.look_next(machine_now=clocks.machine_now()),
        lambda: retracting.tell_next(machine_now=clocks.machine_now(), now=clocks.legal_now()),
        lambda: making_exports.make_next(machine_now=clocks.machine_now(), now=clocks.legal_now()),
        lambda: purging.list_next(machine_now=clocks.machine_now(), now=clocks.legal_now()),
        lambda: purge.settle_here(now=clocks.legal_now()),
    ]
    worked = False
    for _ in range(BATCH):
        done = [guarded(step) for step in awaited]
        others = [step for step in others if guarded(step)]
        if not (any(done) or others):
            break
        worked = True
    return worked


def guarded(step: Callable[[], bool]) -> bool:
    try:
        return step()
    except Exception:  # the row's lease brings it back later; the worker lives on
        log.exception("a job failed")
        return False


def _database_answers() -> bool:
    """One line for all the jobs: a database that is restarted would fill the log with each one's trace."""
    try:
        connection.ensure_connection()
    except OperationalError:
        log.error("the database does not answer: every job waits for it")
        return False
    return True


class Worker:
    """The loop, until it is asked to stop."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.next_tick = datetime.min.replace(tzinfo=UTC)
        self.next_upkeep = datetime.min.replace(tzinfo=UTC)

    def run(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.stopping.set())
        while not self.stopping.is_set():
            self.turn()

    def turn(self) -> None:
        close_old_connections()
        if not _database_answers():
            self.stopping.wait(AWAY)
            return
        now = clocks.machine_now()
        if now >= self.next_tick:
            self.next_tick = now + MINUTE
            guarded(_deadlines)
            guarded(_close_days)
            guarded(_look_at_the_store)
        if now >= self.next_upkeep:
            self.next_upkeep = now + timedelta(hours=1)
            guarded(upkeep.run)
        # What is only advice waits for everything else.
        if not work_once() and not guarded(_read_words):
            connection.close_if_unusable_or_obsolete()
            self.stopping.wait(IDLE)


def _read_words() -> bool:
    return reading_words.read_next(machine_now=clocks.machine_now())


def _deadlines() -> bool:
    report = tick(now=clocks.legal_now())
    if report.done or report.failed:
        log.info("deadlines: %s", report)
    return bool(report.done)


def _look_at_the_store() -> bool:
    return checkups.look_at_the_store(machine_now=clocks.machine_now())


def _close_days() -> bool:
    """Each night's root of the journal: within a minute of its time, whoever asks for a proof next morning."""
    return roots.close_days(now=clocks.legal_now()) > 0
