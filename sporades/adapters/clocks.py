"""What time is it: for the machine, and for the law?

The machine's clock drives sessions, leases and retries; it never moves. The
legal clock drives deadlines, the journal and every page. They are the same
clock, except in a demonstration, where a small file shared by all processes
sets the legal one ahead: legal = legal anchor + (machine - machine anchor).
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings


class ClockGoesBack(ValueError):
    """The demonstration was asked to return to the past."""


class ClockIsReal(RuntimeError):
    """Somebody tried to move the legal clock outside a demonstration."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    machine: datetime
    legal: datetime


def machine_now() -> datetime:
    return datetime.now(UTC)


def legal_now() -> datetime:
    return legal_at(machine_now())


def legal_at(machine: datetime) -> datetime:
    """The legal instant that goes with an instant of the machine's clock."""
    anchor = _anchor() if settings.SPORADES_DEMO else None
    if anchor is None:
        return machine
    return anchor.legal + (machine - anchor.machine)


def start_at(instant: datetime) -> None:
    """Set the legal clock of a fresh demonstration, whatever it said before."""
    with _held():
        _write(_Anchor(machine=machine_now(), legal=instant))


def move_to(instant: datetime) -> None:
    """Move the legal clock forward; raise ClockGoesBack rather than backward."""
    with _held():
        machine = machine_now()
        if instant < legal_at(machine):
            raise ClockGoesBack(f"{instant.isoformat()} is already past")
        _write(_Anchor(machine=machine, legal=instant))


def _path() -> Path:
    return Path(settings.DATA_DIR) / "demo-clock.json"


@contextmanager
def _held() -> Iterator[None]:
    # Web and worker may both move the clock: "forward only" needs a lock.
    if not settings.SPORADES_DEMO:
        raise ClockIsReal("the legal clock moves in a demonstration only")
    path = _path().with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _anchor() -> _Anchor | None:
    path = _path()
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    # Each write is a new file: its inode tells, even within one tick of its date.
    return _read(path, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, _inode: int, _date: int) -> _Anchor:
    said = json.loads(path.read_text(encoding="ascii"))
    return _Anchor(
        machine=datetime.fromisoformat(said["machine"]),
        legal=datetime.fromisoformat(said["legal"]),
    )


def _write(anchor: _Anchor) -> None:
    path = _path()
    said = {"machine": anchor.machine.isoformat(), "legal": anchor.legal.astimezone(UTC).isoformat()}
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(json.dumps(said), encoding="ascii")
    temporary.replace(path)
