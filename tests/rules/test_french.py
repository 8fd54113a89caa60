"""Are dates and hours said as the notices and people say them?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from sporades.rules.calendar import end_of_day
from sporades.rules.french import (
    capital,
    dated_deadline,
    number,
    remaining,
    short_deadline,
    short_instant,
    spoken_day,
    spoken_deadline,
    spoken_instant,
    typeset,
)

PARIS = ("Europe/Paris", "heure de Paris")
CLOSES = datetime(2024, 11, 8, 16, tzinfo=UTC)


def test_a_closing_is_said_with_its_day_its_hour_and_its_zone() -> None:
    assert spoken_deadline(CLOSES, *PARIS) == "vendredi 8 novembre 2024, 17\u00a0h (heure de Paris)"


def test_thousands_stand_apart_on_one_line() -> None:
    assert [number(one) for one in (0, 999, 12345)] == ["0", "999", "12\u00a0345"]


def test_an_excluded_midnight_is_said_as_the_day_before() -> None:
    due = end_of_day(date(2024, 12, 10), "Europe/Paris")

    assert spoken_deadline(due, *PARIS) == "mardi 10 décembre 2024, 23\u00a0h\u00a059 (heure de Paris)"


def test_a_midnight_of_paris_is_an_evening_like_another_in_martinique() -> None:
    due = end_of_day(date(2024, 12, 10), "Europe/Paris")

    said = spoken_deadline(due, "America/Martinique", "heure de la Martinique")

    assert said == "mardi 10 décembre 2024, 19\u00a0h (heure de la Martinique)"


def test_an_instant_of_midnight_is_said_as_it_is() -> None:
    midnight = datetime(2024, 12, 10, 23, tzinfo=UTC)

    assert spoken_instant(midnight, *PARIS) == "mercredi 11 décembre 2024, 0\u00a0h (heure de Paris)"


def test_the_first_of_the_month_is_an_ordinal() -> None:
    assert spoken_day(date(2024, 11, 1)) == "vendredi 1er novembre 2024"


def test_the_short_forms_hold_in_a_table() -> None:
    assert short_instant(CLOSES, "Europe/Paris") == "8\u00a0nov., 17\u00a0h"
    assert short_deadline(end_of_day(date(2025, 3, 14), "Europe/Paris"), "Europe/Paris") == (
        "14\u00a0mars, 23\u00a0h\u00a059"
    )


def test_where_several_years_meet_the_short_form_says_which() -> None:
    due = end_of_day(date(2023, 12, 8), "Europe/Paris")
    assert dated_deadline(due, "Europe/Paris") == "8\u00a0déc.\u00a02023, 23\u00a0h\u00a059"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=3, hours=8), "il reste 3\u00a0jours"),
        (timedelta(days=1), "il reste 1\u00a0jour"),
        (timedelta(days=1, milliseconds=-1), "il reste 23\u00a0heures"),
        (timedelta(hours=2), "il reste 2\u00a0heures"),
        (timedelta(hours=1), "il reste 1\u00a0heure"),
        (timedelta(hours=1, milliseconds=-1), "il reste 59\u00a0minutes"),
        (timedelta(minutes=1), "il reste 1\u00a0minute"),
        (timedelta(minutes=1, milliseconds=-1), "il reste moins d’une minute"),
        (timedelta(0), "la période est close"),
    ],
)
def test_what_remains_is_never_said_to_be_more_than_it_is(left: timedelta, said: str) -> None:
    assert remaining(CLOSES, CLOSES - left, "Europe/Paris") == said


def test_a_day_of_25_hours_is_one_day() -> None:
    closes = datetime(2024, 10, 27, 16, tzinfo=UTC)  # 17 h, on the day of the change
    at = datetime(2024, 10, 26, 15, tzinfo=UTC)  # 17 h, the day before

    assert remaining(closes, at, "Europe/Paris") == "il reste 1\u00a0jour"


def test_no_line_begins_with_a_punctuation_mark() -> None:
    assert typeset("Est-ce « bon » ? Oui : 3 %") == ("Est-ce «\u00a0bon\u00a0»\u00a0? Oui\u00a0: 3\u00a0%")
    assert typeset("10 Mo, 40 ko, 3 Monts") == "10\u00a0Mo, 40\u00a0ko, 3 Monts"


def test_what_begins_a_sentence_has_a_capital_and_keeps_those_that_it_has():
    assert capital("académie d’Aix-Marseille") == "Académie d’Aix-Marseille"
    assert capital("éducation") == "Éducation"
    assert capital("") == ""
