"""What is one file of the corpus?"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    filename: str
    make: Callable[[], bytes]
    # What may be said of it: one code, or several where the decoder's version decides; none, and it is read.
    codes: tuple[str, ...] = ()
    pages: int = 1

    def __str__(self) -> str:
        return self.filename


def refused(filename: str, make: Callable[[], bytes], *codes: str) -> Entry:
    return Entry(filename, make, codes)
