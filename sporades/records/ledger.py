"""What says, beside the database, which data a purge took away?

A backup made before a purge holds what the purge erased. So each purge leaves a
file in the data folder, `purges/<number>.json`, that a restoration reads: what
was erased goes again. It names nobody. Keep these files apart from the backups,
as the keys.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from sporades.journal import hashing
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.records.models import Purge, PurgeLine

FORMAT = "sporades-purge-1"


@dataclass(frozen=True, slots=True)
class Gone:
    """One line of a ledger."""

    purge: int
    category: str
    subject_kind: str
    subject_id: UUID


def certificate(purge: Purge) -> dict[str, Any]:
    """What was erased, by whose decision, and the digests that prove it."""
    lines = purge.lines.filter(outcome=PurgeLine.Outcome.DONE)
    return {
        "format": FORMAT,
        "purge": purge.number,
        "academy": purge.academy,
        "edition": purge.edition,
        "frozen_at": hashing.instant(purge.frozen_at),
        "frozen_by": purge.frozen_by,
        "approved_at": hashing.instant(purge.approved_at) if purge.approved_at else "",
        "approved_by": purge.approved_by,
        "journal": journal.head_of(Subject("office", purge.id)),
        "lines": [
            {
                "category": line.category,
                "subject": [line.subject_kind, str(line.subject_id)],
                "due_on": line.due_on.isoformat(),
                "erased": line.erased,
                "digest": line.digest,
                "at": hashing.instant(line.settled_at) if line.settled_at else "",
            }
            for line in lines
        ],
    }


def folder() -> Path:
    return Path(settings.DATA_DIR) / "purges"


def write(purge: Purge, *, now: datetime) -> None:
    """The same purge twice is the same file."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    said = {**certificate(purge), "written_at": hashing.instant(now)}
    place = folder() / f"{purge.number:06}.json"
    unfinished = place.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(place)


def last_number() -> int:
    """Of the newest purge that left a ledger: an older backup, put back, does not know it."""
    return max((int(place.stem) for place in folder().glob("*.json")), default=0)


def read_all() -> Iterator[Gone]:
    """Every line of every ledger, the oldest purge first."""
    for place in sorted(folder().glob("*.json")):
        said = json.loads(place.read_text("utf-8"))
        for line in said["lines"]:
            kind, subject = line["subject"]
            yield Gone(int(said["purge"]), line["category"], kind, UUID(subject))
