"""Which papers of a registration exist for whoever reads them?"""

from collections.abc import Iterable

from sporades.documents import queries as documents
from sporades.documents.queries import Paper
from sporades.journal.values import Subject
from sporades.registrations.queries.space import PieceSeen, Seen

RECEIPT = "receipt"


def papers(seen: Seen) -> list[Paper]:
    """Newest first.

    To an officer without that right, a receipt of what they do not see would tell that it was given.
    """
    # A draft has no paper: nothing to ask.
    found = documents.published(Subject("registration", seen.id)) if seen.version else []
    return existing(found, seen.pieces, unseen=seen.unseen)


def existing(found: list[Paper], pieces: Iterable[PieceSeen], *, unseen: frozenset[str]) -> list[Paper]:
    """Those among them that exist for whoever is shown these pieces."""
    if not unseen:
        return found
    given = {file.sha256 for piece in pieces for one in piece.deposits for file in one.files}
    return [
        paper
        for paper in found
        if paper.kind not in unseen and (paper.kind != RECEIPT or digests(paper) <= given)
    ]


def digests(receipt: Paper) -> set[str]:
    """Of the very bytes that it names."""
    return {file["digest"] for file in receipt.data["files"]}
