"""When is a window open, to the millisecond, in the six zones where France keeps its exams?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sporades.rules.calendar import (
    GRACE,
    AmbiguousHour,
    ImpossibleHour,
    Phase,
    Sanctions,
    Shift,
    Signature,
    Window,
    dates_of,
    deadline_may_act,
    end_of_day,
    instant,
    is_in_time,
    is_open,
    phase,
)

MILLISECOND = timedelta(milliseconds=1)

# The hour of the CAP window at Nice (opens in summer time, closes in winter time), said in each zone.
ZONES = {
    "Europe/Paris": (datetime(2024, 10, 8, 13, tzinfo=UTC), datetime(2024, 11, 8, 16, tzinfo=UTC)),
    "America/Martinique": (datetime(2024, 10, 8, 19, tzinfo=UTC), datetime(2024, 11, 8, 21, tzinfo=UTC)),
    "America/Guadeloupe": (datetime(2024, 10, 8, 19, tzinfo=UTC), datetime(2024, 11, 8, 21, tzinfo=UTC)),
    "America/Cayenne": (datetime(2024, 10, 8, 18, tzinfo=UTC), datetime(2024, 11, 8, 20, tzinfo=UTC)),
    "Indian/Reunion": (datetime(2024, 10, 8, 11, tzinfo=UTC), datetime(2024, 11, 8, 13, tzinfo=UTC)),
    "Indian/Mayotte": (datetime(2024, 10, 8, 12, tzinfo=UTC), datetime(2024, 11, 8, 14, tzinfo=UTC)),
    "Pacific/Noumea": (datetime(2024, 10, 8, 4, tzinfo=UTC), datetime(2024, 11, 8, 6, tzinfo=UTC)),
}


def wall(said: str) -> datetime:
    """An hour as a notice gives it: that of the clock on the wall."""
    return datetime.fromisoformat(said)


def cap_window(zone: str = "Europe/Paris", **changed: object) -> Window:
    said: dict[str, object] = {
        "academy": "23",
        "diploma": "cap",
        "exam_session": 2025,
        "zone": zone,
        "zone_name": "heure locale",
        "opens_wall": wall("2024-10-08T15:00"),
        "closes_wall": wall("2024-11-08T17:00"),
        "pieces_due_days_after_close": 7,
        "pieces_due_on": None,
        "later_dates": (("r408", date(2025, 3, 14)),),
        "signature": Signature.SIGNED_UPLOAD,
        "sanctions": Sanctions.AUTOMATIC,
        "reminders": False,
    }
    return Window(**{**said, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", ZONES)
def test_the_opening_instant_is_in(zone: str) -> None:
    opens, _ = ZONES[zone]
    dates = dates_of(cap_window(zone))

    assert dates.opens == opens
    assert phase(dates, at=opens - MILLISECOND) is Phase.UPCOMING
    assert phase(dates, at=opens) is Phase.OPEN
    assert phase(dates, at=opens + MILLISECOND) is Phase.OPEN


@pytest.mark.parametrize("zone", ZONES)
def test_the_closing_instant_is_out(zone: str) -> None:
    _, closes = ZONES[zone]
    dates = dates_of(cap_window(zone))

    assert dates.closes == closes
    assert is_open(dates, at=closes - MILLISECOND)
    assert not is_open(dates, at=closes)
    assert phase(dates, at=closes + MILLISECOND) is Phase.CLOSED


def test_a_window_that_crosses_the_clock_change_opens_and_closes_at_the_hour_on_the_wall() -> None:
    dates = dates_of(cap_window())

    # 31 days and 2 hours on the wall, one hour more on the stopwatch: 27 October has 25 hours.
    assert dates.closes - dates.opens == timedelta(days=31, hours=3)


@pytest.mark.parametrize("zone", ZONES)
def test_the_pieces_are_due_at_the_end_of_the_seventh_local_day(zone: str) -> None:
    dates = dates_of(cap_window(zone))

    assert dates.pieces_due == instant(wall("2024-11-16T00:00"), zone)
    assert is_in_time(dates.pieces_due, at=dates.pieces_due - MILLISECOND, recorded_at=dates.pieces_due)
    assert not is_in_time(dates.pieces_due, at=dates.pieces_due, recorded_at=dates.pieces_due)


def test_the_seventh_day_across_the_autumn_change_counts_days_and_not_168_hours() -> None:
    dates = dates_of(cap_window(closes_wall=wall("2024-10-22T00:00")))

    assert dates.pieces_due == datetime(2024, 10, 29, 23, tzinfo=UTC)
    assert dates.pieces_due - dates.closes == timedelta(days=8, hours=1)


def test_the_seventh_day_across_the_spring_change_counts_days_and_not_168_hours() -> None:
    dates = dates_of(cap_window(closes_wall=wall("2025-03-25T00:00")))

    assert dates.pieces_due == datetime(2025, 4, 1, 22, tzinfo=UTC)
    assert dates.pieces_due - dates.closes == timedelta(days=8, hours=-1)


@pytest.mark.parametrize("diploma", ["bac_pro", "bp", "cs"])
def test_the_december_windows_leave_until_the_tenth(diploma: str) -> None:
    dates = dates_of(cap_window(diploma=diploma, closes_wall=wall("2024-12-03T17:00")))

    assert dates.closes == datetime(2024, 12, 3, 16, tzinfo=UTC)
    assert dates.pieces_due == datetime(2024, 12, 10, 23, tzinfo=UTC)


def test_the_r408_attestation_is_due_at_the_end_of_14_march_2025() -> None:
    due = dates_of(cap_window()).later["r408"]

    assert due == datetime(2025, 3, 14, 23, tzinfo=UTC)
    assert is_in_time(due, at=due - MILLISECOND, recorded_at=due)
    assert not is_in_time(due, at=due, recorded_at=due)
    assert not is_in_time(due, at=due + MILLISECOND, recorded_at=due + MILLISECOND)


def test_martinique_gives_the_pieces_a_date_of_its_own() -> None:
    window = cap_window(
        "America/Martinique",
        opens_wall=wall("2023-10-18T08:00"),
        closes_wall=wall("2023-11-17T17:00"),
        pieces_due_days_after_close=None,
        pieces_due_on=date(2023, 12, 8),
    )

    dates = dates_of(window)

    assert dates.opens == datetime(2023, 10, 18, 12, tzinfo=UTC)
    assert dates.closes == datetime(2023, 11, 17, 21, tzinfo=UTC)
    assert dates.pieces_due == datetime(2023, 12, 9, 4, tzinfo=UTC)


def test_what_was_in_flight_at_the_deadline_has_ten_minutes_to_be_written_down() -> None:
    due = dates_of(cap_window()).pieces_due
    arrived = due - MILLISECOND

    assert is_in_time(due, at=arrived, recorded_at=due + GRACE - MILLISECOND)
    assert not is_in_time(due, at=arrived, recorded_at=due + GRACE)


def test_a_deadline_acts_only_once_nothing_can_be_in_flight() -> None:
    due = dates_of(cap_window()).pieces_due

    assert not deadline_may_act(due, now=due + GRACE - MILLISECOND)
    assert deadline_may_act(due, now=due + GRACE)


def test_the_hour_that_the_spring_skips_is_impossible() -> None:
    with pytest.raises(ImpossibleHour):
        instant(wall("2025-03-30T02:30"), "Europe/Paris")


@pytest.mark.parametrize("said", [wall("2024-10-27T02:00"), wall("2024-10-27T02:59:59")])
def test_the_hour_that_the_autumn_repeats_is_ambiguous(said: datetime) -> None:
    with pytest.raises(AmbiguousHour):
        instant(said, "Europe/Paris")


def test_the_same_hour_is_plain_where_clocks_never_change() -> None:
    assert instant(wall("2024-10-27T02:30"), "Indian/Reunion") == datetime(2024, 10, 26, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        (wall("2024-10-27T01:59:59"), datetime(2024, 10, 26, 23, 59, 59, tzinfo=UTC)),
        (wall("2024-10-27T03:00"), datetime(2024, 10, 27, 2, tzinfo=UTC)),
    ],
)
def test_the_hours_around_the_repeated_one_are_plain(said: datetime, at: datetime) -> None:
    assert instant(said, "Europe/Paris") == at


def test_the_day_of_the_autumn_change_ends_25_hours_after_it_began() -> None:
    begins = end_of_day(date(2024, 10, 26), "Europe/Paris")

    assert end_of_day(date(2024, 10, 27), "Europe/Paris") - begins == timedelta(hours=25)


def test_moving_the_closing_moves_what_is_counted_from_it() -> None:
    dates = dates_of(cap_window(), Shift(closes_wall=wall("2024-11-12T12:00")))

    assert dates.closes == datetime(2024, 11, 12, 11, tzinfo=UTC)
    assert dates.pieces_due == datetime(2024, 11, 19, 23, tzinfo=UTC)
    assert dates.later["r408"] == dates_of(cap_window()).later["r408"]


def test_a_personal_date_adds_to_the_extension_of_everybody() -> None:
    extension = Shift(closes_wall=wall("2024-11-12T12:00"))
    personal = Shift(pieces_due_on=date(2024, 12, 1), later_dates=(("r408", date(2025, 4, 1)),))

    dates = dates_of(cap_window(), extension, personal)

    assert dates.closes == datetime(2024, 11, 12, 11, tzinfo=UTC)
    assert dates.pieces_due == datetime(2024, 12, 1, 23, tzinfo=UTC)
    assert dates.later["r408"] == datetime(2025, 4, 1, 22, tzinfo=UTC)


def test_a_closing_moved_beyond_a_fixed_date_leaves_the_day_to_deposit() -> None:
    window = cap_window(pieces_due_days_after_close=None, pieces_due_on=date(2024, 11, 15))

    dates = dates_of(window, Shift(closes_wall=wall("2024-11-20T17:00")))

    assert dates.pieces_due == end_of_day(date(2024, 11, 20), "Europe/Paris")


days = st.dates(date(2024, 9, 1), date(2025, 8, 31))
hours = st.builds(lambda day, hour: wall(f"{day}T{hour:02}:00"), days, st.integers(4, 23))
shifts = st.builds(
    Shift,
    closes_wall=st.none() | hours,
    pieces_due_on=st.none() | days,
    later_dates=st.just(()) | st.tuples(st.tuples(st.just("r408"), days)),
)


@settings(max_examples=40)
@given(st.sampled_from(sorted(ZONES)), st.lists(shifts, max_size=3))
def test_no_announced_date_ever_moves_earlier(zone: str, moved: list[Shift]) -> None:
    announced, dates = dates_of(cap_window(zone)), dates_of(cap_window(zone), *moved)

    assert dates.opens == announced.opens
    assert dates.closes >= announced.closes
    assert dates.pieces_due >= announced.pieces_due
    assert dates.later["r408"] >= announced.later["r408"]
    assert dates.pieces_due > dates.closes
