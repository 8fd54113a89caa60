"""A PostgreSQL of our own, for as long as a command runs.

    python -m tests.services.postgresql pytest tests/actions

It listens on a socket in a temporary folder only, so that it never meets the
cluster that Debian started. The command finds it in `SPORADES_DATABASE`.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import privately

DEBIAN = Path("/usr/lib/postgresql")
# Nobody cuts the power of a test: locks, order and visibility stay, what goes is only the disk's time.
UNSYNCED = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def program(name: str) -> str:
    """The newest one that Debian installed: it puts none of the servers on the PATH."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(versions[-1]) if versions else name


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """The address of a database `sporades`, whose owner may create others.

    `durable`: each commit is on the disk, as in production; for what is measured.
    """
    with privately.folder("postgresql") as folder:
        user = privately.unprivileged()
        data = folder / "data"
        subprocess.run(
            [
                program("initdb"),
                *("--pgdata", str(data)),
                *("--username", "sporades"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8"),
                *("--auth", "trust"),
                # Its own files need not survive.
                "--no-sync",
            ],
            check=True,
            user=user,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        command = [
            *(program("postgres"), "-D", str(data), "-k", str(folder)),
            *("-c", "listen_addresses=", "-c", "max_connections=60"),
            *(() if durable else UNSYNCED),
        ]
        url = f"postgresql://sporades@/postgres?host={folder}"
        socket = str(folder / ".s.PGSQL.5432")
        with privately.running(
            command, ready=lambda: privately.listens(socket), said=folder / "log", user=user
        ) as server:
            try:
                yield url
            finally:
                # Fast shutdown: a connection left open by a failed test must not hold us.
                server.send_signal(signal.SIGINT)
                server.wait(timeout=privately.PATIENCE)


def main(command: list[str]) -> int:
    with cluster() as url:
        return subprocess.run(command, check=False, env={**os.environ, "SPORADES_DATABASE": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
