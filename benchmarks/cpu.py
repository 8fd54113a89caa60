"""How much processor did that take: ours, and the database's?

On SQLite the database is in our process. On PostgreSQL it is others': the
kernel counts for each of them, to the nanosecond, the time it ran.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor."""

    application: float
    database: float
    wall: float
    least: float = 0.0  # of several rounds: what it costs when nobody else is at work

    @property
    def total(self) -> float:
        return self.application + self.database

    def per(self, count: int) -> "Cost":
        return Cost(self.application / count, self.database / count, self.wall / count, self.least)


def once(work: Callable[[], Any]) -> Cost:
    pids = _database_processes()
    database, wall, application = _ran(pids), time.perf_counter(), time.process_time()
    work()
    application = time.process_time() - application
    wall = time.perf_counter() - wall
    database = _ran(pids) - database
    return Cost(application * 1e3, database * 1e3, wall * 1e3)


def median(work: Callable[[], Any], *, rounds: int, times: int) -> Cost:
    """The middle one of several rounds, each the mean of several goes: a neighbour's burst falls out."""
    work()
    work()
    return _middle([_mean(work, times) for _ in range(rounds)])


def medians(
    work: Callable[[], Any], other: Callable[[], Any], *, rounds: int, times: int
) -> tuple[Cost, Cost]:
    """The same for two things, in turn."""
    work()
    other()
    seen = [(_mean(work, times), _mean(other, times)) for _ in range(rounds)]
    return _middle([first for first, _ in seen]), _middle([second for _, second in seen])


def _mean(work: Callable[[], Any], times: int) -> Cost:
    return once(lambda: [work() for _ in range(times)]).per(times)


def _middle(seen: list[Cost]) -> Cost:
    in_order = sorted(seen, key=lambda cost: cost.total)
    return replace(in_order[len(seen) // 2], least=in_order[0].total)


def pace() -> str:
    """How much slower than at its best this machine runs now: two virtual cores may share a real one."""
    seen = sorted(once(lambda: sum(range(300_000))).application for _ in range(60))
    return f"a fixed task takes {seen[30] / _best(seen[0]):.1f} times the least it took in this run"


def _best(now: float) -> float:
    _least.append(now)
    return min(_least)


_least: list[float] = []


def _database_processes() -> list[int]:
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        # Our own connection's, and those that write for everybody.
        cursor.execute("SELECT pid FROM pg_stat_activity")
        return [pid for (pid,) in cursor.fetchall()]


def _ran(pids: list[int]) -> float:
    """Seconds that these processes have run since they started."""
    nanoseconds = 0
    for pid in pids:
        try:
            nanoseconds += int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0])
        except (FileNotFoundError, ProcessLookupError):  # one that left meanwhile ran no more
            continue
    return nanoseconds / 1e9
