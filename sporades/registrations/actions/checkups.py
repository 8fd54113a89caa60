"""Is each stored byte still the one that was received, and does the antivirus know the viruses of the day?

The store is read through each night, a slice at a time, from where the last
slice ended: stopped, it goes on; done, it begins again the next night. What is
found stands in a row until a later look finds it mended, and is an alarm.
"""

import logging
from datetime import datetime
from typing import Any

from sporades.adapters import antivirus, storage
from sporades.registrations.models import Checkup
from sporades.registrations.queries import files

log = logging.getLogger(__name__)

ANTIVIRUS, STORE, ANSWER = "antivirus", "store", "answer"
# A hundred scans are read in seconds, and mails wait no longer than that.
SLICE = 100
# Named in the row; the log names each one.
MOST_NAMED = 1000
# By the machine's clock, in UTC: when the fewest people are there.
NIGHT = range(1, 6)


def look_at_signatures(*, machine_now: datetime) -> None:
    """Keeps when the signatures of the antivirus were made; the alarm is said where it is read."""
    made_at = antivirus.signatures_of()
    found = {"made_at": made_at.isoformat() if made_at else None}
    Checkup.objects.update_or_create(kind=ANTIVIRUS, defaults={"looked_at": machine_now, "found": found})


def look_at_the_store(*, machine_now: datetime) -> bool:
    """Whether it takes a file, gives it back and erases it; if not, since when is an alarm."""
    row, _ = Checkup.objects.get_or_create(kind=ANSWER, defaults={"looked_at": machine_now})
    since = row.found.get("away_since")
    try:
        probe = storage.put(b"")
        storage.get(probe.key, probe.wrapped_key, probe.key_id)
        storage.delete(probe.key)
        away_since = None
    except (storage.StoreIsAway, storage.CannotGive):
        log.exception("the store does not answer")
        away_since = since or machine_now.isoformat()
    if away_since != since:
        Checkup.objects.filter(kind=ANSWER).update(looked_at=machine_now, found={"away_since": away_since})
    return away_since is None


def _is_away() -> bool:
    row = Checkup.objects.filter(kind=ANSWER).first()
    return row is not None and bool(row.found.get("away_since"))


def verify_next(*, machine_now: datetime) -> bool:
    """One slice of tonight's round; False by day, and once the round is done."""
    if machine_now.hour not in NIGHT or _is_away():
        return False
    row, _ = Checkup.objects.get_or_create(kind=STORE, defaults={"looked_at": machine_now})
    if not row.cursor and row.found.get("ended_on") == machine_now.date().isoformat():
        return False
    _verify_slice(row, machine_now=machine_now)
    return True


def verify_all(*, machine_now: datetime) -> dict[str, Any]:
    """A whole round at once, whatever the hour: what was found."""
    row, _ = Checkup.objects.update_or_create(kind=STORE, defaults={"looked_at": machine_now, "cursor": ""})
    while _verify_slice(row, machine_now=machine_now):
        row.refresh_from_db()
    row.refresh_from_db()
    found: dict[str, Any] = row.found
    return found


def known_faults() -> set[str]:
    """The keys of what was found lost or changed, and is an alarm."""
    row = Checkup.objects.filter(kind=STORE).first()
    return set(row.found.get("faults", ())) if row else set()


def _verify_slice(row: Checkup, *, machine_now: datetime) -> bool:
    """Looks at what follows the cursor; False if nothing is left in this round."""
    slice_ = files.kept_after(row.cursor, SLICE)
    faults = {claim.key: [claim.what, said] for claim in slice_ if (said := _fault(claim, machine_now))}
    for what, said in faults.values():
        log.error("%s is %s in the store", what, said)
    seen: dict[str, Any] = row.found["round"] if row.cursor else {"files": 0, "faults": {}}
    round_ = {"files": seen["files"] + len(slice_), "faults": _named(seen["faults"] | faults)}
    goes_on = len(slice_) == SLICE
    # What an earlier round found stays an alarm until this one has been everywhere.
    found = {**row.found, "round": round_, "faults": _named(row.found.get("faults", {}) | faults)}
    if not goes_on:
        found = {**round_, "ended_on": machine_now.date().isoformat()}
    # Another worker at the same slice has written the same: the first one wins.
    Checkup.objects.filter(kind=STORE, cursor=row.cursor).update(
        cursor=slice_[-1].key if goes_on else "", looked_at=machine_now, found=found
    )
    return goes_on


def _fault(claim: storage.Claim, machine_now: datetime) -> str:
    """What is wrong with one file; raise StoreIsAway if it is with all of them."""
    try:
        return storage.fault(claim)
    except storage.StoreIsAway:
        # A server may cut its answer when it finds that its own disk has changed: the round goes on.
        if not look_at_the_store(machine_now=machine_now):
            raise
        return "not given"


def _named(faults: dict[str, list[str]]) -> dict[str, list[str]]:
    return dict(list(faults.items())[:MOST_NAMED])
