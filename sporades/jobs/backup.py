"""How is everything copied while the service runs, so that it can be put back whole?

The database first, as it was at one instant; then the files that its rows
name. Files are never changed, and a later one is harmless. One may be erased
in between (the antivirus found a virus): then the rows are copied again, for
they name it no more. What stays missing was lost before us: it is said.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from sporades.adapters import clocks, dumps, storage
from sporades.documents import queries as documents
from sporades.jobs import manifest
from sporades.jobs.manifest import BadBackup, Manifest
from sporades.reference.load import reference
from sporades.registrations.actions import checkups
from sporades.registrations.queries import files

TRIES = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the rows said at the instant of the copy."""

    rows: dict[str, int]
    keys: set[str]
    key_ids: set[str]


def run(folder: Path) -> Manifest:
    """The backup, made in a folder that was empty; raise BadBackup if it was not."""
    if folder.exists() and any(folder.iterdir()):
        raise BadBackup(f"{folder} is not empty: a backup never covers another")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    snapshot, copied, missing = _copy(folder)
    sums = {manifest.place_of(key): digest for key, digest in copied.items()}
    sums[dumps.file_name()] = manifest.digest_of(folder / dumps.file_name())
    manifest.write_at_fault(folder, set(missing) | snapshot.keys & checkups.known_faults())
    made = Manifest(
        format=manifest.FORMAT,
        made_at=clocks.machine_now().isoformat(timespec="seconds"),
        software=manifest.software(),
        edition=reference().edition,
        migrations=manifest.migrations(),
        database=dumps.file_name(),
        rows=snapshot.rows,
        files=len(copied),
        missing=missing,
        key_ids=sorted(snapshot.key_ids),
        sums=manifest.write_sums(folder, sums),
    )
    # The manifest says « whole »: what it speaks of is on the disk before it is.
    os.sync()
    manifest.write(folder, made)
    os.sync()
    return made


def _copy(folder: Path) -> tuple[Snapshot, dict[str, str], list[str]]:
    """The rows as they were, the hash of each file they name, and the keys that no file answers to."""
    copied: dict[str, str] = {}
    snapshot, missing = _copy_once(folder, copied)
    for _ in range(TRIES - 1):
        if missing:
            snapshot, missing = _copy_once(folder, copied)
    for key in copied.keys() - snapshot.keys:
        (folder / manifest.place_of(key)).unlink()
        del copied[key]
    return snapshot, copied, missing


def _copy_once(folder: Path, copied: dict[str, str]) -> tuple[Snapshot, list[str]]:
    snapshot = _copy_database(folder / dumps.file_name())
    waiting = sorted(snapshot.keys - copied.keys())
    return snapshot, [key for key in waiting if not _copy_file(folder, key, copied)]


def _copy_database(target: Path) -> Snapshot:
    target.unlink(missing_ok=True)
    with dumps.frozen() as dump:
        dump(target)
        return Snapshot(
            rows=dumps.counts(),
            keys=files.keys() | documents.keys(),
            key_ids=files.key_ids() | documents.key_ids(),
        )


def _copy_file(folder: Path, key: str, copied: dict[str, str]) -> bool:
    try:
        sealed = storage.sealed(key)
    except storage.FileIsMissing:
        return False
    place = folder / manifest.place_of(key)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.write_bytes(sealed)
    copied[key] = hashlib.sha256(sealed).hexdigest()
    return True
