"""Seven, three and one day before, in the morning of the académie, a few at a time, and never after noon."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from sporades.rules.reminders import last_day, morning, mornings_over

PARIS, FORT_DE_FRANCE = "Europe/Paris", "America/Martinique"
LAST = UUID(int=2**128 - 1)
MIDDLE = UUID(int=2**127)
SECOND = timedelta(seconds=1)


def local(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)


CLOSES = local(PARIS, 2024, 11, 8, 17)
PIECES_DUE = local(PARIS, 2024, 11, 16)


@pytest.mark.parametrize(
    ("day", "days"), [(1, 7), (2, None), (4, None), (5, 3), (6, None), (7, 1), (8, None), (9, None)]
)
def test_a_closing_at_five_is_reminded_seven_three_and_one_day_before(day, days):
    found = morning(CLOSES, zone=PARIS, now=local(PARIS, 2024, 11, day, 9))

    assert (found.days if found else None) == days


@pytest.mark.parametrize(("day", "days"), [(8, 7), (12, 3), (14, 1), (15, None)])
def test_a_limit_at_midnight_counts_from_the_day_that_people_are_told(day, days):
    found = morning(PIECES_DUE, zone=PARIS, now=local(PARIS, 2024, 11, day, 9))

    assert last_day(PIECES_DUE, PARIS) == date(2024, 11, 15)
    assert (found.days if found else None) == days


@pytest.mark.parametrize(
    ("hour", "reminds"), [((6, 59, 59), False), ((7, 0, 0), True), ((11, 59, 59), True), ((12, 0, 0), False)]
)
def test_only_in_the_morning(hour, reminds):
    assert (morning(CLOSES, zone=PARIS, now=local(PARIS, 2024, 11, 7, *hour)) is not None) is reminds


@pytest.mark.parametrize(
    ("hour", "reached"),
    [((7, 0), UUID(int=0)), ((9, 0), MIDDLE), ((11, 0), LAST), ((11, 30), LAST)],
)
def test_each_has_their_own_minute_and_all_have_had_it_at_eleven(hour, reached):
    assert morning(CLOSES, zone=PARIS, now=local(PARIS, 2024, 11, 7, *hour)).reached == reached


def test_from_one_minute_to_the_next_no_id_is_left_out_and_none_is_reached_twice():
    instants = [local(PARIS, 2024, 11, 7, 7) + minute * timedelta(minutes=1) for minute in range(241)]
    bounds = [morning(CLOSES, zone=PARIS, now=at).reached for at in instants]

    assert bounds == sorted(set(bounds))
    widest = max(after.int - before.int for before, after in pairwise(bounds))
    assert widest <= 2**128 // 240 + 2**80


def test_the_morning_is_that_of_the_academie():
    closes = local(FORT_DE_FRANCE, 2024, 11, 8, 17)

    # Eight o'clock in Fort-de-France is one in the afternoon in Paris.
    assert morning(closes, zone=FORT_DE_FRANCE, now=local(FORT_DE_FRANCE, 2024, 11, 7, 8)).days == 1
    assert morning(closes, zone=FORT_DE_FRANCE, now=local(PARIS, 2024, 11, 7, 8)) is None


def test_days_are_counted_on_the_calendar_across_a_clock_change():
    closes = local(PARIS, 2024, 10, 28, 17)  # the clocks went back in the night of the 27th

    assert morning(closes, zone=PARIS, now=local(PARIS, 2024, 10, 27, 7)).days == 1
    assert morning(closes, zone=PARIS, now=local(PARIS, 2024, 10, 25, 7)).days == 3
    assert morning(closes, zone=PARIS, now=local(PARIS, 2024, 10, 25, 7) - SECOND) is None


def test_at_eleven_of_each_of_the_three_days_everybody_has_been_reminded():
    assert mornings_over(CLOSES, zone=PARIS) == tuple(local(PARIS, 2024, 11, day, 11) for day in (1, 5, 7))
