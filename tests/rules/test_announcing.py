"""What an académie may still change in the dates it has announced."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from sporades.reference.check import read_calendar
from sporades.reference.load import DIRECTORY
from sporades.rules.announcing import must_stay, same_weekday
from sporades.rules.calendar import Shift, dates_of

CAP = read_calendar(DIRECTORY / "calendars" / "2025-nice.toml").windows[0]
DATES = dates_of(CAP)
BEFORE = DATES.opens - timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def kept(*shifts: Shift, now: datetime = BEFORE, **changed) -> list[str]:
    return [one.key for one in must_stay(CAP, replace(CAP, **changed), *shifts, now=now)]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"closes_wall": CAP.closes_wall + MINUTE}, []),
        ({"closes_wall": CAP.closes_wall - MINUTE}, ["closes"]),
        ({"closes_wall": CAP.closes_wall - timedelta(days=1)}, ["closes", "pieces_due_on"]),
        ({"opens_wall": CAP.opens_wall + MINUTE}, []),
        ({"opens_wall": CAP.opens_wall - MINUTE}, ["opens"]),
        ({"pieces_due_days_after_close": 8}, []),
        ({"pieces_due_days_after_close": 6}, ["pieces_due_on"]),
        ({"pieces_due_days_after_close": None, "pieces_due_on": date(2024, 12, 24)}, ["pieces_due_on"]),
        ({"later_dates": (("r408", date(2025, 3, 15)),)}, []),
        ({"later_dates": (("r408", date(2025, 3, 13)),)}, ["later_dates"]),
        ({"later_dates": ()}, ["later_dates"]),
    ],
)
def test_an_announced_date_never_moves_earlier(changed, found):
    assert kept(**changed) == found


def test_an_opening_that_has_passed_does_not_move_at_all():
    later = CAP.opens_wall + timedelta(days=1)

    assert kept(opens_wall=later, now=BEFORE) == []
    assert kept(opens_wall=later, now=DATES.opens) == ["opens"]


def test_what_an_extension_gave_counts_as_announced():
    shift = Shift(closes_wall=datetime(2024, 11, 12, 17), pieces_due_on=None, later_dates=())

    assert kept(shift, closes_wall=datetime(2024, 11, 11, 17)) == []
    assert kept(shift, pieces_due_days_after_close=9) == []
    assert kept(shift, pieces_due_days_after_close=5) == ["pieces_due_on"]


@pytest.mark.parametrize(
    ("wall", "years", "proposed"),
    [
        (datetime(2024, 10, 8, 15), 1, datetime(2025, 10, 7, 15)),  # Tuesday
        (datetime(2024, 11, 8, 17), 1, datetime(2025, 11, 7, 17)),  # Friday
        (datetime(2024, 11, 8, 17), 6, datetime(2030, 11, 8, 17)),
        (datetime(2024, 2, 29, 12), 1, datetime(2025, 2, 27, 12)),
    ],
)
def test_next_year_keeps_the_day_of_the_week_and_the_hour(wall, years, proposed):
    found = same_weekday(wall, years=years)

    assert (found, found.weekday()) == (proposed, wall.weekday())


@pytest.mark.parametrize("years", range(1, 12))
def test_the_proposal_never_drifts_by_more_than_half_a_week(years):
    for day in range(366):
        wall = datetime(2024, 1, 1, 15) + timedelta(days=day)
        exactly = wall + timedelta(days=365.25 * years)
        assert abs(same_weekday(wall, years=years) - exactly) <= timedelta(days=3.5)
