"""How do the files go from one store to another, while the service runs?

They are copied sealed, under the same names; files never change, so what is
there already is left, and what was interrupted is begun again. Then the service
stops, the rest follows, and its setting names the other store.
"""

from dataclasses import dataclass

from sporades.adapters import storage


@dataclass(frozen=True, slots=True)
class Copied:
    files: int
    there_already: int


def copy(address: str) -> Copied:
    """Every file kept here is there too; raise ValueError if the address is none, StoreIsAway if one store is."""
    there = storage.at(address)
    known = {kept.key for kept in there.everything()}
    copied = 0
    for kept in list(storage.keys()):
        if kept.key in known:
            continue
        try:
            there.write(kept.key, storage.sealed(kept.key))
            copied += 1
        except storage.FileIsMissing:
            continue  # erased since it was listed
    return Copied(copied, len(known))
