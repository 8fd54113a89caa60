"""How is a text signed so that anybody can verify it later, without us?

ECDSA over P-256 and SHA-256, which every tool knows. A key has a name; the
first one that is configured signs, the others stay to verify what they signed:
of those, the public half is enough (`retired`).
"""

import base64
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

_PRIVATE = 32  # bytes; the public half, as a compressed point, has one more
_CURVE = ec.SECP256R1()
_HASH = ec.ECDSA(hashes.SHA256())


def can_sign() -> bool:
    return bool(settings.SEAL_KEYS) and len(_newest()[1]) == _PRIVATE


def sign(content: bytes) -> tuple[str, str]:
    """The name of the key, and its signature in base64."""
    name, key = _newest()
    return name, base64.b64encode(_private(key).sign(content, _HASH)).decode()


def is_signed(content: bytes, signature: str, *, by: str) -> bool:
    """Whether the key of this name signed it; False too if no such key is known here."""
    if by not in settings.SEAL_KEYS:
        return False
    try:
        _public(settings.SEAL_KEYS[by]).verify(base64.b64decode(signature), content, _HASH)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys() -> dict[str, str]:
    """Each key that ever signed, by its name, as every tool reads it (PEM)."""
    return {name: _pem(key) for name, key in settings.SEAL_KEYS.items()}


def new_key(name: str) -> str:
    """A new key as the environment holds it."""
    number = (
        secrets.randbelow(int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", 16)) + 1
    )
    return f"{name}:{base64.b64encode(number.to_bytes(_PRIVATE, 'big')).decode()}"


def retired(name: str) -> str:
    """What remains in the environment of a key that signs no more."""
    point = _public(settings.SEAL_KEYS[name]).public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    return f"{name}:{base64.b64encode(point).decode()}"


def _newest() -> tuple[str, bytes]:
    name: str = next(iter(settings.SEAL_KEYS))
    return name, settings.SEAL_KEYS[name]


def _private(key: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(key, "big"), _CURVE)


def _public(key: bytes) -> ec.EllipticCurvePublicKey:
    if len(key) == _PRIVATE:
        return _private(key).public_key()
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, key)


def _pem(key: bytes) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return _public(key).public_bytes(serialization.Encoding.PEM, form).decode()
