"""What may a place that keeps sealed bytes be asked, whichever it is?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

KEY = re.compile(r"[0-9a-f]{32}")  # nothing else there is a file of ours


class CannotGive(Exception):
    """What was put cannot be had, and another try will not bring it back."""


class FileIsMissing(CannotGive, LookupError):
    """No file is kept under this key."""


class FileIsDamaged(CannotGive, ValueError):
    """The bytes kept are not the ones that were put, or the key is wrong."""


class StoreIsAway(Exception):
    """The place does not answer, or takes nothing now: nothing is said of the file, and a later try may succeed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file found in the store, for the sweeper of orphans."""

    key: str
    written_at: datetime  # clock of the machine that keeps it


class Store(Protocol):
    """Each of them raises StoreIsAway when it cannot answer. A key is 32 hexadecimal digits."""

    def write(self, key: str, sealed: bytes) -> None:
        """Once this returns, a power cut loses nothing."""

    def read(self, key: str) -> bytes:
        """Raises FileIsMissing."""

    def erase(self, key: str) -> None:
        """A file already erased is no error."""

    def everything(self) -> Iterator[Kept]: ...

    def discard_unfinished(self, before: datetime) -> int:
        """Remove what a crash left half-written before this instant; say how many."""


def place_of(key: str) -> str:
    """The same name in a folder, in a bucket and in a backup: 256 folders, none so large that listing it is slow."""
    return f"{key[:2]}/{key}"
