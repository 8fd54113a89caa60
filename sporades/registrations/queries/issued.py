"""Which papers of a registration exist for whoever reads them?"""

from sporades.documents import queries as documents
from sporades.documents.queries import Paper
from sporades.journal.values import Subject
from sporades.registrations.queries.space import Seen

RECEIPT = "receipt"


def papers(seen: Seen) -> list[Paper]:
    """Newest first.

    To an officer without that right, a receipt of what they do not see would tell that it was given.
    """
    # A draft has no paper: nothing to ask.
    found = documents.published(Subject("registration", seen.id)) if seen.version else []
    if not seen.unseen:
        return found
    given = {file.sha256 for piece in seen.pieces for one in piece.deposits for file in one.files}
    return [
        paper
        for paper in found
        if paper.kind not in seen.unseen and (paper.kind != RECEIPT or digests(paper) <= given)
    ]


def digests(receipt: Paper) -> set[str]:
    """Of the very bytes that it names."""
    return {file["digest"] for file in receipt.data["files"]}
