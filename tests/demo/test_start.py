"""`make demo` starts the service whole, and finds again what was done."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.web import child_environment


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@contextmanager
def running(folder, *more, port=None, stopped_by=signal.SIGINT):
    """The command as `make demo` runs it, from its first word to its address."""
    port = port or free_port()
    env = {name: value for name, value in child_environment().items() if not name.startswith("SPORADES_")}
    env |= {"SPORADES_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "sporades.config.settings"}
    command = [sys.executable, "-m", "sporades", "demo", "--port", str(port), "--crowd", "2", *more]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = read_until(process, "Ctrl-C")
        yield re.search(r"http://127\.0\.0\.1:\d+", said)[0], said
    finally:
        started = [process.pid, *children_of(process.pid)]
        process.send_signal(stopped_by)
        process.communicate(timeout=30)
        assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


def children_of(parent):
    """The processes that it started, and theirs."""
    direct = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [pid for child in direct for pid in (child, *children_of(child))]


def read_until(process, last):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if last in line:
            return "".join(lines)
    pytest.fail("the demonstration stopped:\n" + "".join(lines))


def page(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def test_it_says_its_address_and_its_accounts_and_finds_everything_again(tmp_path):
    with running(tmp_path) as (address, said):
        assert address in said
        assert "karim@exemple.fr" in said
        assert re.search(r"sylvie@rectorat\.exemple\.fr +\d{6}  Sylvie Arnaud", said)
        assert "5 novembre 2024, 9 h" in page(address).replace("\xa0", " ")
        first = numbers(page(f"{address}/demonstration/boite/"))

    # Somebody else has the port it is asked for, and time has passed meanwhile.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running(tmp_path, "--at", "2024-11-08 16:30", port=port, stopped_by=signal.SIGTERM) as (
            address,
            _said,
        ):
            assert address != f"http://127.0.0.1:{port}"
            assert "8 novembre 2024, 16 h 3" in page(address).replace("\xa0", " ")
            assert first <= numbers(page(f"{address}/demonstration/boite/"))
            assert "candidats sur 2" in page(f"{address}/demonstration/")

    with running(tmp_path, "--at", "2024-11-08 16:00") as (address, said):
        assert "it is 2024-11-08 16:3" in said
        assert "8 novembre 2024, 16 h 3" in page(address).replace("\xa0", " ")


def numbers(mailbox):
    """The mails, by the addresses of their pages."""
    return set(re.findall(r"/demonstration/boite/[0-9a-f-]{36}/", mailbox))
