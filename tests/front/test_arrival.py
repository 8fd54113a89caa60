"""Which instant is a deposit's, when a slow telephone sends it through the real front?"""

import http.client
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.services import web

ARRIVAL = "tests.services.arrival:application"
LAST_CENTURY = {"X-Sporades-Msec": "942000000.000", "X-Sporades-Elapsed": "0.000"}


@pytest.fixture(scope="module")
def behind_nginx() -> Iterator[str]:
    with (
        web.gunicorn(ARRIVAL, SPORADES_TRUSTED_PROXIES="127.0.0.1") as upstream,
        web.nginx(upstream) as address,
    ):
        yield address


@pytest.fixture(scope="module")
def without_front() -> Iterator[str]:
    with web.gunicorn(ARRIVAL, SPORADES_TRUSTED_PROXIES="") as address:
        yield address


def sent_slowly(address: str, headers: dict[str, str], *, seconds: float) -> datetime:
    """The instant that Sporades gave to a request whose body took so long to come."""
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.putrequest("POST", "/")
    for name, value in {"Content-Length": "4", **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    for byte in (b"a", b"b", b"c", b"d"):
        time.sleep(seconds / 4)
        connection.send(byte)
    with connection.getresponse() as response:
        said = response.read().decode()
    connection.close()
    return datetime.fromisoformat(said)


def test_the_first_byte_decides_however_long_the_upload_takes(behind_nginx):
    started = datetime.now(UTC)

    arrived = sent_slowly(behind_nginx, {}, seconds=2)

    assert datetime.now(UTC) - started > timedelta(seconds=2)
    assert abs(arrived - started) < timedelta(seconds=1)


def test_the_front_replaces_the_instant_that_a_visitor_invents(behind_nginx):
    started = datetime.now(UTC)

    arrived = sent_slowly(behind_nginx, LAST_CENTURY, seconds=0)

    assert abs(arrived - started) < timedelta(seconds=1)


def test_nobody_is_believed_who_is_not_our_front(without_front):
    started = datetime.now(UTC)

    arrived = sent_slowly(without_front, LAST_CENTURY, seconds=0)

    assert arrived >= started
