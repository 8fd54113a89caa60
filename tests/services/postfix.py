"""Debian's Postfix as an operator's relay: folder, queue, ports and log of its own, no service of the machine.

What docs/operations.md writes for main.cf, master.cf and the transport is taken
from there, as it is: only the addresses and the program's place are this test's.
"""

import json
import re
import shutil
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services import privately
from tests.source import ROOT

PATIENCE = 90
MASTER = "/usr/lib/postfix/sbin/master"
RECIPE = re.compile(
    r"# main\.cf\n(?P<main>.*?)\n\n# transport[^\n]*\n(?P<transport>.*?)\n\n# master\.cf\n(?P<master>.*?)\n```",
    re.DOTALL,
)

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = /dev/stdout
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relais.{domain}
mydestination = {domain}
local_recipient_maps = inline:{{ retours=known }}
alias_maps =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
relayhost = [127.0.0.1]:{receiver}
smtp_connection_cache_on_demand = no
# Whoever is late is told so at once.
delay_warning_time = 1s
"""
SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


# Postfix starts no program as root, and only root may reach the Python of these tests: what it
# starts hands all that it was given over to `_answering`, and leaves as that says.
HANDED = """\
#!/usr/bin/python3
import json, os, socket, sys
door = socket.socket(socket.AF_UNIX)
door.connect({door!r})
given = {{"argv": sys.argv[1:], "env": dict(os.environ), "message": sys.stdin.buffer.read().decode("latin-1")}}
door.sendall(json.dumps(given).encode())
door.shutdown(socket.SHUT_WR)
status, said = json.load(door.makefile())
sys.stdout.write(said)
sys.exit(status)
"""


@dataclass
class Postfix:
    folder: Path
    port: int

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def waiting(self) -> bool:
        """Whether a mail is still in one of its queues."""
        queues = (self.folder / "queue" / name for name in ("maildrop", "incoming", "active", "deferred"))
        return any(place.is_file() for queue in queues for place in queue.rglob("*"))

    def handed_over(self) -> int:
        """How many messages the program has taken."""
        return len(re.findall(r"relay=sporades-bounce, .*status=sent", self.log))

    def until(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end, self.log
            time.sleep(0.1)

    def flush(self) -> None:
        """What waits is tried again now."""
        self.until(lambda: self._run("postqueue", "-f") == 0)

    def give_up(self) -> None:
        """What waits is tried once more, then comes back."""
        self._run("postconf", "maximal_queue_lifetime=0")
        self._run("postfix", "reload")
        self.flush()

    def _run(self, program: str, *said: str) -> int:
        command = [program, "-c", self.folder / "etc", *said]
        return subprocess.run(command, check=False, capture_output=True).returncode


@contextmanager
def postfix(*, domain: str, receiver: int, program: Path, more: str = "") -> Iterator[Postfix]:
    """`program` is where deploy/run stands here, `more` the lines of other transports; as root only."""
    found = RECIPE.search((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    assert found, "docs/operations.md no longer says how Postfix hands returns over"
    with privately.folder("postfix") as folder:
        relay = Postfix(folder, privately.free_port())
        etc, handed = folder / "etc", folder / "handed"
        for name in ("etc", "queue", "data"):
            (folder / name).mkdir()
        # Its own users pass through here.
        folder.chmod(0o755)
        shutil.chown(folder, "root")
        shutil.chown(folder / "data", "postfix")
        handed.write_text(HANDED.format(door=str(folder / "door")), encoding="ascii")
        handed.chmod(0o755)
        transport = found["transport"].replace("example.org", domain)
        (etc / "transport").write_text(f"{transport}\n{more}\n", encoding="ascii")
        main = found["main"].replace("/etc/postfix", str(etc))
        main = MAIN.format(folder=folder, domain=domain, receiver=receiver) + main
        (etc / "main.cf").write_text(f"{main}\n", encoding="ascii")
        pipe = found["master"].replace("user=sporades", "user=nobody")
        pipe = pipe.replace("/srv/sporades/deploy/run", str(handed))
        (etc / "master.cf").write_text(f"{SERVICES.format(port=relay.port)}{pipe}\n", encoding="ascii")
        subprocess.run(["postmap", "-c", etc, etc / "transport"], check=True)
        subprocess.run(["postfix", "-c", etc, "check"], check=True, capture_output=True)
        with (
            _answering(folder / "door", program),
            privately.running(
                [MASTER, "-c", str(etc), "-s"],
                ready=lambda: privately.listens(("127.0.0.1", relay.port)),
                said=folder / "log",
                user=None,
            ),
        ):
            yield relay


@contextmanager
def _answering(door: Path, program: Path) -> Iterator[None]:
    """Runs the program with what Postfix gave: its arguments, its environment, the message."""

    class Handed(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            given = json.load(self.rfile)
            ran = subprocess.run(
                [program, *given["argv"]],
                input=given["message"].encode("latin-1"),
                env=given["env"],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            self.wfile.write(json.dumps([ran.returncode, ran.stdout.decode()]).encode())

    with socketserver.ThreadingUnixStreamServer(str(door), Handed) as server:
        door.chmod(0o666)
        threading.Thread(target=server.serve_forever).start()
        try:
            yield
        finally:
            server.shutdown()
