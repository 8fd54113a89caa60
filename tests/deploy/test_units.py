"""What systemd runs each night, and a command by hand: as which user, with which settings, and with no others."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.source import ROOT

# What the purge is never given: it would open files, sign, or be taken for the site.
KEYS = ("SPORADES_SECRET_KEY", "SPORADES_CODE_KEY", "SPORADES_FILE_KEYS", "SPORADES_SEAL_KEYS")


def lines_of(unit: str) -> list[str]:
    return (ROOT / "deploy" / unit).read_text(encoding="ascii").splitlines()


def test_the_purge_runs_as_a_user_of_its_own_and_reads_its_own_file_alone():
    lines = lines_of("sporades-purge.service")

    assert [line for line in lines if line.startswith(("User=", "EnvironmentFile=", "StateDirectory="))] == [
        "User=sporades-purge", "EnvironmentFile=/etc/sporades-purge.env", "StateDirectory=sporades-purge",
    ]  # fmt: skip


def test_a_purge_that_fails_keeps_no_journal_from_being_verified():
    lines = lines_of("sporades-journal.service")

    assert "ExecStart=/srv/sporades/.venv/bin/sporades journal verify" in lines
    assert not any("purge.service" in line for line in lines)
    assert "WantedBy=timers.target" in lines_of("sporades-journal.timer")


SERVICES = [path.name for path in sorted((ROOT / "deploy").glob("*.service"))]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """The root of a machine on which the units are installed, as far as systemd must see to read them."""
    assert shutil.which("systemd-analyze"), "tools/needs systemd-analyze"
    root = tmp_path_factory.mktemp("machine")
    units = root / "etc" / "systemd" / "system"
    units.mkdir(parents=True)
    for target in ("sysinit", "basic", "shutdown", "timers", "multi-user"):
        (units / f"{target}.target").write_text("[Unit]\nDescription=Of every machine\n")
    for path in (ROOT / "deploy").glob("sporades-*"):
        shutil.copy(path, units)
        for place in re.findall(r"^Exec\w+=(\S+)", path.read_text(encoding="ascii"), re.MULTILINE):
            (root / place[1:]).parent.mkdir(parents=True, exist_ok=True)
            program(root / place[1:], "true")
    return root


def asked(what: str, root: Path, *said: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", what, f"--root={root}", *said]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_systemd_reads_every_unit_and_has_nothing_to_say(machine):
    units = sorted((machine / "etc" / "systemd" / "system").glob("sporades-*"))

    read = asked("verify", machine, *map(str, units))

    assert (read.returncode, read.stdout + read.stderr) == (0, "")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_let_do_little(machine, service):
    """3.0 on the scale of systemd, where 10.0 is a service that may do anything."""
    read = asked("security", machine, "--offline=true", "--threshold=30", service)

    assert read.returncode == 0, read.stdout + read.stderr


@pytest.mark.parametrize(
    ("command", "user", "role"),
    [
        ("purge", "sporades-purge", "sporades_purge"),
        ("migrate", "sporades", "sporades_migrate"),
        ("restore", "sporades", "sporades_migrate"),
        ("files", "sporades", "sporades_app"),
    ],
)
def test_a_command_by_hand_runs_as_its_user_with_its_role(tmp_path, command, user, role):
    said = by_hand(tmp_path, command)

    assert (said["asked"], said["user"], said["SPORADES_DATABASE"]) == (command, user, role)
    assert said["SPORADES_DATA"] == said["HOME"] == f"/var/lib/{user}"
    assert bool(set(KEYS) & set(said)) is (user == "sporades")


def test_where_the_database_has_no_roles_a_purge_by_hand_is_the_site_s(tmp_path):
    said = by_hand(tmp_path, "purge", roles=False)

    assert (said["user"], said["SPORADES_DATABASE"]) == ("sporades", "sporades_app")


def by_hand(folder: Path, command: str, *, roles: bool = True) -> dict[str, str]:
    """What deploy/run, as root, hands over: it finds its settings in a folder, and programs that say what they got."""
    keys = "".join(f"{name}=secret\n" for name in KEYS)
    settings = {"sporades": f"SPORADES_DATABASE=sporades_app\n{keys}"}
    if roles:
        settings |= {
            f"sporades-{role}": f"SPORADES_DATABASE=sporades_{role}\n" for role in ("migrate", "purge")
        }
    for name, text in settings.items():
        (folder / f"{name}.env").write_text(text)
    program(folder / "sporades", 'echo "asked=$1"; exec env')
    program(folder / "runuser", 'echo "user=$2"; shift 3; exec "$@"')
    program(folder / "id", "echo 0")
    run = (ROOT / "deploy" / "run").read_text(encoding="ascii")
    run = run.replace("/etc/", f"{folder}/").replace("/srv/sporades/.venv/bin/sporades", f"{folder}/sporades")
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", run, "run", command], check=True, capture_output=True, text=True, env=environment
    )
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


def program(place: Path, does: str) -> None:
    place.write_text(f"#!/bin/sh\n{does}\n")
    place.chmod(0o700)
