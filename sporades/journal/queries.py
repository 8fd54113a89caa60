"""What has happened to a subject, and was this form already carried out?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sporades.adapters.prepared import prepared
from sporades.journal import chains
from sporades.journal.models import REFUSED, Chain, Entry
from sporades.journal.values import Subject

MOST_REFUSALS = 2000
PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is told: `details` is None if it had none, or once a purge has erased them."""

    position: int
    kind: str
    actor_kind: str
    actor_id: str
    at: datetime
    rule: str
    source: str
    edition: str
    data: Mapping[str, object]
    details: Mapping[str, object] | None
    erased: bool  # it had details, and a purge has taken them away
    purge: int = 0  # which one: a later entry of the chain says it


def timeline(subject: Subject) -> list[Line]:
    """The subject's entries, newest first."""
    entries = (
        Entry.objects.filter(chain__subject_kind=subject.kind, chain__subject_id=subject.id)
        .select_related("detail")
        .order_by("-position")
    )
    lines = [_line(entry) for entry in entries]
    purges = {position: n for line in lines for position, n in _erased_by(line)}
    return [replace(line, purge=purges.get(line.position, 0)) if line.erased else line for line in lines]


def _erased_by(line: Line) -> Iterator[tuple[int, int]]:
    """The entries whose details this purge took away, if the line is one, with its number."""
    positions, number = line.data.get("details"), line.data.get("purge")
    if line.kind == PURGED and isinstance(positions, list) and isinstance(number, int):
        yield from ((position, number) for position in positions)


def told(subject: Subject) -> list[tuple[str, datetime, Mapping[str, object]]]:
    """What a page tells of the subject, newest first: each entry's kind, instant and data, without details."""
    return _told.rows(subject.kind, subject.id)


@prepared
def _told(kind: str, subject: UUID) -> QuerySet[Entry, tuple[str, datetime, Mapping[str, object]]]:
    entries = Entry.objects.filter(chain__subject_kind=kind, chain__subject_id=subject)
    return entries.order_by("-position").values_list("kind", "at", "data")


def data_of(
    kind: str, subject_kind: str, subjects: Collection[UUID]
) -> list[tuple[UUID, Mapping[str, object]]]:
    """What the entries of one kind say of each of these subjects, in any order."""
    rows = Entry.objects.filter(kind=kind, chain__subject_kind=subject_kind, chain__subject_id__in=subjects)
    return list(rows.order_by().values_list("chain__subject_id", "data"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """An attempt that was refused: of whom, when, and by which rule."""

    position: int
    kind: str
    rule: str
    at: datetime
    subject_kind: str
    subject_id: UUID
    data: Mapping[str, object]


def refusals(*, since: datetime, until: datetime) -> list[Refusal]:
    """The attempts refused from `since` on and before `until`, the latest first."""
    rows = Entry.objects.filter(kind__in=REFUSED, at__gte=since, at__lt=until)
    return [Refusal(*row) for row in _refused(rows.order_by("-id"))[:MOST_REFUSALS]]


def refusals_after(position: int, kind: str, *, until: datetime, most: int) -> list[Refusal]:
    """Those of one kind written after that entry and made before `until`, the oldest first."""
    rows = Entry.objects.filter(kind__in=[kind], id__gt=position, at__lt=until)
    return [Refusal(*row) for row in _refused(rows.order_by("id"))[:most]]


def refusals_between(
    position: int, kinds: Sequence[str], *, since: datetime, until: datetime, most: int
) -> list[Refusal]:
    """Those of these kinds written after that entry and made between the two instants, the oldest first."""
    # By their own index: a handful among millions.
    rows = Entry.objects.filter(kind__in=REFUSED, at__gte=since, at__lt=until).filter(
        kind__in=kinds, id__gt=position
    )
    return [Refusal(*row) for row in _refused(rows.order_by("id"))[:most]]


def is_refused_later(
    refusal: Refusal, kinds: Sequence[str], *, until: datetime, besides: Collection[str]
) -> bool:
    """Whether the same subject was refused something of these kinds once more, by another rule than those."""
    later = _same_chain(refusal).filter(kind__in=kinds, at__lt=until)
    return later.exclude(rule__in=besides).exists()


def is_followed(refusal: Refusal, kinds: Sequence[str]) -> bool:
    """Whether the same was done since: of the same piece, where the refusal names one."""
    done = _same_chain(refusal).filter(kind__in=kinds)
    same = {f"data__{name}": refusal.data[name] for name in ("piece", "key") if name in refusal.data}
    return done.filter(**same).exists()


def _same_chain(refusal: Refusal) -> QuerySet[Entry]:
    """What was written later of the same subject."""
    return Entry.objects.filter(
        chain__subject_kind=refusal.subject_kind,
        chain__subject_id=refusal.subject_id,
        id__gt=refusal.position,
    )


def is_refused_again(refusal: Refusal, *, until: datetime) -> bool:
    """Whether the same subject was refused the same thing once more, before `until`."""
    rows = Entry.objects.filter(kind__in=[refusal.kind], id__gt=refusal.position, at__lt=until)
    return rows.filter(
        chain__subject_kind=refusal.subject_kind,
        chain__subject_id=refusal.subject_id,
        rule=refusal.rule,
        data=refusal.data,
    ).exists()


def _refused(rows: QuerySet[Entry]) -> "QuerySet[Entry, Any]":
    return rows.values_list("id", "kind", "rule", "at", "chain__subject_kind", "chain__subject_id", "data")


def act_of(token: str) -> Line | None:
    """The entry that a form's token already made, if any."""
    entry = _of_token.first(token) if token else None
    return _line(entry) if entry else None


@prepared
def _of_token(token: str) -> QuerySet[Entry]:
    return Entry.objects.select_related("detail").filter(token=token)


def length(subject: Subject) -> int:
    """How many entries the subject's chain holds: what tells that something followed an act."""
    chain = Chain.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return chain.values_list("length", flat=True).first() or 0


def break_of(subject: Subject) -> chains.Break | None:
    """Where the subject's chain does not hold, or None while every entry is what was written."""
    return next(
        chains.broken(iter(Chain.objects.filter(subject_kind=subject.kind, subject_id=subject.id))), None
    )


def broken_chains() -> Iterator[chains.Break]:
    return chains.broken(Chain.objects.order_by("id").iterator(chunk_size=500))


def _line(entry: Entry) -> Line:
    detail = getattr(entry, "detail", None)
    return Line(
        position=entry.position,
        kind=entry.kind,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        at=entry.at,
        rule=entry.rule,
        source=entry.source,
        edition=entry.edition,
        data=entry.data,
        details=detail.content if detail is not None else None,
        erased=bool(entry.details_digest) and detail is None,
    )


def head_of(subject: Subject) -> str:
    """The digest of the subject's last entry: whoever has it can prove everything before."""
    chains_of = Chain.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return chains_of.values_list("head", flat=True).first() or ""
