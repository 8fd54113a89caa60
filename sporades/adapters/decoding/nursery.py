"""The process that bears a child for each file, and ends those that take too long.

It was started for this alone: it never held a key, a database or a setting.
Each message on the descriptor it was given names a task and brings a socket, on
which the child will hear and answer. When whoever started it is gone, that
descriptor closes, and everything here ends.
"""

import gc
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress

from sporades.adapters.decoding import framing, limits, tasks

LOOK = 0.1  # seconds between two looks at the children, while there are any


def main() -> None:
    tasks.warm_up()
    # What is loaded is shared with every child, and no collection copies it.
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        _serve(control, held=limits.held_now())


def _serve(control: socket.socket, *, held: int) -> None:
    ends: dict[int, float] = {}  # child -> when it has taken too long
    while True:
        ready, _, _ = select.select([control], [], [], LOOK if ends else None)
        if ready:
            name, fds, _, _ = socket.recv_fds(control, 64, 1)
            if not name:
                break
            ends |= _bear(name.decode("ascii", "replace"), fds, held=held, control=control)
        _look_after(ends)
    for child in ends:
        _end(child)


def _bear(name: str, fds: list[int], *, held: int, control: socket.socket) -> dict[int, float]:
    task = tasks.TASKS.get(name)
    if task is None or not fds:
        for fd in fds:
            os.close(fd)
        return {}
    child = os.fork()
    if not child:
        _live(name, fds[0], held=held, control=control)
    os.close(fds[0])
    return {child: time.monotonic() + task.limits.seconds}


def _live(name: str, fd: int, *, held: int, control: socket.socket) -> None:
    """The whole life of a child."""
    try:
        # What a captured decoder might start is of its group, and ends with it.
        os.setsid()
        given = tasks.TASKS[name].limits
        limits.confine(given, held=held, away=control)
        with socket.socket(fileno=fd) as asker:
            asked = framing.receive(asker)
            if not given.starts and not tasks.needs_a_thread(asked):
                limits.start_nothing()
            framing.send(asker, tasks.perform(name, asked))
    finally:
        # No way back into the loop of its parent, whatever happened.
        os._exit(0)


def _look_after(ends: dict[int, float]) -> None:
    while ends:
        child, _ = os.waitpid(-1, os.WNOHANG)
        if not child:
            break
        del ends[child]
        _end_group(child)
    for child, end in ends.items():
        if end < time.monotonic():
            _end(child)


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    _end_group(child)


def _end_group(child: int) -> None:
    """Whatever it has started, if there is any."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
