"""The first byte decides, said by our front or by nobody; and every request has a name in the logs."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from sporades.adapters import clocks

FRONT, STRANGER = "10.0.0.1", "203.0.113.9"
REQUEST_ID = "0123456789abcdef" * 2
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def one_front(settings):
    settings.ROOT_URLCONF = "tests.config.views"
    settings.TRUSTED_PROXIES = [FRONT]


@pytest.fixture
def knock(client: Client):
    """A request, and what the door made of it; two figures are the front's `$msec` and `$request_time`."""

    def knocked(msec: object = None, elapsed: object = None, *, by: str = FRONT, **headers: str) -> dict:
        said = {"X-Sporades-Msec": msec, "X-Sporades-Elapsed": elapsed}
        told = {name: str(value) for name, value in said.items() if value is not None}
        response = client.get("/estampille/", headers={**told, **headers}, REMOTE_ADDR=by)
        return {**response.json(), "answer": response.headers["X-Request-Id"]}

    return knocked


def stamp(seen: dict) -> datetime:
    return datetime.fromisoformat(seen["now"])


def is_the_moment_we_were_called(seen: dict, since: datetime) -> bool:
    return since <= stamp(seen) <= clocks.machine_now()


def test_a_slow_upload_counts_from_its_first_byte(knock):
    ended = clocks.machine_now() - SECOND

    seen = knock(ended.timestamp(), "120.000")

    assert abs(stamp(seen) - (ended - timedelta(seconds=120))) < timedelta(milliseconds=1)


@pytest.mark.parametrize(("hours", "believed"), [(1.999, True), (2.001, False)])
def test_a_front_that_speaks_of_more_than_two_hours_is_broken(knock, hours, believed):
    since = clocks.machine_now()

    seen = knock(since.timestamp(), hours * 3600)

    assert is_the_moment_we_were_called(seen, since) is not believed


@pytest.mark.parametrize("ahead", [60, 86_400])
def test_a_front_whose_clock_is_ahead_gives_nobody_an_instant_to_come(knock, ahead):
    since = clocks.machine_now()

    assert is_the_moment_we_were_called(knock(since.timestamp() + ahead, "0.000"), since)


@pytest.mark.parametrize(
    ("msec", "elapsed"),
    [
        (None, "1.000"),
        ("1.000", None),
        ("", ""),
        ("hier", "1.000"),
        ("nan", "0"),
        ("inf", "0"),
        ("1e400", "0"),
        ("1730793600.000, 1730793600.000", "0"),
        ("-1e300", "1e300"),
    ],
)
def test_figures_that_are_none_are_not_believed(knock, msec, elapsed):
    since = clocks.machine_now()

    assert is_the_moment_we_were_called(knock(msec, elapsed), since)


def test_a_visitor_who_says_they_came_earlier_is_not_believed(knock):
    since = clocks.machine_now()

    seen = knock(since.timestamp() - 3600, "0.000", by=STRANGER)

    assert is_the_moment_we_were_called(seen, since)


def test_what_only_a_front_may_say_is_taken_off_a_stranger_s_request(knock, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    invented = {
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "mechant.example",
        "Forwarded": "for=127.0.0.1",
        "X-Real-IP": "127.0.0.1",
        "X-Request-Id": REQUEST_ID,
    }

    seen = knock(1, 0, by=STRANGER, **invented)

    assert [name for name in seen["headers"] if "FORWARDED" in name or "HTTP_X_" in name] == []
    assert not seen["secure"]
    assert seen["id"] != REQUEST_ID


def test_what_our_front_says_of_the_way_is_believed(knock, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert knock(**{"X-Forwarded-Proto": "https"})["secure"]


def test_the_front_s_name_for_a_request_is_kept_and_given_back(knock):
    seen = knock(**{"X-Request-Id": REQUEST_ID})

    assert (seen["id"], seen["answer"]) == (REQUEST_ID, REQUEST_ID)


@pytest.mark.parametrize("bad", ["", "court", "G" * 32, REQUEST_ID.upper(), REQUEST_ID + "0", "\n" * 32])
def test_a_name_that_is_no_name_is_replaced(knock, bad):
    seen = knock(**{"X-Request-Id": bad})

    assert re.fullmatch("[0-9a-f]{32}", seen["id"])
    assert seen["id"] not in {bad, REQUEST_ID}


def test_two_requests_have_two_names(knock):
    assert knock()["id"] != knock()["id"]


def test_the_stamp_is_in_utc(knock):
    assert stamp(knock()).tzinfo == UTC


def test_in_a_demonstration_the_first_byte_is_told_by_the_legal_clock(knock, settings, tmp_path):
    settings.DATA_DIR, settings.SPORADES_DEMO = tmp_path, True
    clocks.start_at(datetime(2024, 11, 8, 16, 0, tzinfo=UTC))
    ended = clocks.machine_now()

    seen = knock(ended.timestamp(), "60.000")

    assert abs(stamp(seen) - datetime(2024, 11, 8, 15, 59, tzinfo=UTC)) < 5 * SECOND
