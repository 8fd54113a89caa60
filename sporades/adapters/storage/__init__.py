"""Where do the bytes of a file live, sealed, and how do they come back intact?

Each file is sealed by AES-256-GCM under a key of its own. That key is given
back to the caller wrapped by a master key: erase the row that holds it, and
the file is erased in every backup too. The name of the file is random and is
sealed with the content, so that two files cannot be exchanged. The place that
keeps them, a folder or a bucket (`SPORADES_STORAGE`), only ever sees sealed bytes.
"""

import base64
import hashlib
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from sporades.adapters import sealing
from sporades.adapters.storage import addresses
from sporades.adapters.storage.folder import Folder
from sporades.adapters.storage.store import (
    KEY,
    CannotGive,
    FileIsDamaged,
    FileIsMissing,
    Kept,
    Store,
    StoreIsAway,
)

__all__ = ["CannotGive", "FileIsDamaged", "FileIsMissing", "Kept", "StoreIsAway"]

log = logging.getLogger(__name__)


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


def put(content: bytes) -> Stored:
    """Seal and keep the content; once this returns, a power cut loses nothing. Raises StoreIsAway."""
    key = secrets.token_hex(16)
    key_id, master = sealing.newest_master()
    file_key = sealing.new_key()
    _store().write(key, sealing.seal(file_key, content, bound_to=key))
    return Stored(
        key=key,
        wrapped_key=base64.b64encode(sealing.seal(master, file_key, bound_to=f"{key_id}:{key}")).decode(),
        key_id=key_id,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )


def get(key: str, wrapped_key: str, key_id: str) -> bytes:
    """The content, proven intact; raise FileIsMissing, FileIsDamaged or StoreIsAway."""
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
    """« missing », « changed » or « without its master key … »; empty if these are the bytes that were put."""
    try:
        content = get(claim.key, claim.wrapped_key, claim.key_id)
    except FileIsMissing:
        return "missing"
    except FileIsDamaged:
        return "changed" if claim.key_id in sealing.masters() else f"without its master key {claim.key_id}"
    is_whole = not claim.sha256 or claim.sha256 == hashlib.sha256(content).hexdigest()
    return "" if is_whole else "changed"


def sealed(key: str) -> bytes:
    """The file as it is kept, for a copy that needs no key; raise FileIsMissing or StoreIsAway."""
    return _store().read(_checked(key))


def put_back(key: str, sealed: bytes) -> None:
    """Keep again, under its own name, what `sealed` gave."""
    _store().write(key, sealed)


def delete(key: str) -> None:
    """Erase the file; one that is erased already is no error, and one that resists is left to the sweeper.

    Whoever deletes has forgotten the file's key first: what is left opens no more.
    """
    try:
        _store().erase(_checked(key))
    except StoreIsAway:
        log.exception("the bytes %s are still kept, without their key", key)


def keys() -> Iterator[Kept]:
    """Every file kept, with its age, so that those no row knows can be swept."""
    return _store().everything()


def discard_unfinished(before: datetime) -> int:
    """Remove what a crash left half-written before this instant; say how many."""
    return _store().discard_unfinished(before)


def at(address: str) -> Store:
    """Another place than the one in use, for a copy; raise ValueError."""
    return addresses.at(address, key=settings.STORAGE_KEY, secret=settings.STORAGE_SECRET)


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise FileIsMissing(key)
    return key


def _store() -> Store:
    return at(settings.STORAGE) if settings.STORAGE else Folder(Path(settings.DATA_DIR) / "files")
