"""Which papers have we issued about this subject?"""

import uuid
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet

from sporades.adapters import storage
from sporades.adapters.prepared import Among, prepared
from sporades.documents.models import Cachet, Document
from sporades.journal.values import Subject


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as its reader sees it; `data` is what it says, for the page that says the same."""

    id: uuid.UUID
    kind: str
    number: str
    version: int
    title: str
    data: dict[str, Any]
    ordered_at: datetime
    sha256: str
    size: int | None
    subject_id: uuid.UUID
    lot_id: uuid.UUID | None
    opened_at: datetime | None
    replaced_at: datetime | None
    retracted_at: datetime | None
    retracted_for: str
    cachet_at: datetime | None
    checks: int

    @property
    def is_published(self) -> bool:
        """Made by the office, and not drawn by us."""
        return self.lot_id is not None

    @property
    def stands(self) -> bool:
        """Neither taken back nor replaced."""
        return self.retracted_at is None and self.replaced_at is None


def published(subject: Subject) -> list[Paper]:
    """Every paper about the subject, newest first."""
    return [Paper(*row) for row in _published.rows(subject.kind, subject.id)]


_COLUMNS = [field.name for field in fields(Paper)]


@prepared
def _published(kind: str, subject: uuid.UUID) -> "QuerySet[Document, tuple[Any, ...]]":
    papers = Document.objects.filter(subject_kind=kind, subject_id=subject).order_by("-ordered_at", "kind")
    return papers.values_list(*_COLUMNS)


def paper(document_id: uuid.UUID) -> Paper | None:
    row = _one.first(document_id)
    return Paper(*row) if row else None


@prepared
def _one(document: uuid.UUID) -> "QuerySet[Document, tuple[Any, ...]]":
    return Document.objects.filter(id=document).values_list(*_COLUMNS)


def of_version(subject: Subject, kind: str, version: int) -> uuid.UUID | None:
    """The paper of that kind issued for a version, if any."""
    papers = Document.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, kind=kind, version=version
    )
    return papers.values_list("id", flat=True).first()


def has_standing(subject: Subject, kind: str) -> bool:
    """Whether a paper of this kind was published about the subject, and still stands."""
    return _standing.first(subject.kind, subject.id, kind) is not None


@prepared
def _standing(subject_kind: str, subject: uuid.UUID, kind: str) -> QuerySet[Document, uuid.UUID]:
    stands = {"lot_id__isnull": False, "retracted_at__isnull": True, "replaced_at__isnull": True}
    found = Document.objects.filter(subject_kind=subject_kind, subject_id=subject, kind=kind, **stands)
    return found.values_list("id", flat=True)


def opened(lots: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many papers of each of these lots their candidates have opened, of those that were not taken back."""
    return dict(_opened.rows(lots))


@prepared
def _opened(lots: list[uuid.UUID]) -> "QuerySet[Document, tuple[uuid.UUID, int]]":
    papers = Document.objects.filter(Among(F("lot_id"), lots), retracted_at=None, opened_at__isnull=False)
    return papers.order_by().values_list("lot_id").annotate(count=Count("*"))


def without_cachet(tries: int) -> QuerySet[Document]:
    """Those on which it could not be affixed, in so many tries."""
    waiting = Document.objects.filter(cachet_due_at__isnull=False, lot_id__isnull=True, key__gt="")
    return waiting.filter(cachet_tries__gte=tries)


def certificates() -> set[str]:
    """The fingerprints of all the certificates that a cachet of ours bears."""
    return set(Cachet.objects.values_list("certificate", flat=True).distinct())


def keys() -> set[str]:
    """Every storage key in use: what the sweeper must not take away."""
    drawn = Document.objects.exclude(key="").values_list("key", flat=True)
    return {*drawn, *Cachet.objects.values_list("key", flat=True)}


def kept_after(cursor: str, most: int) -> list[storage.Claim]:
    """The papers and cachets kept under the keys that follow, in the order of the keys."""
    drawn = Document.objects.filter(key__gt=cursor).order_by("key")[:most]
    added = Cachet.objects.filter(key__gt=cursor).order_by("key")[:most]
    claims = [*(_claim("document", row) for row in drawn), *(_claim("cachet", row) for row in added)]
    return sorted(claims, key=lambda claim: claim.key)[:most]


def _claim(what: str, row: Document | Cachet) -> storage.Claim:
    return storage.Claim(f"{what} {row.pk}", row.key, row.wrapped_key, row.key_id, row.sha256)


def key_ids() -> set[str]:
    """The master keys without which a paper or its cachet could not be read any more."""
    drawn = Document.objects.exclude(key="").values_list("key_id", flat=True).distinct()
    return {*drawn, *Cachet.objects.values_list("key_id", flat=True).distinct()}
