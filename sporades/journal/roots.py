"""What proves that the journal of a day was not rewritten since, not even whole?

A chain shows one changed entry; whoever rewrites all of it, head included,
leaves no trace in it. So each day is closed: a Merkle root over how far every
chain had come, in a statement that carries the digest of the one before, signed
and published. A chain that has not moved stands under its last root, and is
held by all that follow: the cost of a day is what happened that day.

Days are of universal time, by the legal clock. A missed day is made up for,
and says what it would have said: the last entry of each chain before its end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from sporades.adapters import signing
from sporades.journal import hashing, merkle
from sporades.journal.models import Chain, Entry, Leaf, Root
from sporades.rules.calendar import GRACE

FORMAT = "sporades-root-1"
_DAY = timedelta(days=1)
_LEAVES = 2000  # rows a statement


def end_of(day: date) -> datetime:
    return datetime.combine(day + _DAY, time(), UTC)


def close_days(*, now: datetime) -> int:
    """Closes every day that is over and is not closed yet, the oldest first; says how many."""
    closed = 0
    while signing.can_sign() and (day := _next_day(now)) is not None and _close(day, now):
        closed += 1
    return closed


def _next_day(now: datetime) -> date | None:
    # What is in flight at midnight belongs to the day: the root waits for it, as deadlines do.
    over = (now - GRACE).astimezone(UTC).date() - _DAY
    last = Root.objects.order_by("-day").first()
    if last is None:
        return over
    return last.day + _DAY if last.day < over else None


def _close(day: date, now: datetime) -> bool:
    """False if another worker has just done it."""
    before = Root.objects.order_by("-day").first()
    moved = list(_moved(end_of(day)))
    root = Root(
        day=day,
        chains=len(moved),
        root=merkle.root(digest for _, _, digest in moved),
        previous=digest_of(before) if before else "",
        made_at=now,
    )
    root.key_id, root.signature = signing.sign(hashing.canonical(statement(root)))
    leaves = [
        Leaf(root=root, place=place, chain_id=chain, position=position, digest=digest)
        for place, (chain, position, digest) in enumerate(moved)
    ]
    try:
        with transaction.atomic():
            root.save(force_insert=True)
            Leaf.objects.bulk_create(leaves, batch_size=_LEAVES)
    except IntegrityError:
        return False
    return True


def _moved(until: datetime) -> "QuerySet[Chain, tuple[int, int, str]]":
    """Each chain that has come further than its last leaf: how far, and the digest there."""
    leaves = Leaf.objects.filter(chain=OuterRef("pk"))
    last = Entry.objects.filter(chain=OuterRef("pk"), at__lt=until).order_by("-position")
    chains = Chain.objects.filter(~Exists(leaves.filter(position=OuterRef("length")))).annotate(
        come_to=Subquery(last.values("position")[:1]), come=Subquery(last.values("digest")[:1])
    )
    moved = chains.filter(~Exists(leaves.filter(position=OuterRef("come_to"))), come_to__isnull=False)
    return moved.order_by("subject_kind", "subject_id").values_list("id", "come_to", "come")


def statement(root: Root) -> dict[str, object]:
    """What is signed, word for word (canonical JSON)."""
    return {
        "format": FORMAT,
        "day": root.day.isoformat(),
        "until": hashing.instant(end_of(root.day)),
        "chains": root.chains,
        "root": root.root,
        "previous": root.previous,
        "made_at": hashing.instant(root.made_at),
    }


def digest_of(root: Root) -> str:
    """What the root of the next day carries."""
    return hashing.sha256(hashing.canonical(statement(root)))


@dataclass(frozen=True, slots=True)
class Published:
    """One day as anybody may read it."""

    day: date
    chains: int
    root: str
    digest: str
    key_id: str
    signature: str
    statement: dict[str, object]


def published(*, last: int | None = None) -> list[Published]:
    """Every day that is closed, the newest first."""
    rows = Root.objects.order_by("-day")
    return [
        Published(
            row.day, row.chains, row.root, digest_of(row), row.key_id, row.signature, statement(row)
        )
        for row in (rows if last is None else rows[:last])
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is no longer as it was sealed: of which day, and whose entry if one is at fault."""

    day: date
    what: str


def faults() -> Iterator[Fault]:
    """Everything that the roots do not confirm, day by day."""
    before: Root | None = None
    for root in Root.objects.order_by("day"):
        if before is not None and root.day != before.day + _DAY:
            yield Fault(before.day + _DAY, "missing")
        if root.previous != (digest_of(before) if before else ""):
            yield Fault(root.day, "does not follow the root before it")
        if not signing.is_signed(hashing.canonical(statement(root)), root.signature, by=root.key_id):
            yield Fault(root.day, f"not signed by the key « {root.key_id} » as it is known here")
        yield from _of_leaves(root)
        before = root


def _of_leaves(root: Root) -> Iterator[Fault]:
    leaves = root.leaves.order_by("place")
    digests = list(leaves.values_list("digest", flat=True))
    if len(digests) != root.chains or merkle.root(digests) != root.root:
        yield Fault(root.day, "its leaves are not those that were sealed")
    there = Entry.objects.filter(
        chain=OuterRef("chain"), position=OuterRef("position"), digest=OuterRef("digest")
    )
    lost = leaves.filter(~Exists(there)).annotate(kind=F("chain__subject_kind"), whose=F("chain__subject_id"))
    for kind, whose, position in lost.values_list("kind", "whose", "position"):
        yield Fault(root.day, f"{kind} {whose}: entry {position}: not what was sealed")
