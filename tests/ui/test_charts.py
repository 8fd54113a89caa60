"""A chart is read in black and white, names its lines, and lets nothing through."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from sporades.ui.charts import HEIGHT, WIDTH, Chart, Line, Span, bar, draw

TICKS = [(-7, "1er nov.\nJ − 7"), (0, "8 nov.\ndernier jour")]


def chart(**changes) -> Chart:
    given = {
        "title": "Inscriptions, CAP 2025",
        "lines": [
            Line("session 2025", [(-7, 3), (-6, 9), (-5, 12)]),
            Line("session 2024", [(-7, 2), (-3, 8), (0, 15)], past=True),
        ],
        "ticks": TICKS,
        "limit": (0, "limite"),
        "span": Span(0, 18, 24, 31, "estimation"),
    }
    return Chart(**given | changes)


def read(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def test_now_and_before_are_told_apart_without_a_color():
    drawn = read(draw(chart()))

    assert {mark.tag for mark in drawn.iter() if mark.get("class") == "mark past"} == {"rect"}
    assert {mark.tag for mark in drawn.iter("circle")} == {"circle"}
    assert [line.get("class") for line in drawn.iter("polyline")] == ["line now", "line past"]


def test_each_line_the_limit_and_the_estimate_bear_their_names():
    said = [text.text for text in read(draw(chart())).iter("text")]

    assert {"session 2025", "session 2024", "limite", "estimation", "1er nov.", "J − 7"} <= set(said)


def test_the_chart_is_an_image_with_a_name():
    drawn = read(draw(chart()))

    assert (drawn.get("role"), drawn.get("aria-label")) == ("img", "Inscriptions, CAP 2025")


def test_nothing_is_drawn_outside_and_no_two_names_cover_each_other():
    drawn = read(draw(chart(lines=[Line(str(n), [(-7, 1), (0, 20)], past=True) for n in range(3)])))

    numbers = [float(each.get(name)) for each in drawn.iter() for name in ("cx", "x") if each.get(name)]
    heights = sorted(float(text.get("y")) for text in drawn.iter("text") if text.get("font-weight"))
    assert all(0 <= number <= WIDTH for number in numbers)
    assert all(0 <= height <= HEIGHT for height in heights)
    assert all(below - above >= 17 for above, below in pairwise(heights))


def test_what_is_written_on_it_is_text_and_nothing_else():
    drawn = draw(chart(title='"><script>', lines=[Line("<b>", [(0, 1)])]))

    assert "<script" not in drawn
    assert "<b>" not in drawn


def test_it_has_no_style_of_its_own_and_asks_nothing_of_anybody():
    assert not re.search(r"style=|<style|href|url\(", draw(chart()))


@pytest.mark.parametrize(
    ("highest", "scale"),
    [(0, ["0", "1"]), (3, ["0", "1", "2", "3"]), (9000, ["0", "5\u00a0000", "10\u00a0000"])],
)
def test_the_scale_is_of_round_numbers_whatever_the_height(highest, scale):
    drawn = read(draw(chart(lines=[Line("", [(-7, 0), (0, highest)])], span=None, ticks=[], limit=None)))

    assert [text.text for text in drawn.iter("text")] == scale


def test_without_anything_to_show_there_is_no_chart():
    assert draw(chart(lines=[Line("session 2025", [])])) == ""


def test_a_bar_is_for_the_eye_alone_and_never_wider_than_its_place():
    drawn = read(bar(128, 128))

    assert drawn.get("aria-hidden") == "true"
    assert [one.get("width") for one in drawn.iter("rect")] == ["100.0"]
    assert 'width="0.0"' in bar(0, 0)
