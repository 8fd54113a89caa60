"""What does an officer's morning cost: the list, one piece on the screen, one decision, one search?"""

import cProfile
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from benchmarks import cpu, world
from benchmarks.browser import Browser
from benchmarks.table import show, verdict
from sporades.registrations.models import File, Scan
from tests import people

PAGE, TIMES_EMPTY = 6.0, 3.0
EMPTY_NAME, EMPTY = "**empty page, logged in**", "/vide-du-service/"
HEAD = (
    "page", "calls of Python", "application, ms", "database, ms", "ms", "least, ms", "× empty", "budget", "",
)  # fmt: skip
FILES = 60  # more than one page of the list


def measure(application: Any) -> None:
    first = given("desk")
    for row in world.others_like(first, FILES):
        people.give(row, "identity", now=world.now())
    File.objects.update(scan=Scan.CLEAN)
    world.counted()
    browser = Browser(application, people.officer(people.SYLVIE).account, inside=True)
    piece = people.piece(first, "identity").id
    pages = [
        (EMPTY_NAME, EMPTY),
        ("the work list, 50 rows", reverse("staff_worklist")),
        ("the same, filtered", f"{reverse('staff_worklist')}?diplome=cap&piece=identity"),
        ("one piece on the screen", reverse("staff_check", args=[piece])),
        ("a file to conclude", f"{reverse('staff_check_file', args=[first.id])}?rester=1"),
        ("a whole file", reverse("staff_file", args=[first.id])),
        ("a search by name", f"{reverse('staff_files')}?q=benali"),
    ]
    rows = [page(browser, name, url) for name, url in pages]
    rows.append(_check(browser))
    show("The exam office", HEAD, rows)


def given(name: str) -> Any:
    row = world.saved(name)
    for kind in ("signed_confirmation", "identity"):
        people.give(row, kind, now=world.now())
    return row


def page(browser: Browser, name: str, url: str) -> list[Any]:
    cost, empty = cpu.medians(lambda: browser.get(url), lambda: browser.get(EMPTY), rounds=7, times=5)
    budget = min(PAGE, TIMES_EMPTY * empty.total)
    times = f"{cost.total / empty.total:.1f}"
    calls = _calls(lambda: browser.get(url))
    return [name, calls, *_costs(cost), times, budget, verdict(cost.total, budget)]


def _check(browser: Browser) -> list[Any]:
    """A piece accepted, as an officer does it: the screen, the decision, and the screen that follows."""
    rows = iter(world.others_like(given("checked"), 40))

    def one() -> None:
        row = next(rows)
        people.give(row, "identity", now=world.now())
        File.objects.filter(deposit__piece__registration=row).update(scan=Scan.CLEAN)
        waiting.append(people.piece(row, "identity").id)

    waiting: list[Any] = []
    for _ in range(32):
        one()
    cost = cpu.median(lambda: _accept(browser, waiting.pop()), rounds=5, times=5)
    return ["a check: screen, decision, next screen", "", *_costs(cost), "", "", ""]


def _accept(browser: Browser, piece: Any) -> None:
    page = browser.get(reverse("staff_check", args=[piece]))
    browser.get(browser.post(reverse("staff_check_accept", args=[piece]), page.hidden()).headers["Location"])


def _costs(cost: cpu.Cost) -> list[float]:
    return [cost.application, cost.database, cost.total, cost.least]


def _calls(work: Callable[[], Any]) -> str:
    """How many calls Python makes: what does not depend on the neighbours."""
    work()
    profile = cProfile.Profile()
    profile.runcall(work)
    return f"{sum(entry.callcount for entry in profile.getstats()):,}"
