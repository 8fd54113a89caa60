"""How many requests does this machine answer, with everything on it: wrk, gunicorn, and the database?

gunicorn as deploy/gunicorn.conf.py has it, on loopback; wrk shares the cores
with it, so the figures are on the low side.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.urls import reverse

from benchmarks import world
from benchmarks.browser import session_of
from benchmarks.table import show
from sporades.candidate_site.registering.steps import BY_NAME
from tests.services import privately

HERE = Path(__file__).resolve().parent
SECONDS, CONNECTIONS, WRITERS = 10, 16, 400


@dataclass(frozen=True)
class Load:
    requests: int
    seconds: float
    refused: int
    p50: float
    p95: float
    p99: float


def measure() -> None:
    reader, writers = world.saved("reader"), _writers()
    session = f"__Host-session={session_of(reader.candidate.account)}"
    connection.close()
    port = privately.free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", str(HERE.parent / "deploy" / "gunicorn.conf.py")),
        "sporades.config.wsgi",
    ]
    with (
        privately.folder("gunicorn") as folder,
        privately.running(
            command,
            ready=lambda: privately.listens(("127.0.0.1", port)),
            said=folder / "log",
            user=None,
            env={**os.environ, "SPORADES_BIND": f"127.0.0.1:{port}"},
        ),
    ):
        site = f"http://127.0.0.1:{port}"
        seen = {
            "home": _read(site + "/"),
            "space": _read(site + reverse("space"), session),
            "registration": _read(site + reverse("registration", args=[reader.id]), session),
            "a step sent and kept": _wrk(site, "--script", str(HERE / "load.lua"), after=[str(writers), "1"]),
        }
    _show(seen)


def _writers() -> Path:
    first = world.draft("writers")
    rows = [first, *world.others_like(first, WRITERS - 1)]
    contact = BY_NAME["contact"]
    lines = [
        f"{reverse('step', args=[row.id, contact])}\t{session_of(row.candidate.account)}\n" for row in rows
    ]
    people = Path(settings.DATA_DIR) / "writers.tsv"
    people.write_text("".join(lines), encoding="ascii")
    return people


def _read(url: str, cookie: str = "") -> Load:
    headers = ["Host: 127.0.0.1", "X-Forwarded-Proto: https", *([f"Cookie: {cookie}"] if cookie else [])]
    said = [word for header in headers for word in ("--header", header)]
    _wrk(url, *said, "--script", str(HERE / "report.lua"), seconds=2)  # warm
    return _wrk(url, *said, "--script", str(HERE / "report.lua"))


def _wrk(url: str, *options: str, seconds: int = SECONDS, after: list[str] | None = None) -> Load:
    command = [
        *("wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s"),
        # Longer than any answer: what is slow counts in the figures, not as an error.
        *("--timeout", "30s"),
        *(*options, url, *(["--", *after] if after else [])),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = next(line for line in done.stdout.splitlines() if line.startswith("REPORT")).split()
    return Load(int(report[1]), float(report[2]), int(report[3]), *(float(one) for one in report[4:]))


def _show(seen: dict[str, Load]) -> None:
    rows = [
        [name, load.requests / load.seconds, load.p50, load.p95, load.p99, load.refused]
        for name, load in seen.items()
    ]
    show(
        f"What this machine holds: {CONNECTIONS} connections, {SECONDS} s each",
        ["page", "requests/s", "p50, ms", "p95, ms", "p99, ms", "refused"],
        rows,
    )
