"""What does it cost to keep a file, and to have it back: in a folder, and in a bucket of a real S3 server?

    python -m benchmarks.store

The server is Swift on this machine, one disk, one copy of each object: what a
bucket adds by its protocol, not what a network adds. Both are asked in turn.
"""

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sporades.config.settings")
os.environ.setdefault("SPORADES_LOCAL", "1")

from django.conf import settings

from sporades.adapters import storage
from tests.services import swift as services

SIZES = {"100 kB": 100_000, "1.5 MB": 1_500_000, "10 MB": 10_000_000}
ROUNDS = 15


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, services.swift() as swift, swift.answering():
        settings.DATA_DIR = Path(folder)
        settings.STORAGE_KEY, settings.STORAGE_SECRET = services.KEY, services.SECRET
        services.make_bucket(swift)
        print("| file | where | put, ms | CPU | get, ms | CPU |\n|---|---|---|---|---|---|")
        for label, size in SIZES.items():
            for where, address in (("folder", ""), ("bucket", swift.address)):
                settings.STORAGE = address
                print(f"| {label} | {where} | {asked(os.urandom(size))} |")


def asked(content: bytes) -> str:
    """What it costs to put it, then to get it."""
    one = storage.put(content)
    put = measured(lambda: storage.put(content))
    got = measured(lambda: storage.get(one.key, one.wrapped_key, one.key_id))
    return " | ".join(f"{figure:.0f}" for figure in (*put, *got))


def measured(act: Callable[[], object]) -> tuple[float, float]:
    """The median by the clock, and the processor time of this process: the server's own is not in it."""
    clocks = []
    before = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        clocks.append(time.perf_counter() - began)
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return statistics.median(clocks) * 1000, spent * 1000 / ROUNDS


if __name__ == "__main__":
    main()
