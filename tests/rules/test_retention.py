"""For how long a thing is kept: calendar months, the last day included, and nothing before its time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sporades.rules.retention import Category, Start, goes_on, session_end, sessions_over, started_before


def kept(months: int) -> Category:
    return Category("pieces", "Pièces", "Les fichiers", Start.SESSION_END, months, "un texte", verified=False)


@pytest.mark.parametrize(
    ("start", "months", "first_day_out"),
    [
        (date(2025, 12, 31), 12, date(2027, 1, 1)),
        (date(2025, 12, 31), 2, date(2026, 3, 1)),  # the 28th of February is the last day kept
        (date(2023, 12, 31), 2, date(2024, 3, 1)),  # or the 29th
        (date(2024, 11, 8), 3, date(2025, 2, 9)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2025, 12, 31), 72, date(2032, 1, 1)),
    ],
)
def test_months_are_counted_on_the_calendar_and_the_last_day_is_kept(start, months, first_day_out):
    assert goes_on(kept(months), start) == first_day_out


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_what_a_query_takes_is_what_the_rule_lets_go(today, months):
    before = started_before(kept(months), today=today)

    assert goes_on(kept(months), before - timedelta(days=1)) <= today
    assert goes_on(kept(months), before) > today


def test_a_session_is_over_the_day_after_its_last_kept_day():
    known = frozenset({2024, 2025, 2026})
    last = goes_on(kept(12), session_end(2025)) - timedelta(days=1)

    assert sessions_over(kept(12), known, today=last) == {2024}
    assert sessions_over(kept(12), known, today=last + timedelta(days=1)) == {2024, 2025}
