"""What may a child that opens a stranger's file use, and what is out of its reach?

Once confined it opens no descriptor any more: no file, no socket, and so no
network. What a decoder needs was loaded before. It holds one socket, on which
it answers; and /dev/urandom, which a locked PDF asks for. It starts no process
and no thread, except for a HEIC: libde265 decodes in a thread however few it is
asked for (the kernel counts threads as processes). What a HEIC's child starts
has the same limits, and the nursery ends it with the child.

One child opens files: the one that starts Tesseract, which loads its own. It sees
no stranger's file, only the gray points that another child made of it.
"""

import ctypes
import os
import resource
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024

# <linux/prctl.h>
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38


@dataclass(frozen=True, slots=True)
class Limits:
    processor: int  # seconds of CPU
    seconds: float  # by the clock on the wall, for what waits instead of working
    memory: int = 512 * MEGABYTE  # beside what the decoders themselves take
    files: int = 0  # how many it may have open: none, unless it opens nothing that a stranger made
    starts: bool = False  # whether it may start processes


def held_now() -> int:
    """The bytes of addresses that this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def confine(limits: Limits, *, held: int, away: socket.socket) -> None:
    """From here on this process has these limits, no descriptor `away`, and no way back."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # 0 to 2 are the null device: a library that writes there speaks to nobody.
    os.dup2(1, 2)
    away.close()
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_AS, held + limits.memory),
    ):
        resource.setrlimit(kind, (most, most))


def start_nothing() -> None:
    """From here on this process starts no other, and no thread; the kernel lets root do so all the same."""
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
