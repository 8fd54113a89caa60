"""Which papers of a registration exist for whoever reads them?"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from sporades.adapters.prepared import prepared
from sporades.documents import queries as documents
from sporades.documents.queries import Paper
from sporades.journal.values import Subject
from sporades.registrations.models import File
from sporades.registrations.queries.space import Head, PieceSeen

RECEIPT = "receipt"


def papers(seen: Head) -> list[Paper]:
    """Newest first.

    To an officer without that right, a receipt of what they do not see would tell that it was given.
    """
    # A draft has no paper: nothing to ask.
    found = documents.published(Subject("registration", seen.id)) if seen.version else []
    if not seen.unseen:
        return found
    given = {sha256 for kind, sha256 in _given.rows(seen.id) if kind not in seen.unseen}
    return _existing(found, given, seen.unseen)


def existing(found: list[Paper], pieces: Iterable[PieceSeen], *, unseen: frozenset[str]) -> list[Paper]:
    """Those among them that exist for whoever is shown these pieces."""
    if not unseen:
        return found
    given = {file.sha256 for piece in pieces for one in piece.deposits for file in one.files}
    return _existing(found, given, unseen)


def _existing(found: Iterable[Paper], given: set[str], unseen: frozenset[str]) -> list[Paper]:
    return [
        paper
        for paper in found
        if paper.kind not in unseen and (paper.kind != RECEIPT or digests(paper) <= given)
    ]


@prepared
def _given(registration: UUID) -> QuerySet[File, tuple[str, str]]:
    files = File.objects.filter(deposit__piece__registration=registration)
    return files.values_list("deposit__piece__kind", "sha256")


def digests(receipt: Paper) -> set[str]:
    """Of the very bytes that it names."""
    return {file["digest"] for file in receipt.data["files"]}
