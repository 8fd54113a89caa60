"""How does a test start a server of its own, and be sure that it goes away?

Each server gets a folder under the system's temporary one and an unprivileged
user when the tests run as root: PostgreSQL refuses root, and the others have
no use for it. pytest's own folders are closed to other users, so not those.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30


class DidNotStart(RuntimeError):
    """The server left or stayed silent; the message says what it printed."""


def unprivileged() -> str | None:
    """The user a server runs as, or None for whoever runs the tests."""
    return "nobody" if os.getuid() == 0 else None


@contextmanager
def folder(name: str) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix=f"sporades-{name}-"))
    give_away(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def give_away(path: Path) -> None:
    """Let the servers' user own a folder and all in it."""
    user = unprivileged()
    if user is None:
        return
    owner = pwd.getpwnam(user)
    for place in (path, *path.rglob("*")):
        os.chown(place, owner.pw_uid, owner.pw_gid)


@contextmanager
def running(
    command: list[str],
    *,
    ready: Callable[[], bool],
    said: Path,
    user: str | None,
    env: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """The command under way and answering; what it prints goes to the file `said`."""
    with said.open("wb") as out:
        # Popen gives no group by itself: root's would stay.
        group = pwd.getpwnam(user).pw_gid if user else None
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            user=user,
            group=group,
            extra_groups=[] if user else None,
            env=env,
            cwd=said.parent if user else None,
        )
    try:
        _wait(process, ready, said)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], said: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise DidNotStart(f"{process.args}\n{said.read_text(errors='replace')}")
        time.sleep(0.05)


def listens(where: str | tuple[str, int]) -> bool:
    """Whether somebody answers at a socket's path, or at a host and port."""
    family = socket.AF_UNIX if isinstance(where, str) else socket.AF_INET
    with socket.socket(family) as probe:
        return probe.connect_ex(where) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
