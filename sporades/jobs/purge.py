"""Who carries out an approved purge: a role of the database that can take away, and do nothing else."""

from datetime import datetime

from django.db import connection

from sporades.records.actions import purging


def settle_here(*, now: datetime) -> bool:
    """The worker's own part: where the database has no roles. Elsewhere `sporades purge` runs as its own."""
    return connection.vendor == "sqlite" and purging.settle_next(now=now)


def settle_all(*, now: datetime) -> int:
    """Carries out every line that waits, one transaction each; says how many steps that was."""
    steps = 0
    try:
        while purging.settle_next(now=now):
            steps += 1
    finally:
        # Interrupted or not: what was erased so far is written beside the database.
        purging.keep_ledgers(now=now)
    return steps


def keep_ledgers_here(*, now: datetime) -> bool:
    return connection.vendor == "sqlite" and purging.keep_ledgers(now=now)
