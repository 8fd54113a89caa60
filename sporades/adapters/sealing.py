"""How is a secret kept so that whoever has the disk, or the database, has nothing?

AES-256-GCM under a master key that is on neither. What is sealed is bound to
what it is for: moved elsewhere, it does not open. A text carries the name of
its master key, so that a new key can come first and the old ones stay behind.
"""

import base64
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class DoesNotOpen(ValueError):
    """These are not the bytes that were sealed, or it was with another key or for another use."""


def masters() -> Mapping[str, bytes]:
    known: Mapping[str, bytes] = settings.FILE_KEYS
    return known


def newest_master() -> tuple[str, bytes]:
    """The name and the key under which new secrets are sealed."""
    return next(iter(masters().items()))


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def seal(key: bytes, content: bytes, *, bound_to: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def unseal(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    """Raises DoesNotOpen."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode())
    except (InvalidTag, ValueError) as failure:
        raise DoesNotOpen from failure


def seal_text(text: str, *, use: str) -> str:
    """A short text for a column of the database: « key:base64 »."""
    name, master = newest_master()
    return f"{name}:{base64.b64encode(seal(master, text.encode(), bound_to=use)).decode()}"


def unseal_text(sealed: str, *, use: str) -> str:
    """Raises DoesNotOpen."""
    name, _, encoded = sealed.partition(":")
    master = masters().get(name)
    if master is None:
        raise DoesNotOpen(f"no master key is called {name}")
    return unseal(master, base64.b64decode(encoded), bound_to=use).decode()
