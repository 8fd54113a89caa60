"""Each night the journal is verified, whatever becomes of the purge; a failure of either is the unit's."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.source import ROOT


@pytest.mark.parametrize(
    ("fails", "unit_fails"), [("", False), ("purge", True), ("journal", True), ("purge journal", True)]
)
def test_a_purge_that_fails_keeps_no_journal_from_being_verified(tmp_path, fails, unit_fails):
    played = _night(tmp_path, fails)

    assert (tmp_path / "asked").read_text().splitlines() == ["purge", "journal verify"]
    assert (played.returncode != 0) is unit_fails


def _night(folder: Path, fails: str) -> subprocess.CompletedProcess[bytes]:
    """What the unit runs, with a program in the place of ours that notes what it is asked, and fails at will."""
    program = folder / "sporades"
    program.write_text(
        f'#!/bin/sh\necho "$*" >>{folder}/asked\nfor one in {fails}; do [ "$one" != "$1" ] || exit 3; done\n'
    )
    program.chmod(0o700)
    unit = (ROOT / "deploy" / "sporades-purge.service").read_text(encoding="ascii")
    (line,) = [line for line in unit.splitlines() if line.startswith("ExecStart")]
    command = shlex.split(line.partition("=")[2])
    path = f"{folder}:{os.environ['PATH']}"
    return subprocess.run(command, check=False, env={"PATH": path})
