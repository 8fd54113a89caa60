"""Six hundred confirmations as they come back: what is read is right, what cannot be read is held against nobody.

What was measured is kept in build/scans.md, as docs/performance.md has it.
"""

import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from sporades.adapters import eyes, readers
from sporades.adapters.sights import Coded, Frames, Sight
from sporades.rules.scans import Finding, Found, Read, Reading, find, on_frames, version_of
from tests import scans
from tests.scans import CURRENT, GRADES, MINE, Deposit, Paper

pytestmark = pytest.mark.drill

EACH = 100
KEPT = Path(__file__).resolve().parents[2] / "build" / "scans.md"
# What may be said instead of the truth when it cannot be seen: it asks nothing of anybody.
LESS = {Finding.UNREAD, Finding.PAGE_HIDDEN}


def concluded(sight: Sight, given: Deposit) -> Found | None:
    """What the rules say of a sight, asked as `actions.reading` asks them."""
    papers = {paper.code: paper for sheets in given.sheets for paper in sheets if paper.page}
    seen = [papers[text] for text in sight.codes if text in papers]
    own = frozenset((paper.version, paper.page) for paper in seen if paper.number == MINE)
    newest = max((version for version, _ in own), default=None)
    printed = next(
        (paper.pages for sheets in given.sheets for paper in sheets if paper.version == newest), None
    )
    coded, sheets = {one.page: one.sheets for one in sight.coded}, len(given.pictures)
    read = Read(
        own, any(paper.number != MINE for paper in seen), sheets - len(coded | dict.fromkeys(sight.blank))
    )
    version = version_of(read, printed, signature_from=CURRENT)
    pages = frozenset(page for one, page in own if one == version)
    room = sheets + sum(more - 1 for more in coded.values())
    return find([Reading(version, pages, room, printed)], signature_from=CURRENT)


def all_there_is_to_see(given: Deposit) -> Sight:
    return Sight(
        [
            Coded(paper.code, number, 0, len(sheets))
            for number, sheets in enumerate(given.sheets, start=1)
            for paper in sheets
            if paper.page
        ]
    )


def count(grade: str, seed: int, seen: Counter[str], wrong: list[str]) -> None:
    given = scans.deposit(grade, seed)
    content = readers.to_pdf(given.pictures)
    began = time.process_time()
    sight = eyes.look(content)
    seen["seconds"] += time.process_time() - began
    seen["pictures"] += len(given.pictures)
    papers = {paper.code: paper for sheets in given.sheets for paper in sheets if paper.page}
    if not set(sight.codes) <= set(papers):
        wrong.append(f"{grade} {seed}: a code that nobody printed")
    said, truth = concluded(sight, given), concluded(all_there_is_to_see(given), given)
    if said != truth and said.finding not in LESS:
        wrong.append(f"{grade} {seed}: {said} instead of {truth}")
    seen["deposits"] += 1
    seen["said"] += said == truth
    seen["codes"] += len(papers)
    seen["read"] += len(papers.keys() & set(sight.codes))
    for one in sight.coded:
        if one.text in papers and one.frames:
            count_ink(papers[one.text], one.frames, seen)
    seen["frames"] += sum(1 for paper in papers.values() if paper.has_frames)


def count_ink(paper: Paper, frames: Frames, seen: Counter[str]) -> None:
    said = on_frames(dated=frames.date, signed=frames.signatures, printed=3 if paper.minor else 2)
    lacks = not (paper.signed and paper.dated)
    seen["measured"] += 1
    seen["lacking"] += lacks
    seen["lacking, told"] += lacks and bool(said)
    seen["unsigned"] += not paper.signed
    seen["unsigned, told"] += not paper.signed and said != [] and said[0].code != "date_unseen"
    about_signature = {"frames_empty", "signature_unseen", "signature_unseen_of_two"}
    about_date = {"frames_empty", "date_unseen"}
    alarms = {one.code for one in said}
    seen["false alarms"] += bool(
        (paper.signed and alarms & about_signature) or (paper.dated and alarms & about_date)
    )


@cache
def measured() -> tuple[dict[str, Counter[str]], list[str]]:
    seen: dict[str, Counter[str]] = {grade: Counter() for grade in GRADES}
    wrong: list[str] = []
    for grade, counted in seen.items():
        for seed in range(EACH):
            count(grade, seed, counted, wrong)
    return seen, wrong


@pytest.fixture(autouse=True)
def key(settings):
    settings.CODE_KEY = b"a key of the tests"


def total(name: str) -> int:
    return sum(counted[name] for counted in measured()[0].values())


def test_no_paper_is_taken_for_another_and_no_page_is_said_to_be_missing_that_is_there():
    _, wrong = measured()

    assert wrong == []


def test_whatever_is_not_beyond_reading_is_read():
    seen, _ = measured()

    rates = {grade: seen[grade]["read"] / seen[grade]["codes"] for grade in ("scanner", "careful", "table")}
    assert min(rates.values()) >= 0.99, rates


def test_ink_that_is_there_is_seen():
    assert total("false alarms") == 0
    seen, _ = measured()
    for grade in ("scanner", "careful"):
        assert seen[grade]["unsigned, told"] >= 0.9 * seen[grade]["unsigned"]


HEADS = (
    "grade", "deposits", "codes", "read", "said as it is", "frames measured", "unsigned, told",
    "unsigned or undated, told", "false alarms", "ms a page",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def table():
    """Keeps what was measured, as docs/performance.md has it."""
    yield
    rows = [HEADS, ["---"] * len(HEADS)]
    for grade, seen in measured()[0].items():
        rows.append(
            (
                grade, seen["deposits"], seen["codes"], seen["read"], seen["said"],
                f"{seen['measured']} of {seen['frames']}",
                f"{seen['unsigned, told']} of {seen['unsigned']}",
                f"{seen['lacking, told']} of {seen['lacking']}",
                seen["false alarms"], round(1000 * seen["seconds"] / seen["pictures"]),
            )
        )  # fmt: skip
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text("".join(f"| {' | '.join(map(str, row))} |\n" for row in rows), encoding="utf-8")
