"""Can what was sent be read, file by file; and has this person sent enough that could not?

Nothing is kept here: what is refused is said by its name and forgotten.
"""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sporades.accounts import throttles
from sporades.adapters import decoding, storage
from sporades.adapters.media import Read, Unreadable
from sporades.journal.values import Actor
from sporades.registrations.actions.common import refusals_journaled, subject_of
from sporades.registrations.models import Piece
from sporades.rules.reasons import Blocked, Reason

log = logging.getLogger(__name__)

MOST_FILES = 10  # in one deposit
HEAVY_FILES = throttles.Limit("heavy", 10, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as the browser sent it."""

    name: str
    content: bytes


class BadFiles(Exception):
    """None of these files was kept: each refused one with its code, by name."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(", ".join(code for _, code in problems))
        self.problems = tuple(problems)


def attempt(piece: Piece) -> str:
    """Whoever sends, again and again, files that take all the time there is waits: others deposit too."""
    try:
        return throttles.consume(HEAVY_FILES, str(piece.registration.candidate_id))
    except throttles.TooMany as many:
        said = (("minutes", str(many.minutes)),)
        raise Blocked((Reason("too_many_heavy_files", piece.source, said),)) from None


def read_all(uploads: Sequence[Upload], attempt: str) -> list[Read]:
    """What each file is; raise BadFiles with those that cannot be read."""
    if not 0 < len(uploads) <= MOST_FILES:
        raise BadFiles([("", "too_many_files" if uploads else "no_file")])
    read: list[Read] = []
    problems = list(_problems(uploads, read))
    if "too_heavy" not in dict(problems).values():
        throttles.give_back([attempt])
    if problems:
        raise BadFiles(problems)
    return read


def keep_all(uploads: Sequence[Upload], piece: Piece, *, by: Actor, now: datetime) -> list[storage.Stored]:
    """Where each file is now. Raises `Blocked` if the store is away: the trace of the try holds the files' hashes.

    What it took before it failed is the sweeper's.
    """
    try:
        return [storage.put(upload.content) for upload in uploads]
    except storage.StoreIsAway:
        log.exception("a deposit could not be kept")
    digests = [(hashlib.sha256(upload.content).hexdigest(), len(upload.content)) for upload in uploads]
    tried = {
        "piece": piece.kind,
        "key": piece.key,
        "files": [{"sha256": sha256, "size": size} for sha256, size in digests],
    }
    with refusals_journaled(subject_of(piece.registration), "deposit_refused", by=by, now=now, data=tried):
        raise Blocked((Reason("not_stored", piece.source),))


def _problems(uploads: Sequence[Upload], read: list[Read]) -> Iterator[tuple[str, str]]:
    """Adds each file to those read, or says why it cannot be."""
    for upload in uploads:
        try:
            read.append(decoding.read(upload.content, upload.name))
        except Unreadable as refusal:
            yield upload.name, refusal.code
            if refusal.code in {"too_heavy", "not_read"}:
                return  # the others would wait behind one that takes all the time there is
