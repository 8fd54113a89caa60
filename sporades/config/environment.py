"""What the operator said, read once and typed.

Every value comes from the environment, so that the same code runs as the
demonstration, in the tests and in production. A value that cannot be read
stops the start with its name: a service that guesses its keys is worse than
one that does not start.
"""

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

from sporades.adapters.storage import addresses


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")


def number(name: str, *, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if value and not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}")
    return int(value or default)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def file_keys(name: str) -> dict[str, bytes]:
    """The master keys « id:base64 », comma separated; the first one seals new files."""
    return _keys(name, {32: "32 bytes"})


def seal_keys(name: str) -> dict[str, bytes]:
    """The keys « id:base64 », comma separated: the first one signs new roots, those of 33 bytes only verify."""
    return _keys(name, {32: "32 bytes", 33: "33 to verify only"})


def _keys(name: str, sizes: Mapping[int, str]) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for word in words(name):
        key_id, _, encoded = word.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: the key {key_id!r} is not base64") from error
        if len(key) not in sizes:
            raise ImproperlyConfigured(f"{name}: the key {key_id!r} must have {', or '.join(sizes.values())}")
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
        raise ImproperlyConfigured(f"{name} must be {error}") from error
    return address


def database(url: str) -> dict[str, object]:
    """The Django database of « sqlite:///path » or « postgresql://user:secret@host/name?host=… »."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(parts.path))
    if parts.scheme == "postgresql":
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": parts.username or "",
            "PASSWORD": parts.password or "",
            "HOST": query.get("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # A web request never waits for a lock longer than a person would.
            "OPTIONS": {"options": "-c lock_timeout=8s -c statement_timeout=20s"},
        }
    raise ImproperlyConfigured("SPORADES_DATABASE must start with sqlite:// or postgresql://")


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
