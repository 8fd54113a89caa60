"""What exactly is hashed, so that one changed byte shows.

The text of an entry is canonical JSON: sorted keys, no space, UTF-8. It holds
the hash before it, so an entry cannot be changed, taken out or put in without
breaking every one after it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
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


def merkle_root(leaves: Iterable[str]) -> str:
    """The root over hex digests, in the order given; an odd leaf goes up alone."""
    level = [bytes.fromhex(leaf) for leaf in leaves]
    if not level:
        return sha256(b"")
    # Leaves and nodes are hashed with different prefixes, so that one cannot pass for the other.
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in level]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs
        ]
    return level[0].hex()
