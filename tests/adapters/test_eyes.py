"""What is seen on a photograph of a confirmation: its codes, how it stands, and ink. The drills have 600."""

import random
from io import BytesIO

import pytest
from PIL import Image

from sporades.adapters import eyes, ink, readers
from sporades.adapters.sights import Frames
from tests import scans
from tests.scans import GRADES, Paper


@pytest.fixture(autouse=True)
def key(settings):
    settings.CODE_KEY = b"a key of the tests"


def seen(paper: Paper, grade: str, seed: int = 1):
    dice = random.Random(seed)
    picture = scans.photographed([scans.signed(paper, dice)], GRADES[grade], dice)
    return eyes.look(readers.to_pdf([picture]))


@pytest.mark.parametrize(
    ("grade", "paper", "frames"),
    [
        ("scanner", Paper(), Frames(date=False, signatures=(False, False))),
        ("careful", Paper(signed=True), Frames(date=False, signatures=(True, False))),
        ("table", Paper(dated=True, signed=True, minor=True), Frames(date=True, signatures=(True, True))),
        ("hurried", Paper(dated=True, page=2, pages=2), Frames(date=True, signatures=(False, False))),
    ],
)
def test_the_code_and_the_ink_are_seen_however_it_was_taken(grade, paper, frames):
    (one,) = seen(paper, grade).coded

    assert one.text == paper.code
    assert one.frames == frames


def test_a_page_without_frames_bears_its_code_once():
    (one,) = seen(Paper(page=1, pages=2), "careful").coded

    assert (one.frames, one.sheets, one.turn) == (None, 1, 0)


def test_two_copies_side_by_side_are_not_one_sheet():
    code = scans.signed(Paper(page=1, pages=2), random.Random(1))
    both = Image.new("RGB", (code.width * 2, code.height), "white")
    both.paste(code, (0, 0))
    both.paste(code, (code.width, 0))
    held = BytesIO()
    both.save(held, "JPEG")

    (one,) = eyes.look(held.getvalue()).coded

    assert (one.frames, one.sheets) == (None, 2)


def test_a_fold_across_a_frame_is_no_alarm_and_no_crash():
    sheet = Image.new("L", (200, 50), 200)
    assert ink.amount(sheet) == 0

    sheet.paste(40, (100, 0, 104, 50))

    assert ink.amount(sheet) > 0


def test_the_same_seed_is_the_same_photograph():
    first, again = (scans.deposit("poor", 1).pictures for _ in range(2))

    assert first == again
