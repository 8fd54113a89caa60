"""What does clamd say of this file?

It fails closed: only the exact words "stream: OK" make a file clean. No
daemon, a time-out, an error, half an answer, a limit reached: the file is
unscanned, and will be asked again. Nothing here raises.
"""

import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.conf import settings

SECONDS = 60.0
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


@dataclass(frozen=True, slots=True)
class Scan:
    verdict: Verdict
    detail: str = ""  # the signature's name, or why there is no verdict


def signatures_of(*, address: str | None = None, seconds: float = 5.0) -> datetime | None:
    """When its signatures were made, as clamd says; None if it does not say, or does not answer."""
    where = settings.CLAMD_SOCKET if address is None else address
    if not where:
        return None
    deadline = time.monotonic() + seconds
    try:
        with _connect(where, deadline) as daemon:
            daemon.settimeout(_left(deadline))
            daemon.sendall(b"zVERSION\0")
            return _dated(_answer(daemon, deadline))
    except (OSError, ValueError):
        return None


def _dated(said: bytes) -> datetime | None:
    """« ClamAV 1.4.6/27812/Mon Nov 30 08:24:11 2026 »: version, number of the signatures, their date."""
    *_, written = said.decode("ascii", "replace").rstrip("\0").split("/")
    try:
        # clamd writes the hour of its machine; a day more or less changes nothing here.
        return datetime.strptime(written, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def scan(content: bytes, *, address: str | None = None, seconds: float = SECONDS) -> Scan:
    """The verdict, within `seconds` in all; the address is settings.CLAMD_SOCKET."""
    where = settings.CLAMD_SOCKET if address is None else address
    if not where:
        return Scan(Verdict.UNSCANNED, "no antivirus is configured")
    try:
        return _verdict(_ask(where, content, deadline=time.monotonic() + seconds))
    except (OSError, ValueError) as failure:
        return Scan(Verdict.UNSCANNED, f"{type(failure).__name__}: {failure}")


def _ask(address: str, content: bytes, *, deadline: float) -> bytes:
    with _connect(address, deadline) as daemon:
        # Over its size limit clamd stops reading, then says so: hear it out.
        with suppress(BrokenPipeError, ConnectionResetError):
            _send(daemon, content, deadline)
        return _answer(daemon, deadline)


def _connect(address: str, deadline: float) -> socket.socket:
    host, colon, port = address.rpartition(":")
    if colon and "/" not in address:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=_left(deadline))
    daemon = socket.socket(socket.AF_UNIX)
    try:
        daemon.settimeout(_left(deadline))
        daemon.connect(address)
    except OSError:
        daemon.close()
        raise
    return daemon


def _send(daemon: socket.socket, content: bytes, deadline: float) -> None:
    daemon.settimeout(_left(deadline))
    daemon.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), _CHUNK):
        chunk = content[start : start + _CHUNK]
        daemon.settimeout(_left(deadline))
        daemon.sendall(struct.pack("!L", len(chunk)) + chunk)
    daemon.sendall(struct.pack("!L", 0))


def _answer(daemon: socket.socket, deadline: float) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) <= _LONGEST_ANSWER:
        daemon.settimeout(_left(deadline))
        more = daemon.recv(_LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the antivirus took too long")
    return left


def _verdict(said: bytes) -> Scan:
    if said == b"stream: OK\0":
        return Scan(Verdict.CLEAN)
    words = said.decode("ascii", "replace").rstrip("\0")
    if said.endswith(b" FOUND\0") and words.startswith("stream: "):
        signature = words.removeprefix("stream: ").removesuffix(" FOUND")
        # AlertExceedsMax: not a virus, but a file clamd could not read to its end.
        if signature.startswith("Heuristics.Limits.Exceeded"):
            return Scan(Verdict.UNSCANNED, signature)
        return Scan(Verdict.INFECTED, signature)
    return Scan(Verdict.UNSCANNED, words or "no answer")
