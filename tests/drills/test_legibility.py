"""What people photograph for the office: who gave a good page is told nothing, and others are, as often as can be.

What was measured is kept in build/legibility.md, as docs/performance.md has it.
"""

import io
import random
import resource
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from sporades.adapters import ocr, pages, readers, sharpness
from sporades.reference.load import reference
from sporades.registrations.actions.reading_words import advice_on
from sporades.rules.legibility import Page, is_blurred, reads_well
from tests.readable import PAPERS, Paper
from tests.scans import GRADES, photographed

pytestmark = pytest.mark.drill

EACH = 2  # of each paper, at each grade
KEPT = Path(__file__).resolve().parents[2] / "build" / "legibility.md"
TAKEN = ("scanner", "careful", "table", "hurried", "poor")

# Cards have no lines that run from side to side.
RUN_ACROSS = {
    "certificate of work",
    "letter that names others",
    "transcript",
    "service day",
    "school",
    "bank details",
}


def read(picture: bytes) -> Page:
    """As `decoding.legible` does, in this process: what children cost is counted."""
    drawn = pages.draw(readers.to_pdf([picture]), 0, pages.DPI, within=True)
    gray, steepness = drawn.tobytes(), sharpness.steepness(drawn)
    words = ocr.parsed(ocr.read(drawn.width, drawn.height, gray))
    if reads_well(words):
        return Page(drawn.width, drawn.height, words, steepness=steepness)
    head_down = ocr.parsed(ocr.read(drawn.width, drawn.height, gray[::-1]))
    return Page(drawn.width, drawn.height, words, head_down, steepness)


def cut_at_a_side(picture: bytes, dice: random.Random) -> bytes:
    """Without 18 to 30 hundredths of its width, on one side: more than any margin."""
    with Image.open(io.BytesIO(picture)) as whole:
        away = round(whole.width * dice.uniform(0.18, 0.3))
        left = dice.choice((0, away))
        held = io.BytesIO()
        whole.crop((left, 0, whole.width - away + left, whole.height)).save(held, "JPEG", quality=85)
    return held.getvalue()


def count(grade: str, name: str, seed: int, seen: Counter[str], wrong: list[str]) -> None:
    paper, dice = PAPERS[name], random.Random(f"{grade} {name} {seed}")
    turn = dice.choice((0, 0, 90, 180, 270))
    picture = photographed([paper.draw(dice)], GRADES[grade], dice, turn=turn)
    cut = not turn and name in RUN_ACROSS and dice.random() < 0.6
    if cut:
        picture = cut_at_a_side(picture, dice)
    began = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    page = read(picture)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seen["seconds"] += ended.ru_utime + ended.ru_stime - began[0].ru_utime - began[0].ru_stime
    seen["drawing"] += time.process_time() - began[1]
    seen["pages"] += 1
    if paper.printed:
        seen["printed"] += 1
        seen["read"] += reads_well(page.best)
    truth = {"page_turned": bool(turn), "page_cut": cut, "page_blurred": paper.soft}
    false = compare(paper, page, truth, seen)
    wrong += [f"{grade} {name} {seed}: {one}" for one in false]


def compare(paper: Paper, page: Page, truth: dict[str, bool], seen: Counter[str]) -> list[str]:
    """What is told that is not so, whatever the piece that was asked."""
    wrong: list[str] = []
    for kind in {rule.kind for rule in reference().piece_rules}:
        told = {one.code for one in advice_on({1: page}, kind, whole=True)}
        it_is_so = {
            # Whoever reads the half of another paper is told of the other paper.
            "another_paper": paper.titled and kind not in paper.fits,
            "back_missing": paper.half and kind in paper.fits,
            **truth,
        }
        wrong += [f"{code} for {kind}" for code in sorted(told) if not it_is_so[code]]
        for code, is_so in it_is_so.items():
            seen[code] += is_so
            seen[f"{code}, told"] += is_so and code in told
            seen["false alarms"] += code in told and not is_so
    return wrong


def blurred(grade: str, name: str, seed: int) -> bool:
    """Whether it is told of a hand that moved, or a lens that saw elsewhere: 0.6 mm of the sheet or more."""
    dice = random.Random(f"blurred {grade} {name} {seed}")
    dpi, millimeters = dice.randint(*GRADES[grade].dpi), dice.uniform(0.6, 1.2)
    taken = replace(GRADES[grade], dpi=(dpi, dpi), blur=(millimeters * dpi / 25.4,) * 2)
    return is_blurred(read(photographed([PAPERS[name].draw(dice)], taken, dice)))


@cache
def blurs() -> dict[str, list[bool]]:
    each = [(name, seed) for name in PAPERS for seed in range(EACH)]
    return {grade: [blurred(grade, *one) for one in each] for grade in TAKEN}


@cache
def measured() -> tuple[dict[str, Counter[str]], list[str]]:
    seen: dict[str, Counter[str]] = {grade: Counter() for grade in TAKEN}
    wrong: list[str] = []
    for grade, counted in seen.items():
        for name in PAPERS:
            for seed in range(EACH):
                count(grade, name, seed, counted, wrong)
    return seen, wrong


def test_nothing_is_told_that_is_not_so():
    _, wrong = measured()

    assert wrong == []


def test_what_a_scanner_or_a_careful_hand_gives_is_told_as_it_is():
    seen, _ = measured()

    for grade in ("scanner", "careful"):
        # A page of a few lines that is cut is not told from one of short lines.
        for code in ("page_turned", "another_paper", "back_missing"):
            assert seen[grade][f"{code}, told"] >= 0.6 * seen[grade][code], (grade, code)


def test_a_blurred_page_is_told_whatever_is_written_on_it():
    # Grain has steep edges of its own: what is taken in a hurry is told two times in three.
    for grade in ("careful", "table"):
        assert sum(blurs()[grade]) >= 0.8 * len(blurs()[grade]), grade


HEADS = (
    "grade", "pages", "print that reads well", "turned, told", "cut, told", "another paper, told", "back missing, told",
    "blurred, told", "false alarms", "ms of Tesseract a page", "ms of drawing a page",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def table():
    """Keeps what was measured, as docs/performance.md has it."""
    yield
    rows = [HEADS, ["---"] * len(HEADS)]
    kinds = len({rule.kind for rule in reference().piece_rules})
    for grade, seen in measured()[0].items():
        # What does not depend on the piece that is asked was counted once for each.
        turned, cut = (
            f"{seen[f'{code}, told'] // kinds} of {seen[code] // kinds}"
            for code in ("page_turned", "page_cut")
        )
        other, back = (
            f"{seen[f'{code}, told']} of {seen[code]}" for code in ("another_paper", "back_missing")
        )
        cost = (round(1000 * seen[name] / seen["pages"]) for name in ("seconds", "drawing"))
        rows.append(
            (
                grade, seen["pages"], f"{seen['read']} of {seen['printed']}", turned, cut, other, back,
                f"{sum(blurs()[grade])} of {len(blurs()[grade])}", seen["false alarms"], *cost,
            )
        )  # fmt: skip
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    said = "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows) + f"\nMemory at most, MB: {most}\n"
    KEPT.write_text(said + "".join(f"{one}\n" for one in measured()[1]), encoding="utf-8")
