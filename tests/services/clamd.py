"""A real clamd that knows one virus, EICAR, and says when a file is over its limits.

The official signatures weigh a gigabyte in memory and come from the network:
what is proved here is our talk with the daemon, not its knowledge.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.services import privately

# Written in pieces, so that no antivirus removes this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

CONFIGURATION = """\
LocalSocket {folder}/clamd.socket
DatabaseDirectory {folder}/signatures
Foreground yes
# A deposit of ten megabytes passes whole.
StreamMaxLength 25M
MaxFileSize 25M
MaxScanSize 100M
# Without it clamd says OK of what it did not read to the end.
AlertExceedsMax yes
"""


@contextmanager
def clamd() -> Iterator[str]:
    """The path of its socket."""
    with privately.folder("clamd") as folder:
        (folder / "signatures").mkdir()
        (folder / "signatures" / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n", encoding="ascii")
        configuration = folder / "clamd.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder), encoding="ascii")
        privately.give_away(folder)
        socket = str(folder / "clamd.socket")
        with privately.running(
            ["clamd", "--config-file", str(configuration)],
            ready=lambda: privately.listens(socket),
            said=folder / "log",
            user=privately.unprivileged(),
        ):
            yield socket
