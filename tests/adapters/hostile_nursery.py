"""A nursery like ours, whose children do what a captured decoder would."""

import os
import resource
import signal
import socket
import threading
import time
from pathlib import Path

from sporades.adapters.decoding import framing, nursery, tasks
from sporades.adapters.decoding.framing import Message
from sporades.adapters.decoding.limits import MEGABYTE, Limits
from sporades.adapters.decoding.tasks import Task

NOBODY = 65534
SHORT = Limits(processor=1, seconds=30, memory=64 * MEGABYTE)
# By the clock on the wall: what waits costs no processor.
AT_ONCE = Limits(processor=30, seconds=0.3, memory=64 * MEGABYTE)


def spin(asked: Message) -> Message:
    while True:
        pass


def wait(asked: Message) -> Message:
    time.sleep(3600)
    return asked


def die(asked: Message) -> Message:
    os.kill(os.getpid(), signal.SIGSEGV)
    return asked


def swell(asked: Message) -> Message:
    return Message({"bytes": len(bytes(80 * MEGABYTE))})


def reach(asked: Message) -> Message:
    """How many of the doors of a process open."""
    opened = 0
    for door in (lambda: os.open("/etc/passwd", os.O_RDONLY), socket.socket, os.pipe, lambda: os.dup(0)):
        try:
            door()
            opened += 1
        except OSError:
            continue
    return Message({"opened": opened, "environment": sorted(os.environ), "descriptors": _held()})


def bear(asked: Message) -> Message:
    """A process that would outlive its parent."""
    born = os.fork()
    if not born:
        time.sleep(3600)
    return Message({"born": born})


def multiply(asked: Message) -> Message:
    """How many processes and threads it gets, as nobody."""
    _be_nobody()
    started = []
    for start in (_fork, threading.Thread(target=bool).start):
        try:
            start()
            started.append(getattr(start, "__name__", ""))
        except (OSError, RuntimeError):
            continue
    return Message({"started": started})


def _fork() -> None:
    if not os.fork():
        os._exit(0)


def _be_nobody() -> None:
    # The kernel counts no process against root.
    if os.getuid() == 0:
        os.setuid(NOBODY)


def _as_nobody(name: str) -> Task:
    """One of our tasks, without what root may do."""

    def do(asked: Message) -> Message:
        _be_nobody()
        return tasks.perform(name, asked)

    return Task(tasks.TASKS[name].limits, do)


def measured(asked: Message) -> Message:
    """As `read`, and what it cost."""
    answer = tasks.perform("read", asked)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cost = {"seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss // 1024}
    return Message({"answer": answer.said, **cost})


def _held() -> list[str]:
    """What each descriptor leads to, without opening anything."""
    found = []
    for number in range(1024):
        try:
            found.append(str(Path(f"/proc/self/fd/{number}").readlink()).partition(":")[0])
        except OSError:
            continue
    return found


def _answering(raw: bytes) -> Task:
    """A child that writes these bytes instead of a message."""

    def do(asked: Message) -> Message:
        for number in range(3, 64):
            try:
                os.write(number, raw)
            except OSError:
                continue
        os._exit(0)

    return Task(SHORT, do)


tasks.TASKS.update({f"{name}_as_nobody": _as_nobody(name) for name in tasks.TASKS})
tasks.TASKS.update(
    multiply=Task(SHORT, multiply),
    spin=Task(SHORT, spin),
    wait=Task(AT_ONCE, wait),
    last=Task(Limits(processor=30, seconds=60), wait),
    die=Task(SHORT, die),
    swell=Task(SHORT, swell),
    reach=Task(SHORT, reach),
    bear=Task(SHORT, bear),
    measured=Task(tasks.TASKS["read"].limits, measured),
    silence=_answering(b""),
    half=_answering(framing._LENGTH.pack(100) + b'{"said": {}'),
    no_header=_answering(framing._LENGTH.pack(4) + b"\xff\xfe\x00\x01"),
    endless_header=_answering(b"\xff\xff\xff\xff"),
    deep=_answering(framing._LENGTH.pack(60_000) + b"[" * 60_000),
    huge=_answering(framing._LENGTH.pack(38) + b'{"said": {}, "blobs": [4000000000000]}'),
    negative=_answering(framing._LENGTH.pack(27) + b'{"said": {}, "blobs": [-1]}'),
    wrong_type=_answering(framing._LENGTH.pack(30) + b'{"said": {}, "blobs": ["long"]}'[:30]),
)

if __name__ == "__main__":
    nursery.main()
