"""How does one digest stand for many, so that each of them can be shown to be under it?

Leaves and nodes are hashed with different prefixes, so that one cannot pass for
the other; an odd leaf goes up alone. To show that a leaf is under a root, the
digests met on the way up are enough: some twenty for a million leaves.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple


class Met(NamedTuple):
    """A digest met on the way up, and on which side of ours it stands."""

    side: Literal["left", "right"]
    digest: str


def root(leaves: Iterable[str]) -> str:
    """The root over hex digests, in the order given."""
    level = [_leaf(leaf) for leaf in leaves]
    while len(level) > 1:
        level = _above(level)
    return (level[0] if level else hashlib.sha256(b"").digest()).hex()


def path(leaves: Sequence[str], place: int) -> list[Met]:
    """What is met from the leaf at this place up to the root."""
    level, met = [_leaf(leaf) for leaf in leaves], []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            met.append(Met("left" if beside < place else "right", level[beside].hex()))
        level, place = _above(level), place // 2
    return met


def climb(leaf: str, met: Iterable[Met]) -> str:
    """The root that this leaf leads to along this path."""
    at = _leaf(leaf)
    for side, digest in met:
        other = bytes.fromhex(digest)
        at = _node(other, at) if side == "left" else _node(at, other)
    return at.hex()


def _above(level: Sequence[bytes]) -> list[bytes]:
    pairs = (level[i : i + 2] for i in range(0, len(level), 2))
    return [_node(*pair) if len(pair) == 2 else pair[0] for pair in pairs]


def _leaf(digest: str) -> bytes:
    return hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
