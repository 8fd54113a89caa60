"""A telephone in a train deposits through the real nginx: it is in time by its first byte, whatever it claims."""

import contextlib
import http.client
import os
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as real
from django.test import Client
from django.urls import reverse

from sporades.adapters import clocks
from sporades.registrations.models import Deposit, Registration
from tests import people
from tests.people import CAP_PIECES_DUE, LEA
from tests.services import web

BOUNDARY = "----trentedeux"
CSRF = "a" * 32
SECOND = timedelta(seconds=1)


@pytest.fixture
def session(transactional_db):
    """The store is the one of the whole run: another process receives the files."""
    people.the_session()


@pytest.fixture
def row(session) -> Registration:
    return people.saved(LEA)


@pytest.fixture
def front(row, settings) -> Iterator[str]:
    """nginx and gunicorn, in a demonstration: its legal clock is what brings us near a limit of 2024."""
    settings.SPORADES_DEMO = True
    clocks.start_at(CAP_PIECES_DUE - timedelta(hours=1))
    with web.behind_nginx(SPORADES_DEMO="1") as address:
        yield address
    for left in Path(real.DATA_DIR).glob("demo-clock.*"):
        left.unlink()


def body() -> bytes:
    def part(name: str, content: bytes, more: str = "") -> bytes:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        return head.encode() + content + b"\r\n"

    photo = part("chosen", people.photo("signé"), '; filename="photo.jpg"')
    fields = part("csrfmiddlewaretoken", CSRF.encode()) + part("token", b"one form")
    return fields + photo + f"--{BOUNDARY}--\r\n".encode()


class Upload:
    """A deposit that goes out when it is told to: all but its last byte, then that one."""

    def __init__(self, front: str, row: Registration, **claimed: str) -> None:
        phone = Client()
        phone.force_login(row.candidate.account)
        self.body = body()
        self.connection = http.client.HTTPConnection(front, timeout=60)
        self.connection.putrequest("POST", reverse("piece", args=[people.piece(row).id]))
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(len(self.body)),
            "Cookie": f"session={phone.cookies['session'].value}; csrf={CSRF}",
            **claimed,
        }
        for name, value in headers.items():
            self.connection.putheader(name, value)

    def begin(self) -> None:
        self.connection.endheaders()
        self.connection.send(self.body[:-1])

    def end(self) -> int:
        self.connection.send(self.body[-1:])
        with closing(self.connection), self.connection.getresponse() as response:
            response.read()
            return response.status


def wait_until(instant: datetime) -> None:
    """The one thing here that is about time itself: nginx measures it, so it must pass."""
    passed = threading.Event()
    while (left := instant - clocks.legal_now()) > timedelta(0):
        passed.wait(left.total_seconds())


def test_a_deposit_begun_before_the_limit_and_ended_after_it_is_in_time(front, row):
    upload = Upload(front, row)
    clocks.move_to(CAP_PIECES_DUE - 3 * SECOND)

    upload.begin()
    assert clocks.legal_now() < CAP_PIECES_DUE - SECOND
    wait_until(CAP_PIECES_DUE + SECOND / 2)
    status = upload.end()

    kept = Deposit.objects.get()
    assert status == 302
    assert kept.at < CAP_PIECES_DUE < kept.recorded_at
    assert not kept.late
    assert people.fresh(row).state == "confirmed"


@pytest.mark.parametrize("claim", ["X-Sporades-Msec", "X-Sporades-Elapsed"])
def test_a_deposit_begun_after_the_limit_is_late_whatever_the_telephone_claims(front, row, claim):
    an_hour_ago = clocks.machine_now().timestamp() - 3600
    said = {"X-Sporades-Msec": f"{an_hour_ago:.3f}", "X-Sporades-Elapsed": "3600.000"}
    upload = Upload(front, row, **{claim: said[claim]})
    clocks.move_to(CAP_PIECES_DUE + SECOND)

    upload.begin()
    status = upload.end()

    kept = Deposit.objects.get()
    assert status == 302
    assert kept.at > CAP_PIECES_DUE
    assert kept.late
    assert people.fresh(row).state == "saved"


@pytest.mark.drill
def test_an_upload_without_end_is_cut_and_nothing_is_kept(front, row):
    """No length is announced, and megabytes come as long as somebody takes them."""
    host, _, port = front.partition(":")
    chunk = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    sent = 0

    with socket.create_connection((host, int(port)), timeout=60) as line:
        path = reverse("piece", args=[people.piece(row).id])
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: {front}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        # The front answers as soon as it has had enough, and what still comes is nobody's.
        while not select.select([line], [], [], 0)[0] and sent < 300:
            line.sendall(chunk)
            sent += 1
        answer = line.recv(100)

    # 200 megabytes, and what was on the way.
    assert sent < 250
    assert b" 413 " in answer
    assert not Deposit.objects.exists()


@pytest.mark.drill
def test_hundreds_of_requests_that_never_end_their_headers_keep_nobody_out(front):
    host, _, port = front.partition(":")
    with contextlib.ExitStack() as held:
        lines = [
            held.enter_context(socket.create_connection((host, int(port)), timeout=90)) for _ in range(400)
        ]
        for line in lines:
            line.sendall(f"GET / HTTP/1.1\r\nHost: {front}\r\nX-Slow: ".encode())

        visitor = http.client.HTTPConnection(front, timeout=30)
        visitor.request("GET", reverse("home"))
        with closing(visitor), visitor.getresponse() as response:
            assert response.status == 200

        # The front waits thirty seconds for headers, then hangs up.
        assert all(line.recv(100)[:12] in {b"", b"HTTP/1.1 408"} for line in lines)


def nurseries() -> set[int]:
    """The processes of this machine that open files for a service."""
    found = set()
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if b"sporades.adapters.decoding.nursery" in place.read_bytes():
                found.add(int(place.parent.name))
    return found


@pytest.mark.drill
def test_when_the_service_stops_nothing_that_opened_files_is_left(row, settings):
    settings.SPORADES_DEMO = True
    clocks.start_at(people.NOW)
    before = nurseries()

    with web.behind_nginx(SPORADES_DEMO="1") as address:
        upload = Upload(address, row)
        upload.begin()
        status = upload.end()
        opened = nurseries() - before
        ends = [os.pidfd_open(pid) for pid in opened]

    assert status == 302
    assert ends
    for end in ends:
        assert select.select([end], [], [], 20)[0]
        os.close(end)
    for left in Path(real.DATA_DIR).glob("demo-clock.*"):
        left.unlink()
