"""A real clamd, without the official signatures: it knows one virus, EICAR."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Written in pieces, so that no antivirus removes this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

CONFIGURATION = """\
LocalSocket {folder}/clamd.socket
DatabaseDirectory {folder}/signatures
Foreground yes
StreamMaxLength 1M
MaxFileSize 512K
AlertExceedsMax yes
"""


@pytest.fixture
def eicar() -> bytes:
    return EICAR


@pytest.fixture(scope="session")
def clamd() -> Iterator[str]:
    """The socket of a clamd of our own, run as nobody when the tests run as root."""
    if shutil.which("clamd") is None:
        pytest.skip("clamd is not installed (apt-get install clamav-daemon)")
    # Not pytest's own folder: nobody may not enter it.
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))
    (folder / "signatures").mkdir()
    (folder / "signatures" / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder))
    user = None
    if os.getuid() == 0:
        user = "nobody"
        nobody = pwd.getpwnam(user)
        for place in (folder, *folder.rglob("*")):
            os.chown(place, nobody.pw_uid, nobody.pw_gid)
    with subprocess.Popen(
        ["clamd", "--config-file", str(folder / "clamd.conf")],
        user=user,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as daemon:
        try:
            yield _ready(daemon, folder / "clamd.socket")
        finally:
            daemon.terminate()
            daemon.communicate(timeout=20)
            shutil.rmtree(folder)


def _ready(daemon: subprocess.Popen[str], path: Path) -> str:
    # It says "Self checking" last, once it listens: no need to sleep and try.
    assert daemon.stdout is not None
    said = []
    for line in daemon.stdout:
        said.append(line)
        if "Self checking" in line:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(path))
            return str(path)
    raise RuntimeError("clamd did not start:\n" + "".join(said))
