"""What the operator said, read once and typed.

Every value comes from the environment, so that the same code runs as the
demonstration, in the tests and in production. A value that cannot be read is
noted, and `settle` stops the start with the names of all of them: a service
that guesses its keys is worse than one that does not start. What is secret is
never repeated.
"""

import base64
import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from sporades.adapters.storage import addresses

_refused: list[str] = []

_DATABASE = (
    "sqlite:///path or postgresql://user:secret@host:port/name, "
    "a sign like / @ or [ in the secret as %2F, %40, %5B"
)


def refuse(name: str, why: str) -> None:
    _refused.append(f"{name} {why}")


def settle() -> None:
    """Raises ImproperlyConfigured, with a line for each value that could not be read."""
    said, _refused[:] = "\n".join(_refused), []
    if said:
        raise ImproperlyConfigured(said)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        refuse(name, f"is {value!r}: it must be 1 or 0")
    return default


def number(name: str, *, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if value.isdecimal():
        return int(value)
    if value:
        refuse(name, f"is {value!r}: it must be a number, like {default}")
    return default


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def site(name: str, default: str) -> str:
    """Where people find us, without a slash at the end."""
    address = text(name, default).rstrip("/")
    if not re.fullmatch(r"https?://[^/\s?#@]+", address):
        refuse(name, f"is {address!r}: it must be like https://inscriptions.example.org")
    return address


def machines(name: str) -> list[str]:
    """The addresses of machines, as a connection bears them: a name would match none."""
    known = words(name)
    for word in known:
        try:
            ip_address(word)
        except ValueError:
            refuse(name, f"has {word!r}: it must be addresses like 127.0.0.1, comma separated")
    return known


def socket(name: str) -> str:
    """The path of a Unix socket, or « host:port »."""
    address = text(name)
    if address and not re.fullmatch(r"/.+|[^/\s]+:\d+", address):
        refuse(name, f"is {address!r}: it must be a path like /run/clamav/clamd.ctl, or host:port")
    return address


def folder(name: str, default: Path) -> Path:
    place = Path(text(name) or default)
    if not place.is_absolute():
        refuse(name, f"is {str(place)!r}: it must be a whole path, like /var/lib/sporades")
    return place


def file_keys(name: str) -> dict[str, bytes]:
    """The master keys « id:base64 », comma separated; the first one seals new files."""
    return _keys(name, {32: "32 bytes"})


def seal_keys(name: str) -> dict[str, bytes]:
    """The keys « id:base64 », comma separated: the first one signs new roots, those of 33 bytes only verify."""
    return _keys(name, {32: "32 bytes", 33: "33 to verify only"})


def _keys(name: str, sizes: Mapping[int, str]) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for place, word in enumerate(words(name), 1):
        key_id, colon, encoded = word.partition(":")
        if not (key_id and colon):
            refuse(name, f"has no name before its key {place}: it must be like 2026:base64, comma separated")
            continue
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            # Not by its name: written the wrong way round, that is the key.
            refuse(name, f"has a key that is not base64, number {place}: `openssl rand -base64 32` makes one")
            continue
        if len(key) not in sizes:
            refuse(
                name,
                f"has a key of {len(key)} bytes, number {place}: it must have {', or '.join(sizes.values())}",
            )
        keys[key_id] = key
    return keys


def store(name: str) -> str:
    """« file:///folder » or « s3://bucket/prefix?endpoint=https://host&region=name »; empty for the data folder."""
    address = text(name)
    if not address:
        return ""
    try:
        addresses.at(address, key="", secret="")
    except ValueError as error:
        refuse(name, f"is {address!r}: it must be {error}")
    return address


def database(name: str, default: str) -> dict[str, object]:
    """The Django database of « sqlite:///path » or « postgresql://user:secret@host:port/name?host=… »."""
    parts = _split(text(name) or default)
    if parts and parts.scheme == "sqlite" and parts.path.startswith("/") and not parts.netloc:
        return _sqlite(Path(parts.path))
    if parts and parts.scheme == "postgresql" and parts.path.lstrip("/") and _has_port(parts):
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.get("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # A web request never waits for a lock longer than a person would.
            "OPTIONS": {"options": "-c lock_timeout=8s -c statement_timeout=20s", "prepare_threshold": 0},
        }
    refuse(name, f"cannot be read: it must be {_DATABASE}")
    return {}


def _split(address: str) -> SplitResult | None:
    """None for what is no address: a bracket in the secret, or a sign like ℀, and the error would repeat it."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _has_port(parts: SplitResult) -> bool:
    """Whether what stands after the host is a port, or nothing."""
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def _sqlite(path: Path) -> dict[str, object]:
    # IMMEDIATE: a transaction that reads, then writes, takes its lock at once.
    # DEFERRED fails half of them under load. FULL: what was acknowledged to a
    # candidate survives a power cut.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
