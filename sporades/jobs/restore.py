"""How is a backup put back, and what proves that nothing of it was lost?

Only into an empty place, and only if every byte is the one that was copied:
a restoration that mixes two services, or that lets a rotten file through, is
worse than one that refuses. Then every row is counted and every chain of the
journal verified; and what the ledgers of the data folder say was purged since
is erased again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sporades.adapters import clocks, dumps, storage
from sporades.jobs import manifest
from sporades.jobs.manifest import BadBackup, Manifest
from sporades.journal import queries as journal
from sporades.records.actions import purging


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    chains: int
    erased_again: int  # lines of purges that the copy was older than


def run(folder: Path) -> Restored:
    """Everything is back and proved; raise BadBackup with what is at fault."""
    said = manifest.read(folder)
    sums = manifest.sums(folder, said)
    _refuse([*_of_this_place(said), *_of_this_code(said)])
    _refuse([*manifest.faults(folder, sums)])
    dumps.load(folder / said.database)
    for key in (name.rpartition("/")[2] for name in sums if name != said.database):
        storage.put_back(key, (folder / manifest.place_of(key)).read_bytes())
    _refuse([*_differences(said.rows, dumps.counts()), *_broken()])
    # What was purged since that copy was made goes again, before anybody reads it.
    again = purging.replay(now=clocks.legal_now())
    return Restored(said, chains=said.rows["journal_chain"], erased_again=again)


def _refuse(faults: list[str]) -> None:
    if faults:
        raise BadBackup("\n".join(faults))


def _of_this_place(said: Manifest) -> list[str]:
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    faults = []
    if said.database != dumps.file_name():
        faults.append(f"{said.database}: the database here is of another kind ({dumps.file_name()})")
    if not dumps.is_empty():
        faults.append("The database here is not empty: a backup is put back into an empty one only.")
    if next(storage.keys(), None) is not None:
        faults.append("The store already keeps files: a backup is put back into an empty place only.")
    return faults


def _of_this_code(said: Manifest) -> list[str]:
    unknown = sorted(set(said.key_ids) - set(settings.FILE_KEYS))
    newer = sorted(
        f"{app}.{name}" for app, name in said.migrations.items() if name > manifest.migrations().get(app, "")
    )
    faults = [
        f"SPORADES_FILE_KEYS lacks the master key « {key_id} »: its files would stay shut."
        for key_id in unknown
    ]
    if newer:
        faults.append(f"Made by a later version ({said.software}): {', '.join(newer)}")
    return faults


def _differences(said: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    return [
        f"{table}: {found.get(table, 0)} rows, {said.get(table, 0)} were copied"
        for table in sorted({*said, *found})
        if found.get(table) != said.get(table)
    ]


def _broken() -> list[str]:
    return [
        f"journal of {one.subject_kind} {one.subject_id}: entry {one.position}: {one.what}"
        for one in journal.broken_chains()
    ]
