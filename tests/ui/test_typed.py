"""Is what people type understood?"""

from datetime import date

import pytest

from sporades.ui import typed

FIRST_OF_FEBRUARY = date(2006, 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "1/2/2006", "01/02/2006", "01 02 2006", "1.2.2006", "1-2-2006", "01022006", "2006-02-01",
        "1 février 2006", "1er fevrier 2006", "1 FÉV. 2006", "1/février/2006", " 1 / 2 / 2006 ",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text):
    assert typed.read_date(text) == FIRST_OF_FEBRUARY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/2/2006", "missing_day"),
        ("1//2006", "missing_month"),
        ("1/2/", "missing_year"),
        ("1/2/06", "short_year"),
        ("31/2/2006", "impossible"),
        ("29/2/2005", "impossible"),
        ("1/brumaire/2006", "unclear"),
        ("hier", "unclear"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(text, code):
    with pytest.raises(typed.NotADate) as refusal:
        typed.read_date(text)

    assert refusal.value.code == code


def test_the_29th_of_february_exists_in_a_leap_year():
    assert typed.read_date("29/02/2004") == date(2004, 2, 29)


def test_a_whole_date_typed_in_the_box_of_the_day_is_that_date():
    assert typed.read_date(typed.join("01022006", "", "")) == FIRST_OF_FEBRUARY


def test_a_day_alone_stays_a_day():
    assert typed.join("1", "", "") == "1//"


def test_three_empty_boxes_are_no_date():
    assert typed.join(" ", "", "") == ""


@pytest.mark.parametrize("typed_text", ["31/2/2006", "1//2006"])
def test_what_was_typed_in_each_box_comes_back_to_it(typed_text):
    assert "/".join(typed.parts(typed_text)) == typed_text


@pytest.mark.parametrize(
    "name", ["Nguyễn", "O’Brien", "Łukasz-Émile", "Muñoz y Çelik", "Tuʻi", "J. Ørsted, Åsa"]
)
def test_every_latin_name_is_a_name(name):
    assert all(typed.in_a_name(char) for char in name)


@pytest.mark.parametrize("char", ["Д", "王", "م", "7", "<", "@", "😀"])
def test_what_is_not_latin_is_not_in_a_name(char):
    assert not typed.in_a_name(char)


def test_a_line_is_composed_and_loses_its_invisible_characters():
    assert typed.one_line("  Ame\u0301lie\u200b \u0000\t Rose\u00a0") == "Amélie Rose"


def test_a_search_forgets_case_and_accents():
    assert typed.plain("  PÂTISSIER  Glacier ") == "patissier glacier"
