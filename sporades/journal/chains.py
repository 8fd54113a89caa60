"""Does the chain of a subject still hold, and if not, where does it break?"""

from collections.abc import Iterator
from dataclasses import dataclass

from sporades.journal import hashing
from sporades.journal.models import Chain, Entry
from sporades.journal.values import Subject


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry of a chain that is not what was written, and what is wrong with it."""

    subject_kind: str
    subject_id: str
    position: int
    what: str


def fields_of(entry: Entry, subject: Subject) -> dict[str, object]:
    """What an entry says, as it is hashed: whoever has it computes the same digest."""
    return {
        "subject": [subject.kind, str(subject.id)],
        "position": entry.position,
        "kind": entry.kind,
        "actor": [entry.actor_kind, entry.actor_id],
        "at": hashing.instant(entry.at),
        "recorded_at": hashing.instant(entry.recorded_at),
        "rule": entry.rule,
        "source": entry.source,
        "edition": entry.edition,
        "data": entry.data,
        "details": entry.details_digest,
        "request": entry.request_id,
        "token": entry.token,
        "previous": entry.previous,
    }


def digest_of(entry: Entry, subject: Subject) -> str:
    return hashing.entry_digest(fields_of(entry, subject))


def broken(chains: Iterator[Chain]) -> Iterator[Break]:
    """Every chain that does not hold, each with its first break."""
    for chain in chains:
        found = _first_break(chain)
        if found is not None:
            yield Break(chain.subject_kind, str(chain.subject_id), *found)


def _first_break(chain: Chain) -> tuple[int, str] | None:
    subject = Subject(chain.subject_kind, chain.subject_id)  # type: ignore[arg-type]
    previous, position = "", 0
    for entry in chain.entries.select_related("detail").order_by("position"):
        if entry.position != position + 1:
            return position + 1, "missing"
        if entry.previous != previous or digest_of(entry, subject) != entry.digest:
            return entry.position, "changed"
        detail = getattr(entry, "detail", None)
        if detail is not None and hashing.details_digest(detail.salt, detail.content) != entry.details_digest:
            return entry.position, "detail changed"
        previous, position = entry.digest, entry.position
    if position != chain.length or previous != chain.head:
        return position + 1, "missing"
    return None
