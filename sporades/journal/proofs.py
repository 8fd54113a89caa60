"""How does somebody prove an entry to a third person, without us?

The entry, those that follow it up to the head that was sealed, the digests met
up to the root of that day, the signed statement: whoever has these computes
everything again (`tools/verify_proof.py`) and needs to trust a public key only.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from sporades.adapters import signing
from sporades.journal import chains, merkle, roots
from sporades.journal.models import Entry, Leaf
from sporades.journal.values import Subject

FORMAT = "sporades-proof-1"


def position_of(subject: Subject, kinds: tuple[str, ...], **data: str) -> int | None:
    """Where the entry of one of these kinds stands, whose data say this."""
    said = {f"data__{name}": value for name, value in data.items()}
    return _entries(subject).filter(kind__in=kinds, **said).values_list("position", flat=True).first()


def sealed_on(subject: Subject, position: int) -> tuple[date, str] | None:
    """The day whose root holds the entry, and that root; None until the day is closed."""
    leaf = _leaf(subject, position)
    return (leaf.root.day, leaf.root.root) if leaf else None


def of(subject: Subject, position: int) -> dict[str, Any] | None:
    """The proof of one entry, as it is given to its owner; None until its day is closed."""
    leaf = _leaf(subject, position)
    if leaf is None:
        return None
    entries = list(_entries(subject).filter(position__range=(position, leaf.position)).order_by("position"))
    digests = list(leaf.root.leaves.order_by("place").values_list("digest", flat=True))
    return {
        "format": FORMAT,
        "entries": [chains.fields_of(entry, subject) for entry in entries],
        "details": _details(entries[0]),
        "path": [list(met) for met in merkle.path(digests, leaf.place)],
        "statement": roots.statement(leaf.root),
        "signature": leaf.root.signature,
        "key": leaf.root.key_id,
        "public_key": signing.public_keys().get(leaf.root.key_id, ""),
    }


def _details(entry: Entry) -> dict[str, Any] | None:
    """What was personal in the entry proved, with the salt of its digest; None once a purge erased it."""
    detail = getattr(entry, "detail", None)
    return {"salt": detail.salt, "content": detail.content} if detail is not None else None


def _leaf(subject: Subject, position: int) -> Leaf | None:
    leaves = Leaf.objects.select_related("root").filter(
        chain__subject_kind=subject.kind, chain__subject_id=subject.id, position__gte=position
    )
    return leaves.order_by("position").first()


def _entries(subject: Subject) -> QuerySet[Entry]:
    return Entry.objects.select_related("detail").filter(
        chain__subject_kind=subject.kind, chain__subject_id=subject.id
    )
