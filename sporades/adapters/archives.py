"""How is a ZIP sent while it is being made, so that nothing of it is ever kept?

One file is in memory at a time. What is compressed already (photographs, PDFs)
is stored as it is.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_TEXT = (".html", ".json", ".txt", ".csv")


class Part(NamedTuple):
    """One file of the archive, by its path inside."""

    name: str
    content: bytes


def stream(parts: Iterable[Part], *, at: datetime) -> Iterator[bytes]:
    """The archive, a piece at a time, as each part comes; `at` is the date that its files bear."""
    pipe = _Pipe()
    with ZipFile(pipe, "w") as archive:
        for name, content in parts:
            entry = ZipInfo(name, date_time=at.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED if name.endswith(_TEXT) else ZIP_STORED
            # Read and write for its owner only, wherever it is unpacked.
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
            yield pipe.taken()
    yield pipe.taken()


class _Pipe(io.RawIOBase):
    """What the archive writes, until it is taken: nothing can be sought back in it."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._held.append(bytes(content))
        return len(content)

    def taken(self) -> bytes:
        said, self._held = b"".join(self._held), []
        return said
