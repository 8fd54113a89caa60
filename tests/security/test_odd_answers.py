"""Whatever is typed, the answer is a page that says what is wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from sporades.ui import typed
from tests.pages.public import words

SO_MANY_DIGITS = "9" * 5000  # more than Python agrees to read


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        (SO_MANY_DIGITS, "2", "2006", "unclear"),
        ("1", SO_MANY_DIGITS, "2006", "unclear"),
        ("1", "9" * 20, "2006", "unclear"),
        ("9" * 20, "1", "2006", "unclear"),
        ("1", "2", SO_MANY_DIGITS, "short_year"),
        ("1", "2", "0000", "impossible"),
        ("31", "2", "2006", "impossible"),
        ("²", "2", "2006", "unclear"),
    ],
)
def test_a_date_of_any_length_is_read_or_refused(day, month, year, code):
    with pytest.raises(typed.NotADate) as refused:
        typed.read_date(f"{day}/{month}/{year}")

    assert refused.value.code == code


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_a_birth_date_of_thousands_of_digits_gets_the_page_back(part):
    date = {"birth_date-day": "1", "birth_date-month": "2", "birth_date-year": "2006"}

    response = Client().post(reverse("sign_up"), {**date, f"birth_date-{part}": SO_MANY_DIGITS})

    assert response.status_code == 200
    assert "Exemple : 12 3 2006" in words(response.content.decode())
