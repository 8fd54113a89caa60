import socket
import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from sporades.adapters import antivirus
from sporades.adapters.antivirus import Scan, Verdict
from tests.services.clamd import EICAR


@contextmanager
def daemon_that(act: Callable[[socket.socket], None]):
    """A real server on a real port, which takes one caller and behaves as told."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            caller, _ = server.accept()
            with caller:
                act(caller)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(timeout=10)


def hear_out(caller: socket.socket) -> None:
    heard = b""
    while not heard.endswith(b"\0\0\0\0"):
        heard += caller.recv(65536)


def answers(said: bytes) -> Callable[[socket.socket], None]:
    def act(caller: socket.socket) -> None:
        hear_out(caller)
        caller.sendall(said)

    return act


def test_a_real_clamd_finds_nothing_in_an_honest_file(clamd_socket):
    assert antivirus.scan(b"%PDF-1.7 honest", address=clamd_socket) == Scan(Verdict.CLEAN)


def test_a_real_clamd_finds_nothing_in_an_empty_file(clamd_socket):
    assert antivirus.scan(b"", address=clamd_socket).verdict == Verdict.CLEAN


def test_a_real_clamd_names_the_virus_it_finds(clamd_socket):
    found = antivirus.scan(EICAR, address=clamd_socket)

    assert found.verdict == Verdict.INFECTED
    assert "Eicar" in found.detail


def test_a_real_clamd_finds_the_virus_behind_the_first_chunk(clamd_socket):
    assert (
        antivirus.scan(b"%PDF-1.7" + bytes(200_000) + EICAR, address=clamd_socket).verdict == Verdict.INFECTED
    )


def test_a_file_too_long_for_a_real_clamd_is_unscanned(clamd_socket):
    assert antivirus.scan(bytes(30_000_000), address=clamd_socket).verdict == Verdict.UNSCANNED


def test_a_file_clamd_could_not_read_to_its_end_is_unscanned_not_infected():
    with daemon_that(answers(b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0")) as address:
        assert antivirus.scan(b"anything", address=address).verdict == Verdict.UNSCANNED


def test_the_daemon_is_the_one_of_the_settings(clamd_socket, settings):
    settings.CLAMD_SOCKET = clamd_socket

    assert antivirus.scan(EICAR).verdict == Verdict.INFECTED


def test_without_a_daemon_configured_a_file_is_unscanned(settings):
    settings.CLAMD_SOCKET = ""

    assert antivirus.scan(b"anything").verdict == Verdict.UNSCANNED


@pytest.mark.parametrize(
    "address", ["/nowhere/clamd.socket", "127.0.0.1:1", "127.0.0.1:clamd", "/" + "x" * 200]
)
def test_without_a_daemon_answering_a_file_is_unscanned(address):
    assert antivirus.scan(b"anything", address=address).verdict == Verdict.UNSCANNED


def test_over_tcp_the_exact_words_make_a_file_clean():
    with daemon_that(answers(b"stream: OK\0")) as address:
        assert antivirus.scan(b"anything", address=address) == Scan(Verdict.CLEAN)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\0",
        b"stream: OK",
        b"stream: O\0",
        b"OK\0",
        b"stream: OK FOUND?\0",
        b"stream: OK\0stream: OK\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: Eicar FOUND",
        b"\xff\xfe\x00",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"A" * 100_000,
    ],
)
def test_anything_else_leaves_a_file_unscanned(said):
    with daemon_that(answers(said)) as address:
        assert antivirus.scan(b"anything", address=address).verdict == Verdict.UNSCANNED


def test_an_answer_in_two_halves_is_heard_to_its_end():
    def act(caller: socket.socket) -> None:
        hear_out(caller)
        caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        caller.sendall(b"stream: Some.Virus")
        caller.sendall(b" FOUND\0")

    with daemon_that(act) as address:
        assert antivirus.scan(b"anything", address=address) == Scan(Verdict.INFECTED, "Some.Virus")


def test_a_daemon_that_hangs_up_leaves_a_file_unscanned():
    with daemon_that(lambda caller: None) as address:
        assert antivirus.scan(bytes(5_000_000), address=address).verdict == Verdict.UNSCANNED


def test_a_daemon_that_refuses_while_we_speak_is_still_heard():
    def act(caller: socket.socket) -> None:
        caller.recv(100)
        caller.sendall(b"INSTREAM size limit exceeded. ERROR\0")

    with daemon_that(act) as address:
        assert antivirus.scan(bytes(5_000_000), address=address).verdict == Verdict.UNSCANNED


def test_a_daemon_that_keeps_silent_leaves_a_file_unscanned_in_time():
    def act(caller: socket.socket) -> None:
        hear_out(caller)
        caller.recv(1)

    with daemon_that(act) as address:
        found = antivirus.scan(b"anything", address=address, seconds=0.2)

    assert found.verdict == Verdict.UNSCANNED
    assert "TimeoutError" in found.detail


def test_a_daemon_that_speaks_one_letter_at_a_time_does_not_hold_us_for_ever():
    over = threading.Event()

    def act(caller: socket.socket) -> None:
        hear_out(caller)
        try:
            while not over.wait(0.05):
                caller.sendall(b".")
        except OSError:
            return

    with daemon_that(act) as address:
        found = antivirus.scan(b"anything", address=address, seconds=0.3)
        over.set()

    assert found.verdict == Verdict.UNSCANNED
    assert "took too long" in found.detail or "TimeoutError" in found.detail


@pytest.mark.parametrize(
    ("said", "made_at"),
    [
        (b"ClamAV 1.4.6/27812/Mon Nov 30 08:24:11 2026\0", datetime(2026, 11, 30, 8, 24, 11, tzinfo=UTC)),
        (b"ClamAV 1.4.6/27812/Sat Nov  7 08:24:11 2026\0", datetime(2026, 11, 7, 8, 24, 11, tzinfo=UTC)),
        (b"ClamAV 1.4.6\0", None),
        (b"ClamAV 1.4.6/27812/hier\0", None),
        (b"UNKNOWN COMMAND\0", None),
        (b"", None),
        (b"\xff\xfe/\xff", None),
    ],
)
def test_the_age_of_the_signatures_is_what_the_daemon_says(said, made_at):
    def act(caller: socket.socket) -> None:
        assert caller.recv(100) == b"zVERSION\0"
        caller.sendall(said)

    with daemon_that(act) as address:
        assert antivirus.signatures_of(address=address) == made_at


@pytest.mark.parametrize("address", ["", "/nowhere/clamd.socket"])
def test_without_a_daemon_nobody_knows_how_old_the_signatures_are(address):
    assert antivirus.signatures_of(address=address) is None
