"""What does this archive hold, and can each of its files be taken out without harm?

Nothing is ever written where the archive says: files are read one by one, in
memory, by their place. The table of contents is judged whole before anything
is inflated; a file that then inflates to more than was announced is refused.
A PDF that comes alone is an archive of one.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sporades.adapters import names

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 5_000
# With the folders and what systems leave beside the files. Counted before the table of contents is read:
# a hundred thousand entries fit in a small archive, and each costs memory.
MAX_LISTED = 4 * MAX_ENTRIES
MAX_INFLATED = 500 * 1024 * 1024
# A PDF is compressed already: a hundred times smaller is no paper.
MAX_RATIO = 100
_PDF = b"%PDF-"
_LISTED = b"PK\x01\x02"  # how each entry of the table begins
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_NESTED = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_UTF8, _ENCRYPTED = 0x800, 0x1
# What systems put beside the files that somebody chose.
_LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini", ".ds_store")


class BadArchive(ValueError):
    """Why an archive is refused; `code` has its sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: `place` is where it stands in the table of contents."""

    place: int
    name: str
    size: int


def entries(content: bytes, filename: str) -> list[Entry]:
    """The files of the archive, in its order, none of them opened; raise BadArchive."""
    if len(content) > MAX_BYTES:
        raise BadArchive("archive_too_large")
    if content.startswith(_PDF):
        return [Entry(0, names.shown(filename), len(content))]
    if content.count(_LISTED) > MAX_LISTED:
        raise BadArchive("archive_too_many")
    listed = enumerate(_opened(content).infolist())
    with _damage_told():
        found = [_entry(place, info) for place, info in listed if _is_wanted(info)]
    _judge(found)
    return found


def _judge(found: list[Entry]) -> None:
    if not found:
        raise BadArchive("archive_empty")
    if len(found) > MAX_ENTRIES:
        raise BadArchive("archive_too_many")
    if sum(entry.size for entry in found) > MAX_INFLATED:
        raise BadArchive("archive_bomb")


def opened(content: bytes) -> Callable[[Entry], bytes]:
    """Gives the bytes of one file after another, no more than each announced; both raise BadArchive.

    The table of contents is read once: it is as long as the archive has files.
    """
    if content.startswith(_PDF):
        return lambda entry: content
    archive = _opened(content)
    listed = archive.infolist()
    return lambda entry: _taken_out(archive, listed[entry.place], entry.size)


def _taken_out(archive: zipfile.ZipFile, info: zipfile.ZipInfo, size: int) -> bytes:
    with _damage_told(), archive.open(info) as file:
        inflated = file.read(size + 1)
    if len(inflated) != size:
        raise BadArchive("archive_damaged")
    return inflated


def _opened(content: bytes) -> zipfile.ZipFile:
    if not content:
        raise BadArchive("archive_empty")
    if not content.startswith(b"PK"):
        raise BadArchive("archive_wrong_type")
    with _damage_told():
        return zipfile.ZipFile(io.BytesIO(content))


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except BadArchive:
        raise
    # A program of thirty years ago may have written it; hostile bytes raise about anything.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, RuntimeError, OSError, EOFError):
        raise BadArchive("archive_damaged") from None


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    last = info.filename.rsplit("/", 1)[-1].lower()
    left = info.filename.startswith("__MACOSX/") or last.startswith("._") or last in _LEFT_BY_SYSTEMS
    return not (info.is_dir() or left)


def _entry(place: int, info: zipfile.ZipInfo) -> Entry:
    if info.flag_bits & _ENCRYPTED:
        raise BadArchive("archive_encrypted")
    if _leads_elsewhere(info):
        raise BadArchive("archive_paths")
    if info.filename.lower().endswith(_NESTED):
        raise BadArchive("archive_nested")
    if info.compress_type not in _METHODS:
        raise BadArchive("archive_method")
    if info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise BadArchive("archive_bomb")
    return Entry(place, names.shown(_decoded(info)), info.file_size)


def _leads_elsewhere(info: zipfile.ZipInfo) -> bool:
    """A link, a device, an absolute address or one that climbs: nobody who chose files made that."""
    # As it was written: a null ends the name that is shown, and hides the rest.
    said = info.orig_filename.replace("\\", "/")
    mode = info.external_attr >> 16
    special = bool(stat.S_IFMT(mode)) and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
    return special or "\x00" in said or said.startswith("/") or ":" in said or ".." in said.split("/")


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name; without the mark of UTF-8, it was written by Windows in French."""
    if info.flag_bits & _UTF8:
        return info.filename
    return info.filename.encode("cp437", "replace").decode("cp850", "replace")
