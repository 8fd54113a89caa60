"""Where do the bytes of a file live, sealed, and how do they come back intact?

Each file is sealed by AES-256-GCM under a key of its own. That key is given
back to the caller wrapped by a master key: erase the row that holds it, and
the file is erased in every backup too. The name of the file is random and is
sealed with the content, so that two files cannot be exchanged on the disk.
"""

import base64
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from sporades.adapters import sealing

_KEY = re.compile(r"[0-9a-f]{32}")


class CannotGive(Exception):
    """What was put cannot be had."""


class FileIsMissing(CannotGive, LookupError):
    """No file is kept under this key."""


class FileIsDamaged(CannotGive, ValueError):
    """The bytes on the disk are not the ones that were put, or the key is wrong."""


@dataclass(frozen=True, slots=True)
class Stored:
    key: str
    wrapped_key: str
    key_id: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row says of the bytes that it keeps."""

    what: str  # the kind of the row, and its id: never a name
    key: str
    wrapped_key: str
    key_id: str
    sha256: str = ""  # of what was received; the seal alone proves what we made ourselves


@dataclass(frozen=True, slots=True)
class Kept:
    """A file found on the disk, for the sweeper of orphans."""

    key: str
    written_at: datetime  # machine's clock


def put(content: bytes) -> Stored:
    """Seal and keep the content; once this returns, a power cut loses nothing."""
    key = secrets.token_hex(16)
    key_id, master = sealing.newest_master()
    file_key = sealing.new_key()
    _write(key, sealing.seal(file_key, content, bound_to=key))
    return Stored(
        key=key,
        wrapped_key=base64.b64encode(sealing.seal(master, file_key, bound_to=f"{key_id}:{key}")).decode(),
        key_id=key_id,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )


def get(key: str, wrapped_key: str, key_id: str) -> bytes:
    """The content, proven intact; raise FileIsMissing or FileIsDamaged."""
    content = sealed(key)
    master = sealing.masters().get(key_id)
    if master is None:
        raise FileIsDamaged(f"{key}: no master key is called {key_id}")
    try:
        file_key = sealing.unseal(master, base64.b64decode(wrapped_key), bound_to=f"{key_id}:{key}")
        return sealing.unseal(file_key, content, bound_to=key)
    except ValueError as failure:
        raise FileIsDamaged(key) from failure


def fault(claim: Claim) -> str:
    """« missing » or « changed »; empty if these are the bytes that were put."""
    try:
        content = get(claim.key, claim.wrapped_key, claim.key_id)
    except FileIsMissing:
        return "missing"
    except FileIsDamaged:
        return "changed"
    is_whole = not claim.sha256 or claim.sha256 == hashlib.sha256(content).hexdigest()
    return "" if is_whole else "changed"


def sealed(key: str) -> bytes:
    """The file as it lies on the disk, for a copy that needs no key; raise FileIsMissing."""
    try:
        return _place(key).read_bytes()
    except FileNotFoundError:
        raise FileIsMissing(key) from None


def put_back(key: str, sealed: bytes) -> None:
    """Keep again, under its own name, what `sealed` gave."""
    _write(key, sealed)


def delete(key: str) -> None:
    """Erase the file; a file already erased is no error."""
    place = _place(key)
    place.unlink(missing_ok=True)
    if place.parent.is_dir():
        _sync_folder(place.parent)


def keys() -> Iterator[Kept]:
    """Every file kept, with its age, so that those no row knows can be swept."""
    for place in _folder().glob("[0-9a-f][0-9a-f]/*"):
        if _KEY.fullmatch(place.name):
            yield Kept(place.name, datetime.fromtimestamp(place.stat().st_mtime, UTC))


def discard_unfinished(before: datetime) -> int:
    """Remove what a crash left half-written before this instant; say how many."""
    removed = 0
    for place in _folder().glob("unfinished/*"):
        if datetime.fromtimestamp(place.stat().st_mtime, UTC) < before:
            place.unlink(missing_ok=True)
            removed += 1
    return removed


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "files"


def _place(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise FileIsMissing(key)
    # 256 folders: none grows so large that listing it becomes slow.
    return _folder() / key[:2] / key


def _write(key: str, sealed: bytes) -> None:
    place = _place(key)
    unfinished = _folder() / "unfinished" / key
    for folder in (_folder(), unfinished.parent, place.parent):
        _make_folder(folder)
    with unfinished.open("xb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(place)
    _sync_folder(place.parent)


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
