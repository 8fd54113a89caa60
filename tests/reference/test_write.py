"""Is what we export exactly what would be imported again?"""

import string
import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sporades.reference import mistakes
from sporades.reference.check import read_calendar, read_content
from sporades.reference.load import DIRECTORY, reference
from sporades.reference.write import text_of, write

SHIPPED = sorted((DIRECTORY / "calendars").glob("*.toml"))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
keys = st.text(string.ascii_lowercase + '_é ."', min_size=1, max_size=8)
hours = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
values = st.one_of(texts, st.booleans(), st.integers(-1000, 100_000), hours, days)
inline = st.dictionaries(keys, days, max_size=3)
rows = st.dictionaries(keys, st.one_of(values, inline), max_size=5)
parts = st.one_of(values, st.dictionaries(keys, values, max_size=4), st.lists(rows, min_size=1, max_size=3))


@given(st.dictionaries(keys, parts, max_size=6))
@settings(max_examples=200)
def test_whatever_is_written_reads_back_the_same(table: dict) -> None:
    assert tomllib.loads(write(table)) == table


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_exported_calendar_says_what_the_file_said(path: Path) -> None:
    read = read_calendar(path)

    again = read_content(text_of(read).encode(), name="export")

    assert {**_said(again), "edition": ""} == {**_said(read), "edition": ""}
    assert text_of(again) == text_of(read)


def _said(calendar) -> dict:
    return {name: getattr(calendar, name) for name in calendar.__slots__}


def test_every_mistake_is_said_in_french_too() -> None:
    said = reference().wording["calendar_mistakes"]

    assert set(said) == {f"calendar_{code}" for code in mistakes.ENGLISH}


def test_a_french_sentence_uses_only_what_the_mistake_knows() -> None:
    for code, english in mistakes.ENGLISH.items():
        known = {name for _, name, _, _ in string.Formatter().parse(english) if name}
        used = {
            name
            for _, name, _, _ in string.Formatter().parse(reference().sentences[f"calendar_{code}"])
            if name
        }
        assert used <= known, code
