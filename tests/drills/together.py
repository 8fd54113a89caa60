"""How do two acts meet at the same instant, without waiting by the clock?

Each runs in a thread with a connection of its own. `at_once` lets them go from
one barrier. `while_it_holds` puts them in an order: the second is asked when
the first already holds its lock, and the first goes on only once PostgreSQL
says that the second waits for it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection, connections, transaction

PATIENCE = 60


@dataclass
class Outcome:
    """What an act gave, or the refusal it raised."""

    given: Any = None
    refused: Exception | None = None


@dataclass
class Runner:
    act: Callable[[], object]
    outcome: Outcome = field(default_factory=Outcome)

    def __call__(self) -> None:
        try:
            self.outcome.given = self.act()
        except Exception as refusal:  # noqa: BLE001 - the test says which one it expects
            self.outcome.refused = refusal
        finally:
            connections.close_all()


def at_once(*acts: Callable[[], object]) -> list[Outcome]:
    """All of them from the same barrier."""
    start = threading.Barrier(len(acts))

    def after(act: Callable[[], object]) -> Callable[[], object]:
        def go() -> object:
            connection.ensure_connection()
            start.wait(timeout=PATIENCE)
            return act()

        return go

    runners = [Runner(after(act)) for act in acts]
    threads = [threading.Thread(target=runner) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return [runner.outcome for runner in runners]


def while_it_holds(
    lock: Callable[[], object], second: Callable[[], object], first: Callable[[], object]
) -> list[Outcome]:
    """`first` wins: it holds the lock, `second` waits for it, then `first` acts and commits."""
    leading, waiting = Outcome(), Runner(second)
    thread = threading.Thread(target=waiting)
    with transaction.atomic():
        lock()
        thread.start()
        _until_somebody_waits(thread)
        leading.given = first()
    thread.join(timeout=PATIENCE)
    assert not thread.is_alive()
    return [leading, waiting.outcome]


def _until_somebody_waits(thread: threading.Thread) -> None:
    known = connection.settings_dict
    with psycopg.connect(
        dbname=known["NAME"],
        user=known["USER"],
        host=known["HOST"],
        port=known["PORT"] or None,
        autocommit=True,
    ) as watcher:
        while thread.is_alive():
            row = watcher.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
            if row and row[0]:
                return
