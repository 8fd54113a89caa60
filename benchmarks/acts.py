"""What do a whole registration, a paper, and a thousand cancellations cost?"""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from benchmarks import cpu, walk, world
from benchmarks.browser import Browser
from benchmarks.table import show, verdict
from sporades.adapters import cachets, pdf
from sporades.documents import actions as documents
from sporades.documents.queries import published
from sporades.jobs.tick import tick
from sporades.journal import actions as journal
from sporades.journal.values import SYSTEM, Subject
from tests import people

REGISTRATION, AIM, PDF = 80.0, 40.0, 15.0
CANCELLATIONS = 1_000
# 100,000 at one deadline in ten minutes.
A_CANCELLATION = 10 * 60 * 1_000 / 100_000


def measure(application: Any) -> None:
    rows = [_registration(application), *_papers(), _deposit(application)]
    show(
        "Acts", ["act", "application, ms", "database, ms", "ms", "least, ms", "wall, ms", "budget", ""], rows
    )


def deadline() -> None:
    """Last: it ends every registration there is."""
    later = world.now() + timedelta(days=40)
    _saved_by_many("deadline")
    done: list[Any] = []
    cost = cpu.once(lambda: done.append(tick(now=later)))
    (report,) = done
    count = report.done["cancelled"]
    each = cost.per(count)
    row = [f"a cancellation, of {count}", each.application, each.database, each.total, each.wall]
    rows = [[*row, A_CANCELLATION, verdict(each.wall, A_CANCELLATION)]]
    if connection.vendor == "postgresql":
        _saved_by_many("shared")
        wall = _shared(lambda: tick(now=later)) / CANCELLATIONS
        shared = [f"the same, of {CANCELLATIONS}, by two workers", "", "", "", wall]
        rows.append([*shared, A_CANCELLATION, verdict(wall, A_CANCELLATION)])
    show(
        f"A deadline: {report}, {cost.wall / 1e3:.1f} s in all",
        ["", "application, ms", "database, ms", "ms", "wall, ms", "budget (wall)", ""],
        rows,
    )


def _saved_by_many(name: str) -> None:
    template = world.saved(name)
    with transaction.atomic():
        for row in world.others_like(template, CANCELLATIONS - 1):
            # Each has a history, as in life: the chain is read before it grows.
            journal.record(Subject("registration", row.id), "registration_saved", by=SYSTEM, now=world.now())


def _shared(work: Callable[[], Any]) -> float:
    """Milliseconds by the clock until two processes, each with a connection of its own, have nothing left to do."""
    connection.close()
    start = time.perf_counter()
    child = os.fork()
    work()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return (time.perf_counter() - start) * 1e3


def _row(name: str, cost: cpu.Cost, budget: float | None) -> list[Any]:
    said = verdict(cost.total, budget)
    if budget == REGISTRATION and cost.total <= AIM:
        said += ", and the aim of 40"
    shown = "" if budget is None else budget
    return [name, cost.application, cost.database, cost.total, cost.least, cost.wall, shown, said]


def _registration(application: Any) -> list[Any]:
    browsers = iter([Browser(application, world.newcomer(f"walk{n}").account) for n in range(40)])
    used: list[Browser] = []

    def one() -> None:
        used.append(next(browsers))
        walk.register(used[-1])

    cost = cpu.median(one, rounds=5, times=5)
    return _row(f"a whole registration, {used[-1].requests} requests", cost, REGISTRATION)


def _papers() -> list[list[Any]]:
    template = world.saved("papers")
    papers = {paper.kind: paper for paper in published(Subject("registration", template.id))}
    rows = []
    for kind, paper in sorted(papers.items()):
        cost = cpu.median(
            partial(pdf.render, paper.kind, paper.data, title=paper.title, at=paper.ordered_at),
            rounds=5,
            times=10,
        )
        rows.append(_row(f"PDF: {kind}", cost, PDF))
    orders = iter([_order(papers["confirmation"]) for _ in range(60)])
    kept = cpu.median(lambda: documents.render(next(orders)), rounds=5, times=10)
    drawn = documents.render(_order(papers["confirmation"]))
    cachets.affix(drawn)  # pyHanko is loaded once, by the worker
    affixed = cpu.median(lambda: cachets.affix(drawn), rounds=5, times=10)
    return [
        *rows,
        _row("PDF drawn, sealed under its key and kept", kept, None),
        _row("a cachet (PAdES, P-256)", affixed, 30),
    ]


def _order(paper: Any) -> Any:
    return documents.order(
        paper.kind,
        subject=Subject("registration", paper.subject_id),
        number=paper.number,
        version=paper.version,
        title=paper.title,
        data=paper.data,
        now=world.now(),
    )


def _deposit(application: Any) -> list[Any]:
    row = world.saved("deposit")
    cost = cpu.median(lambda: people.give(row, now=world.now(), adds_pages=True), rounds=3, times=3)
    Browser(application, row.candidate.account).get(reverse("registration", args=[row.id]))
    return _row("a deposit of one photograph (the act alone)", cost, None)
