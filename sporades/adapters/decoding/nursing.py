"""Who starts the nursery, asks it, and starts it again if it dies?

Each process of ours has its own, started with the first file and ended with
the process. The threads of a process share it, two files at a time: a crowd at
a deadline waits a little, and the machine keeps its memory.
"""

import atexit
import logging
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from sporades.adapters.decoding import framing
from sporades.adapters.decoding.framing import Message
from sporades.adapters.media import NotReadNow, Unreadable

log = logging.getLogger(__name__)

AT_ONCE = 2
TRIES = 2
# Longer than any task: the nursery ends its children itself, this is for a nursery that hangs.
PATIENCE = 150.0
_ROOT = Path(__file__).resolve().parents[3]


class Nurse:
    def __init__(self, program: str = "sporades.adapters.decoding.nursery") -> None:
        self._program = program
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        atexit.register(self.stop)

    def ask(self, task: str, message: Message) -> Message:
        """The child's answer; raise Unreadable if it refuses the file or gives none, NotReadNow if none was born."""
        if not self._room.acquire(timeout=PATIENCE):
            raise NotReadNow
        try:
            for _ in range(TRIES):
                try:
                    return self._answer(task, message)
                except (OSError, framing.Rubbish) as failure:
                    if self._is_alive():
                        log.warning("a file was not read to its end: %s: %s", task, failure)
                        raise Unreadable("too_heavy") from failure
                    # It died, and the child with it: that says nothing of the file.
                    log.warning("the nursery is started again")
        finally:
            self._room.release()
        raise NotReadNow

    def stop(self) -> None:
        """Ends the nursery and every child of it; the next file starts another."""
        with self._lock:
            self._end()

    def _answer(self, task: str, message: Message) -> Message:
        with self._begun(task) as job:
            job.settimeout(PATIENCE)
            # A child that refuses at once may not hear everything; its answer still counts.
            with suppress(BrokenPipeError, ConnectionResetError):
                framing.send(job, message)
            answer = framing.receive(job)
        refused = answer.said.get("refused")
        if refused is not None:
            raise Unreadable(str(refused))
        return answer

    def _begun(self, task: str) -> socket.socket:
        """The socket of a child just born for this task."""
        with self._lock:
            control = self._control if self._is_alive() else None
            control = control or self._start()
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(control, [task.encode("ascii")], [theirs.fileno()])
                except OSError:
                    ours.close()
                    raise
            return ours

    def _is_alive(self) -> bool:
        # After a fork the process of our parent is not ours to ask: each has its own.
        if self._control is None or self._owner != os.getpid():
            return False
        try:
            return bool(self._control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def _start(self) -> socket.socket:
        self._end()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._program, str(theirs.fileno())],
                cwd=_ROOT,
                # Nothing of our environment: it holds the keys.
                env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # What a terminal sends to a whole group is for us, not for it.
                start_new_session=True,
            )
        self._control, self._owner = ours, os.getpid()
        return ours

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None and self._owner == os.getpid():
            # It ends by itself when nobody holds its descriptor; it is waited for, so that nothing is left.
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None
