"""Can everybody read the colors, and does the sheet stay light?"""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "sporades/ui/static/ui"
SHEET = (STATIC / "sporades.css").read_text()

TONES = ("act", "wait", "ok", "no")
GROUNDS = ("paper", "card", "mist")
TEXTS = [
    *((text, ground) for text in ("ink", "soft", "act", "act-strong", "no") for ground in GROUNDS),
    *((text, f"{tone}-pale") for tone in TONES for text in ("ink", "soft", "act", tone)),
    ("act-strong", "act-pale"), ("on-act", "act"), ("on-act", "act-strong"), ("on-deep", "deep"),
]  # fmt: skip
# What is not text: borders of what can be filled, rings of the focus, bars of the tones.
SHAPES = [
    *((shape, ground) for shape in ("edge", "focus-ink", "no-line") for ground in GROUNDS),
    *((f"{tone}-line", "paper") for tone in ("wait", "ok", "no")),
    *(("focus-ink", f"{tone}-pale") for tone in TONES),
    ("act", "card"), ("focus", "deep"),
]  # fmt: skip


def tokens(source: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", source))


ROOTS = re.findall(r":root \{(.*?)\n\s*\}", SHEET, re.DOTALL)
LIGHT = tokens(ROOTS[0])
SCHEMES = {"light": LIGHT, "dark": LIGHT | tokens(ROOTS[1])}


def luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_stands_out_from_its_ground(scheme, text, ground):
    colors = SCHEMES[scheme]

    assert contrast(colors[text], colors[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_every_shape_that_means_something_stands_out(scheme, shape, ground):
    colors = SCHEMES[scheme]

    assert contrast(colors[shape], colors[ground]) >= 3


def test_the_measure_of_contrast_is_that_of_the_norm():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_sheet_weighs_less_than_thirty_kilobytes():
    assert len(SHEET.encode()) < 30_000


def test_the_script_is_a_comfort_and_weighs_nothing():
    assert (STATIC / "sporades.js").stat().st_size < 3_000


def test_nothing_comes_from_elsewhere():
    assert not re.search(r"url\(\"?(?:https?:)?//|@import", SHEET)


def test_colors_are_named_once_in_the_tokens():
    after = SHEET[SHEET.index("/* 2 ") : SHEET.index("/* 10 ")]
    loose = set(re.findall(r"#[0-9a-f]{3,8}\b", after)) - {"#8fa2b7", "#ffffff"}  # the demonstration's strip

    assert not loose


@pytest.mark.parametrize(
    "mode", ["prefers-color-scheme: dark", "forced-colors: active", "prefers-reduced-motion", "print"]
)
def test_the_sheet_follows_the_reader(mode):
    assert f"@media ({mode}" in SHEET or f"@media {mode} {{" in SHEET
