"""What exactly is hashed, so that one changed byte shows.

The text of an entry is canonical JSON: sorted keys, no space, UTF-8. It holds
the hash before it, so an entry cannot be changed, taken out or put in without
breaking every one after it.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def instant(at: datetime) -> str:
    """Microseconds in UTC: what both databases give back unchanged."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def details_digest(salt: str, content: Mapping[str, object]) -> str:
    return sha256(salt.encode() + b"\n" + canonical(content))


def entry_digest(fields: Mapping[str, object]) -> str:
    return sha256(canonical(fields))
