"""The total is foreseen from the rhythm of the session before, or not at all."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sporades.rules.forecast import Curve, Forecast, NotEnough, forecast

# Thirty days, ten a day, and a rush of a hundred on each of the last two.
LAST_YEAR = Curve({**dict.fromkeys(range(2, 32), 10), 1: 100, 0: 100})


def test_a_curve_counts_until_the_end_of_a_day_and_its_total_until_the_limit():
    curve = Curve({2: 5, 1: 3, 0: 7, -4: 1})

    assert (curve.until(3), curve.until(2), curve.until(1), curve.until(0)) == (0, 5, 8, 15)
    assert curve.total == 15


def test_the_same_rhythm_gives_the_same_total():
    foreseen = forecast(150, LAST_YEAR, days_left=17)

    assert isinstance(foreseen, Forecast)
    assert (foreseen.likely, foreseen.share) == (500, 0.3)
    assert foreseen.low < 500 < foreseen.high


def test_twice_as_many_on_the_same_day_is_twice_as_many_in_the_end():
    foreseen = forecast(300, LAST_YEAR, days_left=17)

    assert isinstance(foreseen, Forecast)
    assert foreseen.likely == 1000


def test_the_interval_closes_as_the_limit_comes():
    def width(days_left: int) -> int:
        foreseen = forecast(LAST_YEAR.until(days_left), LAST_YEAR, days_left=days_left)
        assert isinstance(foreseen, Forecast)
        return foreseen.high - foreseen.low

    assert width(20) > width(10) > width(5)
    assert width(0) == 0


def test_just_before_a_rush_nobody_knows_how_early_it_comes():
    foreseen = forecast(300, LAST_YEAR, days_left=2)

    assert isinstance(foreseen, Forecast)
    # Had the rush come three days sooner, all would be registered already.
    assert foreseen.low == 300
    assert foreseen.high > 500


@pytest.mark.parametrize(
    ("so_far", "past", "days_left", "why"),
    [
        (150, None, 17, NotEnough.NO_PAST),
        (150, Curve({1: 29}), 1, NotEnough.SMALL_PAST),
        (19, LAST_YEAR, 17, NotEnough.TOO_FEW),
        (150, LAST_YEAR, 30, NotEnough.TOO_EARLY),
        (150, LAST_YEAR, 40, NotEnough.TOO_EARLY),
    ],
)
def test_where_the_past_says_too_little_nothing_is_foreseen(so_far, past, days_left, why):
    assert forecast(so_far, past, days_left=days_left) is why


def test_the_first_day_on_which_something_is_foreseen():
    assert forecast(20, LAST_YEAR, days_left=29) is NotEnough.TOO_EARLY
    assert isinstance(forecast(20, LAST_YEAR, days_left=28), Forecast)


@given(
    days=st.dictionaries(st.integers(0, 60), st.integers(0, 400), max_size=40),
    so_far=st.integers(0, 50_000),
    days_left=st.integers(-3, 70),
)
def test_it_never_foresees_fewer_than_there_are_and_its_bounds_are_in_order(days, so_far, days_left):
    foreseen = forecast(so_far, Curve(days), days_left=days_left)

    if isinstance(foreseen, Forecast):
        assert so_far <= foreseen.low <= foreseen.likely <= foreseen.high


def test_where_the_assumption_holds_the_interval_is_right_as_often_as_it_says():
    chance = random.Random(5)
    weights = [LAST_YEAR.days[day] for day in range(32)]
    right = 0
    for _ in range(200):
        came = chance.choices(range(32), weights, k=500)
        foreseen = forecast(sum(day >= 17 for day in came), LAST_YEAR, days_left=17)
        right += isinstance(foreseen, Forecast) and foreseen.low <= 500 <= foreseen.high

    assert right >= 190
