"""What is in focus is told from what is not, whatever is written, how dark, and however the sheet is turned."""

import random

import pytest
from PIL import Image, ImageFilter, ImageOps

from sporades.adapters.sharpness import steepness
from tests.readable import PAPERS
from tests.scans import DOTS

WRITTEN = ("certificate of work", "transcript", "card of 2021", "writing by hand")


def sheet(name: str, *, blur: float = 0) -> Image.Image:
    return PAPERS[name].draw(random.Random(7)).filter(ImageFilter.GaussianBlur(blur * DOTS))


@pytest.mark.parametrize("name", WRITTEN)
def test_strokes_in_focus_are_steep_and_those_out_of_it_are_not(name):
    assert steepness(sheet(name)) > 0.5
    assert steepness(sheet(name, blur=0.6)) < 0.25


def test_a_pale_pencil_in_focus_is_as_steep_as_black_ink():
    pale = sheet("writing by hand").point(lambda shade: 170 + shade // 3)

    assert steepness(pale) > 0.5


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sheet_is_as_sharp_whichever_way_up(turn):
    upright = sheet("transcript")

    assert steepness(upright.rotate(turn, expand=True)) == pytest.approx(steepness(upright), abs=0.1)


def test_white_on_black_is_as_sharp():
    upright = sheet("transcript")

    assert steepness(ImageOps.invert(upright)) == pytest.approx(steepness(upright), abs=0.1)


@pytest.mark.parametrize("size", [(1, 1), (40, 1400), (1240, 1754)])
def test_a_page_without_strokes_is_neither(size):
    assert steepness(Image.new("L", size, 240)) is None
