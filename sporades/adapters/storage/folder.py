"""How are sealed files kept in a folder, so that neither a crash nor a power cut leaves half of one?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sporades.adapters.storage.store import KEY, FileIsMissing, Kept, StoreIsAway, place_of


@dataclass(frozen=True, slots=True)
class Folder:
    root: Path

    def write(self, key: str, sealed: bytes) -> None:
        place = self.root / place_of(key)
        unfinished = self.root / "unfinished" / key
        with _answering():
            for folder in (self.root, unfinished.parent, place.parent):
                _make_folder(folder)
            # What an earlier try left there, of the same file, is written over.
            with unfinished.open("wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(place)
            _sync_folder(place.parent)

    def read(self, key: str) -> bytes:
        with _answering():
            try:
                return (self.root / place_of(key)).read_bytes()
            except FileNotFoundError:
                raise FileIsMissing(key) from None

    def erase(self, key: str) -> None:
        place = self.root / place_of(key)
        with _answering():
            place.unlink(missing_ok=True)
            if place.parent.is_dir():
                _sync_folder(place.parent)

    def everything(self) -> Iterator[Kept]:
        for place in self.root.glob("[0-9a-f][0-9a-f]/*"):
            if KEY.fullmatch(place.name):
                yield Kept(place.name, datetime.fromtimestamp(place.stat().st_mtime, UTC))

    def discard_unfinished(self, before: datetime) -> int:
        removed = 0
        for place in self.root.glob("unfinished/*"):
            if datetime.fromtimestamp(place.stat().st_mtime, UTC) < before:
                place.unlink(missing_ok=True)
                removed += 1
        return removed


@contextmanager
def _answering() -> Iterator[None]:
    """A disk that is full, gone or read-only may be mended: it says nothing of the file."""
    try:
        yield
    except OSError as failure:
        raise StoreIsAway(str(failure)) from failure


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    # A rename is durable only once the folder that holds the name is on the disk.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
