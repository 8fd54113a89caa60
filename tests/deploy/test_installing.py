"""`tools/bootstrap app`, as root: whoever runs the service may write nothing there, so nothing is left to compile."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT


@pytest.fixture
def clone(tmp_path):
    """A copy with one module, and in its .venv a uv that only says what it is asked."""
    for folder in ("tools", "requirements", "sporades"):
        (tmp_path / folder).mkdir()
    for name in ("tools/bootstrap", "requirements/uv.txt", "requirements/app.txt", "requirements/dev.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "tools" / "bootstrap").chmod(0o755)
    (tmp_path / "sporades" / "one.py").touch()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    uv = tmp_path / ".venv" / "bin" / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\n')
    uv.chmod(0o755)
    return tmp_path


def install(clone: Path, set_of: str) -> None:
    subprocess.run([clone / "tools" / "bootstrap", set_of], check=True, capture_output=True)


def compiled(clone: Path) -> list[str]:
    return sorted(path.name.split(".")[0] for path in (clone / "sporades").glob("__pycache__/*.pyc"))


def test_what_is_installed_to_run_is_compiled_and_so_is_each_update_of_ours(clone):
    install(clone, "app")
    assert compiled(clone) == ["one"]
    assert "--compile-bytecode" in (clone / "asked").read_text()

    (clone / "sporades" / "two.py").touch()
    install(clone, "app")

    assert compiled(clone) == ["one", "two"]
    assert len((clone / "asked").read_text().splitlines()) == 1  # nothing was installed again


def test_where_one_works_python_compiles_what_it_reads(clone):
    install(clone, "dev")

    assert compiled(clone) == []
    assert "--compile-bytecode" not in (clone / "asked").read_text()
