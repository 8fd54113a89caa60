"""What keeps the house clean: orphan bytes, PDFs left unmade, idle lots, old exports and sessions."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore

from sporades.accounts import actions as accounts
from sporades.accounts import throttles
from sporades.adapters import clocks, storage
from sporades.documents import queries as documents
from sporades.jobs import purge
from sporades.registrations.actions import checkups, making_exports, publishing, scanning
from sporades.registrations.queries import exports, files

log = logging.getLogger(__name__)

# A store that succeeded whose transaction failed leaves bytes without a row: never younger than this.
ORPHAN_AGE = timedelta(hours=24)


def run() -> bool:
    """Everything, once; safe to run at any moment and by several workers. What fails keeps nothing else waiting."""
    steps: list[Callable[[], object]] = [
        lambda: sweep(older_than=ORPHAN_AGE),
        lambda: scanning.assemble_left_over(now=clocks.legal_now()),
        lambda: checkups.look_at_signatures(machine_now=clocks.machine_now()),
        lambda: publishing.close_over(now=clocks.legal_now()),
        lambda: making_exports.erase_expired(now=clocks.legal_now()),
        throttles.forget_past,
        lambda: accounts.forget_former_addresses(now=clocks.legal_now()),
        lambda: purge.keep_ledgers_here(now=clocks.legal_now()),
        SessionStore.clear_expired,
    ]
    for step in steps:
        try:
            step()
        except Exception:  # it is tried again in an hour
            log.exception("a step of the upkeep failed")
    return True


def sweep(*, older_than: timedelta) -> int:
    """Takes away the bytes that no row points to, and says how many files that was."""
    before = clocks.machine_now() - older_than
    # The folder is read first: a file whose row comes later than the reading of rows is too young anyway.
    old = [kept.key for kept in storage.keys() if kept.written_at < before]  # noqa: SIM118 - a function
    known = files.keys() | documents.keys() | exports.keys()
    orphans = [key for key in old if key not in known]
    for key in orphans:
        storage.delete(key)
    return len(orphans) + storage.discard_unfinished(before)
