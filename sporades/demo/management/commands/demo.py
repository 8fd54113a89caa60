"""`sporades demo [--at "2024-11-08 16:59"]`: the whole service on this machine, with its cast.

Starts the web server and the worker, and stops them together. While the
demonstration is stopped its clock is too: one finds it where one left it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sporades.adapters import clocks
from sporades.demo import antivirus, cast, jumps, playing, scene

ZONE = ZoneInfo("Europe/Paris")  # of the instants that --at names: those of the notice
HEARTBEAT = 2  # seconds
SHORT_WAIT, LONG_WAIT = 0.05, 30
PATIENT = 10  # how nice the worker is, of 19
PORTS = 20  # how many are tried


class Command(BaseCommand):
    help = "Runs the demonstration: web server, worker, known accounts, a clock that moves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="the instant to start at, by the clocks of Paris: 2024-11-08 16:59")
        parser.add_argument("--port", type=int, default=8000, help="the next free one if it is taken")
        parser.add_argument(
            "--crowd", type=int, help="how many candidates come beside the cast: 300, or none"
        )

    def handle(self, *, at: str | None, port: int, crowd: int | None, **options: Any) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _leave)
        with suppress(KeyboardInterrupt):
            self._run(at, port, settings.DEMO_CROWD if crowd is None else crowd)

    def _run(self, at: str | None, port: int, crowd: int) -> None:
        call_command("check", tags=["sporades"], stdout=StringIO())
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        with ExitStack() as running:
            port = _free(port)
            # The mails of the story lead here too.
            settings.SITE_URL = f"http://127.0.0.1:{port}"
            settings.CLAMD_SOCKET = scanner = running.enter_context(antivirus.running(settings.DATA_DIR))
            self._prepare(_instant(at) if at else None)
            env = {
                **os.environ,
                "SPORADES_CLAMD": scanner,
                "SPORADES_URL": settings.SITE_URL,
                "SPORADES_DEMO_CROWD": str(crowd),
            }
            started = [running.enter_context(_process(command, env)) for command in _commands(port)]
            # Whoever tries the service comes first; the worker has the crowd to make.
            os.setpriority(os.PRIO_PROCESS, started[-1].pid, PATIENT)
            _until_it_answers(port, started)
            self._tell(port, scanner, crowd)
            _wait(started)

    def _prepare(self, at: datetime | None) -> None:
        call_command("migrate", verbosity=0)
        if scene.is_empty():
            scene.set_up(at or scene.FIRST_INSTANT)
            return
        if _last_seen().exists():
            clocks.start_at(datetime.fromisoformat(_last_seen().read_text("ascii")))
        if at and at > clocks.legal_now():
            jumps.play(at)
        elif at:
            now = clocks.legal_now().astimezone(ZONE)
            self.stdout.write(f"\n  The clock only moves forward, and it is {now:%Y-%m-%d %H:%M} already.")
            self.stdout.write("  To go back, begin again: « Recommencer », at the top of each page.")

    def _tell(self, port: int, scanner: str, crowd: int) -> None:
        self.stdout.write(f"\n  Sporades, demonstration: http://127.0.0.1:{port}/\n")
        self.stdout.write(f"  Accounts (password « {cast.PASSWORD} »):")
        for person in cast.PEOPLE:
            self.stdout.write(
                f"    {person.email:<22} {person.given_names} {person.birth_name}: {person.story}"
            )
        self.stdout.write("  The exam office (same password, then the code that is shown now):")
        for one in cast.COLLEAGUES:
            self.stdout.write(f"    {one.email:<28} {playing.code_of(one)}  {one.name}: {one.story}")
        self.stdout.write(f"  A security key knows a site by its name: http://localhost:{port}/")
        self.stdout.write(f"  The next codes: http://127.0.0.1:{port}/demonstration/")
        if crowd:
            self.stdout.write(f"  And {crowd} candidates more, who come one by one while the site answers.")
        if not scanner:
            self.stdout.write(
                "  No antivirus: files stay « non analysé ». apt install clamav-daemon, then start again."
            )
        self.stdout.write("  Ctrl-C stops it; `make demo` finds everything again.\n")


def _leave(*_: object) -> None:
    """Asked to stop, whoever asks: once is enough, so that nobody interrupts the stopping of the others."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


def _instant(typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=ZONE).astimezone(UTC)
    except ValueError as error:
        raise CommandError('--at expects "2024-11-08 16:59"') from error


def _free(wanted: int) -> int:
    for port in range(wanted, wanted + PORTS):
        with socket.socket() as tried:
            # As gunicorn does: what was just left is free.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise CommandError(f"Ports {wanted} to {wanted + PORTS - 1} are all taken: --port names another.")


def _commands(port: int) -> list[list[str]]:
    web = [
        "gunicorn",
        "sporades.config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "8",
        "--log-level",
        "warning",
    ]
    return [[sys.executable, "-m", *web], [sys.executable, "-m", "sporades", "demo_worker"]]


@contextmanager
def _process(command: list[str], env: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _until_it_answers(port: int, started: list["subprocess.Popen[bytes]"]) -> None:
    """The address is said once its first page is there at once."""
    while all(process.poll() is None for process in started):
        visitor = HTTPConnection("127.0.0.1", port, timeout=LONG_WAIT)
        with closing(visitor), suppress(OSError):
            visitor.request("GET", "/")
            visitor.getresponse().read()
            return
        time.sleep(SHORT_WAIT)


def _wait(started: list["subprocess.Popen[bytes]"]) -> None:
    """Until one of the two ends by itself."""
    while all(process.poll() is None for process in started):
        _last_seen().write_text(clocks.legal_now().isoformat(), encoding="ascii")
        time.sleep(HEARTBEAT)
    raise CommandError("The web server or the worker has stopped: its message stands above.")


def _last_seen() -> Path:
    return Path(settings.DATA_DIR) / "last-seen"
