"""What does a lot of ten thousand papers cost, from its archives to the last candidate told?

The antivirus is left out: its time is another program's. Reading a file is
measured on a sample, in the child where it is done; all the rest on every paper.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from benchmarks import cpu, world
from benchmarks.browser import Browser
from benchmarks.table import show
from sporades.adapters import clocks, decoding
from sporades.registrations.actions import issuing, publishing, retracting, unpacking
from sporades.registrations.actions.publishing import Upload
from sporades.registrations.models import Publication, Registration
from sporades.rules import matching
from sporades.rules.lifecycle import State
from sporades.rules.matching import By
from tests import lots, people

PAPERS = 10_000
IN_AN_ARCHIVE = 2_500
READ = 200
A_FEW = 500
PURPOSE = lots.what()


def measure(application: Any) -> None:
    numbers = _admitted(world.saved("lot"))
    browser = Browser(application, people.officer(people.PAUL).account, inside=True)
    uploads = list(_archives(numbers))
    rows = [
        _row("received, its archives judged and kept", len(uploads), lambda: _prepare(uploads), "an archive")
    ]
    lot = Publication.objects.get()
    rows += [
        _row("taken out of its archive", PAPERS, _all(lambda: unpacking.unpack_next(machine_now=_soon()))),
        _row("read in a child, its text too", READ, lambda: [_read(number) for number in numbers[:READ]]),
        _row("matched and written", PAPERS, lambda: _settle(lot)),
        _row("the page of the lot", 10, lambda: [_page(browser, lot) for _ in range(10)], "a page"),
        _row("ordered", 1, lambda: lots.order(lot, now=world.now()), "the lot"),
        _row("published: document, journal, mail", PAPERS, _all(_issue_next)),
        _row(
            "the page of the lot, published", 10, lambda: [_page(browser, lot) for _ in range(10)], "a page"
        ),
        _row("taken back from everybody", 1, lambda: _retract(lot), "the lot"),
        _row("told of it", 500, lambda: [_tell_next() for _ in range(500)]),
    ]
    show(f"A lot of {PAPERS} papers", ["what", "how many", "for", "processor, ms", "by the clock, ms"], rows)


def _row(what: str, count: int, work: Callable[[], object], each: str = "a paper") -> list[str]:
    cost = cpu.once(work).per(count)
    return [what, str(count), each, f"{cost.total:.2f}", f"{cost.wall:.2f}"]


def _admitted(first: Registration) -> list[str]:
    numbers: list[str] = []
    for _ in range(PAPERS // A_FEW):
        rows = world.others_like(first, A_FEW)
        for row in rows:
            row.number, row.state = f"25-23-{len(numbers) + 1001:06d}", State.ADMITTED.value
            numbers.append(row.number)
        Registration.objects.bulk_update(rows, ["number", "state"])
    return numbers


def _archives(numbers: list[str]) -> Iterator[Upload]:
    for start in range(0, PAPERS, IN_AN_ARCHIVE):
        files = {f"{number}.pdf": lots.paper(number) for number in numbers[start : start + IN_AN_ARCHIVE]}
        yield Upload(f"lot-{start}.zip", lots.archive(files))


def _prepare(uploads: list[Upload]) -> None:
    publishing.prepare(PURPOSE, uploads, token="the form", by=lots.HEAD, now=world.now())


def _all(step: Callable[[], bool]) -> Callable[[], None]:
    def work() -> None:
        while step():
            pass

    return work


def _soon() -> Any:
    return clocks.machine_now()


def _read(number: str) -> object:
    content = lots.paper(number)
    return decoding.read(content, f"{number}.pdf"), decoding.text(content)


def _settle(lot: Publication) -> None:
    for line in lot.lines.filter(state="waiting").select_related("publication").iterator(chunk_size=500):
        told = matching.read(name=line.name, inside=frozenset(), by=By.NAME, academy="23", exam_session=2025)
        unpacking.settle(line, unpacking.Seen(told, pages=1))


def _page(browser: Browser, lot: Publication) -> object:
    return browser.get(reverse("staff_publication", args=[lot.id]))


def _issue_next() -> bool:
    return issuing.issue_next(machine_now=_soon(), now=world.now())


def _retract(lot: Publication) -> None:
    retracting.retract_lot(lot.id, reason="Une erreur.", token="a form", by=lots.HEAD, now=world.now())


def _tell_next() -> bool:
    return retracting.tell_next(machine_now=_soon(), now=world.now())
