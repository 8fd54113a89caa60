"""Which antivirus does the demonstration talk to?

The machine's own daemon if there is one; else a clamd of our own, with the
machine's signatures, or with the one test signature (EICAR) where there are
none. Without any clamd, files stay « non analysé », and the strip says how to
install it.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYSTEM_SOCKET = Path("/run/clamav/clamd.ctl")
SYSTEM_SIGNATURES = Path("/var/lib/clamav")
# The test file that every antivirus knows, in two parts so that none removes this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

CONFIGURATION = """\
LocalSocket {socket}
DatabaseDirectory {signatures}
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength 25M
MaxFileSize 25M
MaxScanSize 100M
AlertExceedsMax yes
"""


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The socket of an antivirus, or "" if this machine has none."""
    given = os.environ.get("SPORADES_CLAMD", "")
    if given or _answers(SYSTEM_SOCKET):
        yield given or str(SYSTEM_SOCKET)
    elif shutil.which("clamd"):
        with _own(folder) as path:
            yield path
    else:
        yield ""


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as talk:
            talk.settimeout(1)
            talk.connect(str(path))
            talk.sendall(b"zPING\0")
            return talk.recv(16).startswith(b"PONG")
    except OSError:
        return False


@contextmanager
def _own(folder: Path) -> Iterator[str]:
    home = folder / "clamd"
    home.mkdir(parents=True, exist_ok=True)
    path = home / "clamd.socket"
    path.unlink(missing_ok=True)
    configuration = home / "clamd.conf"
    configuration.write_text(
        CONFIGURATION.format(socket=path, folder=home, signatures=_signatures(home)), encoding="utf-8"
    )
    with (home / "clamd.log").open("wb") as log:
        daemon = subprocess.Popen(["clamd", "--config-file", str(configuration)], stdout=log, stderr=log)
        try:
            yield str(path)
        finally:
            daemon.terminate()
            daemon.wait()


def _signatures(home: Path) -> Path:
    if any(SYSTEM_SIGNATURES.glob("*.c[vl]d")):
        return SYSTEM_SIGNATURES
    own = home / "signatures"
    own.mkdir(exist_ok=True)
    (own / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n", encoding="ascii")
    return own
