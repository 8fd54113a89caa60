"""Whose paper is it? A doubt is left to a person: one paper shown to the wrong candidate is one too many."""

import pytest

from sporades.rules import matching
from sporades.rules.matching import By, Reading
from sporades.rules.publishing import LineState

MINE, OTHER, CRETEIL = "25-23-000042", "25-23-000043", "25-24-000042"


def read(name: str, text: str = "", by: By = By.TEXT) -> Reading:
    inside = matching.in_a_text(text)
    return matching.read(name=name, inside=inside, by=by, academy="23", exam_session=2025)


@pytest.mark.parametrize(
    "name",
    [
        "25-23-000042.pdf",
        "convocation_25-23-000042_DUPONT.pdf",
        "25_23_000042.pdf",
        "25 23 000042 Léa.pdf",
        "2523000042.pdf",
    ],
)
def test_a_number_is_read_in_a_name_however_its_parts_are_joined(name):
    assert read(name) == Reading(LineState.MATCHED, MINE, By.NAME)


@pytest.mark.parametrize(
    "name", ["page 1.pdf", "125-23-000042.pdf", "25-23-0000421.pdf", "X25-23-000042.pdf", ""]
)
def test_what_is_longer_than_a_number_is_none(name):
    assert read(name).state is LineState.UNKNOWN


@pytest.mark.parametrize("text", ["N° 25-23-000042", "Numéro : 25‑23‑000042.", "25–23–000042\nNice"])
def test_a_number_is_read_in_the_text_with_any_hyphen(text):
    assert read("page 1.pdf", text) == Reading(LineState.MATCHED, MINE, By.TEXT)


@pytest.mark.parametrize(
    "text", ["Téléphone 0493537070", "04 93 53 70 70", "25-23-0000421", "1-25-23-000042"]
)
def test_a_telephone_is_no_number_of_a_registration(text):
    assert read("page 1.pdf", text).state is LineState.UNKNOWN


def test_a_name_and_a_content_that_agree_are_one_number():
    assert read(f"{MINE}.pdf", f"n° {MINE}, n° {MINE}") == Reading(LineState.MATCHED, MINE, By.NAME)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (f"{MINE}.pdf", OTHER),
        (f"{MINE}.pdf", f"{MINE} {OTHER}"),
        ("page.pdf", f"{MINE} {OTHER}"),
        (f"{MINE} {OTHER}.pdf", ""),
    ],
    ids=["they disagree", "it speaks of somebody else too", "it speaks of two", "it names two"],
)
def test_two_numbers_are_left_to_a_person(name, text):
    assert read(name, text) == Reading(LineState.SEVERAL, f"{MINE}, {OTHER}")


@pytest.mark.parametrize("number", [CRETEIL, "24-23-000042"], ids=["another académie", "another session"])
def test_a_number_of_elsewhere_is_told_without_looking_for_anybody(number):
    assert read(f"{number}.pdf") == Reading(LineState.ELSEWHERE, number, By.NAME)


def test_a_printed_code_says_that_it_was_the_code():
    assert read("page.pdf", MINE, By.CODE) == Reading(LineState.MATCHED, MINE, By.CODE)
