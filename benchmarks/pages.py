"""What does each page cost, how many queries does it make, and does a longer list make more?"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import cpu, walk, world
from benchmarks.browser import Browser
from benchmarks.table import show, verdict
from sporades.candidate_site.registering.steps import STEPS
from sporades.documents import queries as documents
from sporades.journal.values import Subject
from tests import people

PAGE, HOME, TIMES_EMPTY = 6.0, 1.5, 3.0
EMPTY = "/vide/"


@dataclass(frozen=True)
class Asked:
    name: str
    url: str
    budget: float = PAGE


PUBLIC = [
    Asked("home", "/", HOME),
    Asked("diplomas", "/diplomes/"),
    Asked("a diploma (CAP)", "/diplomes/cap/"),
    Asked("a speciality", f"/diplomes/cap/{world.SPECIALTY}/"),
    Asked("before one begins", "/avant-de-commencer/"),
    Asked("help", "/aide/"),
    Asked("login", "/connexion/"),
    Asked("sign up", "/compte/creer/"),
]


def measure(application: Any) -> None:
    row = world.saved("pages")
    people.give(row, now=world.now())
    world.counted()
    _show("Public pages", Browser(application), PUBLIC, beside_empty=False)
    owner = Browser(application, row.candidate.account)
    _show("Pages of a candidate who has one registration", owner, [Asked("empty page", EMPTY), *_own(row)])
    writer = world.draft("steps")
    steps = Browser(application, writer.candidate.account)
    _show("Steps of « M’inscrire », shown", steps, _steps(writer))
    _lengths(application)


def _own(row: Any) -> list[Asked]:
    paper = next(
        one for one in documents.published(Subject("registration", row.id)) if one.kind == "confirmation"
    )
    by_registration = ("registration", "registration_pieces", "registration_documents", "withdraw")
    return [
        Asked("space", reverse("space")),
        *(Asked(name, reverse(name, args=[row.id])) for name in by_registration),
        Asked("piece", reverse("piece", args=[people.piece(row).id])),
        Asked("document (confirmation)", reverse("document", args=[paper.id])),
        *(Asked(name, reverse(name)) for name in ("account", "contact_edit", "devices")),
    ]


def _steps(row: Any) -> list[Asked]:
    shown = [Asked(step.name, reverse("step", args=[row.id, step])) for step in STEPS]
    return [
        Asked("new registration", walk.FIRST),
        *shown,
        Asked("summary", reverse("summary", args=[row.id])),
    ]


def _show(title: str, browser: Browser, asked: list[Asked], *, beside_empty: bool = True) -> None:
    rows = []
    for one in asked:
        cost, empty = _costs(browser, one.url, EMPTY if beside_empty else one.url)
        budget = min(one.budget, TIMES_EMPTY * empty.total) if beside_empty else one.budget
        times = f"{cost.total / empty.total:.1f}" if beside_empty else ""
        costs = [cost.application, cost.database, cost.total, cost.least, times, budget]
        costs.append(verdict(cost.total, budget))
        rows.append([one.name, _queries(browser, one.url), *costs])
    show(
        title,
        ["page", "queries", "application, ms", "database, ms", "ms", "least, ms", "× empty", "budget", ""],
        rows,
    )


def _costs(browser: Browser, url: str, other: str) -> tuple[cpu.Cost, cpu.Cost]:
    """Of the page and of the one it is compared with, in turn: what the neighbours do weighs on both."""
    return cpu.medians(lambda: browser.get(url), lambda: browser.get(other), rounds=9, times=10)


def _queries(browser: Browser, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        browser.get(url)
    return len(captured)


def _lengths(application: Any) -> None:
    """The same pages for who has 1 and for who has 20."""
    one, twenty = world.saved("one"), world.saved("twenty")
    world.more_of_the_same(twenty, 19)
    few, many = world.saved("few"), world.saved("many")
    people.give(few, now=world.now())
    for _ in range(20):
        people.give(many, now=world.now(), adds_pages=True)
    pages = [
        ("registrations", name, reverse(name), reverse(name), one, twenty)
        for name in ("space", "pieces", "documents")
    ]
    pages += [
        ("deposits", name, reverse(name, args=[few.id]), reverse(name, args=[many.id]), few, many)
        for name in ("registration", "registration_pieces")
    ]
    short, long = (reverse("piece", args=[people.piece(row).id]) for row in (few, many))
    pages.append(("deposits", "piece", short, long, few, many))
    rows = []
    for what, name, short, long, small, large in pages:
        least = _counted(application, small, short)
        most = _counted(application, large, long)
        rows.append([name, what, least, most, "kept" if most <= least else "**missed**"])
    show("The same number of queries for 1 row and for 20", ["page", "rows of", "for 1", "for 20", ""], rows)


def _counted(application: Any, row: Any, url: str) -> int:
    browser = Browser(application, row.candidate.account)
    # One registration alone is shown at once: the page behind the list is what is compared.
    landed = browser.get(url)
    while landed.status == 302:
        url = landed.headers["Location"]
        landed = browser.get(url)
    return _queries(browser, url)
