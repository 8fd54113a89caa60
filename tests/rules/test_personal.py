"""Who passes to another calendar loses no day that was announced, wherever the other clocks stand."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sporades.rules import personal
from sporades.rules.calendar import Dates, Shift, end_of_day, instant

PARIS, MARTINIQUE = "Europe/Paris", "America/Martinique"
NOW = datetime(2024, 11, 5, 8, tzinfo=UTC)


def dates(closes: datetime, pieces: date, zone: str = PARIS, **later: date) -> Dates:
    return Dates(
        zone=zone,
        zone_name=zone,
        opens=instant(datetime(2024, 10, 8, 15), zone),
        closes=instant(closes, zone),
        pieces_due=end_of_day(pieces, zone),
        later={name: end_of_day(day, zone) for name, day in later.items()},
    )


ANNOUNCED = dates(datetime(2024, 11, 8, 17), date(2024, 11, 15), r408=date(2025, 3, 14))


def test_nothing_is_kept_where_the_other_dates_are_as_late() -> None:
    assert personal.keeping(ANNOUNCED, ANNOUNCED, now=NOW) is None
    later = dates(datetime(2024, 11, 22, 17), date(2024, 11, 29), r408=date(2025, 3, 14))
    assert personal.keeping(ANNOUNCED, later, now=NOW) is None


@pytest.mark.parametrize("zone", [PARIS, MARTINIQUE, "Pacific/Noumea", "Indian/Reunion"])
def test_each_date_that_would_move_earlier_is_kept_by_the_other_clocks(zone: str) -> None:
    earlier = dates(datetime(2024, 10, 25, 17), date(2024, 10, 31), zone, r408=date(2025, 2, 1))

    kept = personal.keeping(ANNOUNCED, earlier, now=NOW)

    assert kept is not None and kept.closes_wall and kept.pieces_due_on
    assert instant(kept.closes_wall, zone) == ANNOUNCED.closes
    assert end_of_day(kept.pieces_due_on, zone) >= ANNOUNCED.pieces_due
    assert end_of_day(dict(kept.later_dates)["r408"], zone) >= ANNOUNCED.later["r408"]


def test_the_excluded_midnight_of_one_zone_is_the_same_day_in_it() -> None:
    earlier = dates(datetime(2024, 11, 8, 17), date(2024, 11, 14), r408=date(2025, 3, 14))

    assert personal.keeping(ANNOUNCED, earlier, now=NOW) == Shift(pieces_due_on=date(2024, 11, 15))


def test_a_later_date_that_the_other_calendar_does_not_have_is_kept() -> None:
    without = replace(ANNOUNCED, later={})

    kept = personal.keeping(ANNOUNCED, without, now=NOW)

    assert kept == Shift(later_dates=(("r408", date(2025, 3, 14)),))


@pytest.mark.parametrize(("at", "is_kept"), [(datetime(2024, 11, 15, 22, 59, 59, tzinfo=UTC), True),
                                             (datetime(2024, 11, 15, 23, tzinfo=UTC), False)])  # fmt: skip
def test_what_has_passed_is_not_given_back(at: datetime, is_kept: bool) -> None:
    earlier = dates(datetime(2024, 10, 25, 17), date(2024, 10, 31), r408=date(2025, 3, 14))

    kept = personal.keeping(ANNOUNCED, earlier, now=at)

    assert (kept == Shift(pieces_due_on=date(2024, 11, 15))) is is_kept


def test_an_hour_that_the_clocks_show_twice_is_left_behind() -> None:
    at_two = instant(datetime(2024, 10, 26, 20, 30), MARTINIQUE)  # 2:30 in Paris, the first time
    announced = replace(ANNOUNCED, closes=at_two)
    earlier = dates(datetime(2024, 10, 25, 17), date(2024, 11, 15), r408=date(2025, 3, 14))

    kept = personal.keeping(announced, earlier, now=datetime(2024, 10, 20, tzinfo=UTC))

    assert kept is not None and kept.closes_wall is not None
    assert instant(kept.closes_wall, PARIS) >= at_two
