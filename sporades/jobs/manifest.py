"""What does a backup hold, and is it still what was written?

    manifest.json     when, of what, how many rows; its presence says that the copy is whole
    SHA256SUMS        one line a file, as `sha256sum --check` reads it
    database.*        the rows, at one instant
    files/ab/ab12…    the bytes as they lie in the store: sealed
    AT-FAULT          the files that were lost or changed in the store: an older copy may be their last

The master keys are not here. Who finds the folder reads no candidate's file;
who lost the keys has lost the files: keep both, apart.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

FORMAT = 1
NAME = "manifest.json"
SUMS = "SHA256SUMS"
AT_FAULT = "AT-FAULT"
FILES = "files"
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")


class BadBackup(ValueError):
    """The folder is not what a backup wrote; the message names every file at fault."""


@dataclass(frozen=True, slots=True)
class Manifest:
    format: int
    made_at: str
    software: str  # version of Sporades
    edition: str  # of the reference data
    migrations: Mapping[str, str]  # app -> its last migration
    database: str  # name of the file
    rows: Mapping[str, int]  # table -> how many
    files: int
    missing: list[str]  # named by a row, and already lost when the copy was made
    key_ids: list[str]  # the master keys, kept elsewhere, that open these files
    sums: str  # SHA-256 of SHA256SUMS


def software() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def migrations() -> dict[str, str]:
    """The last migration of each app that this code knows."""
    known = MigrationLoader(connection=None).graph.leaf_nodes()
    return {app: name for app, name in sorted(known)}  # noqa: C416 - pairs of a list are not typed as such


def write(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def write_sums(folder: Path, sums: Mapping[str, str]) -> str:
    """The hash of the list itself."""
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    (folder / SUMS).write_text(text, encoding="ascii")
    return hashlib.sha256(text.encode()).hexdigest()


def write_at_fault(folder: Path, keys: set[str]) -> None:
    text = "".join(f"{place_of(key)}\n" for key in sorted(keys))
    (folder / AT_FAULT).write_text(text, encoding="ascii")


def read(folder: Path) -> Manifest:
    """What the folder says it holds; raise BadBackup."""
    try:
        said: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**said)
    except FileNotFoundError:
        raise BadBackup(f"{folder}: no {NAME}: this is no backup, or one cut short") from None
    except (ValueError, TypeError) as error:
        raise BadBackup(f"{NAME}: cannot be read") from error
    if manifest.format != FORMAT:
        raise BadBackup(f"{NAME}: format {manifest.format}, this code reads {FORMAT}")
    return manifest


def sums(folder: Path, manifest: Manifest) -> dict[str, str]:
    """Each file's hash by its name; raise BadBackup if the list was touched."""
    try:
        text = (folder / SUMS).read_bytes()
    except FileNotFoundError:
        raise BadBackup(f"{SUMS}: missing") from None
    if hashlib.sha256(text).hexdigest() != manifest.sums:
        raise BadBackup(f"{SUMS}: changed since the backup was made")
    lines = [_LINE.fullmatch(line) for line in text.decode("ascii").splitlines()]
    return {line[2]: line[1] for line in lines if line}


def faults(folder: Path, sums: Mapping[str, str]) -> Iterator[str]:
    """Every file that is missing or changed, by its name."""
    for name, digest in sums.items():
        try:
            found = digest_of(folder / name)
        except FileNotFoundError:
            yield f"{name}: missing"
            continue
        if found != digest:
            yield f"{name}: changed since the backup was made"


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place_of(key: str) -> str:
    return f"{FILES}/{key[:2]}/{key}"
