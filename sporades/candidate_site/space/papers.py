"""Which papers does a candidate find in « Mes documents », and under which names?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from sporades.adapters import codes
from sporades.candidate_site.space import published
from sporades.candidate_site.space.published import PublishedTold
from sporades.candidate_site.space.told import said_size
from sporades.documents import queries as documents
from sporades.documents.queries import Paper
from sporades.registrations import access
from sporades.registrations.queries import issued
from sporades.registrations.queries.deposits import DepositSeen
from sporades.registrations.queries.issued import RECEIPT
from sporades.registrations.queries.space import Head, PieceSeen
from sporades.rules.publishing import CLOSES_WITHDRAWAL
from sporades.ui.addresses import address

if TYPE_CHECKING:
    from sporades.accounts.models import Candidate
    from sporades.registrations.models import Registration

CONFIRMATION = "confirmation"
# The word by which a file saved on a telephone is found again.
FILE_NAMES = {CONFIRMATION: "confirmation", "pieces_list": "liste-des-pieces", RECEIPT: "accuse"}


@dataclass(frozen=True, slots=True)
class PaperTold:
    """A paper as the list shows it."""

    kind: str
    version: int
    title: str
    issued: str
    weight: str  # « PDF, 42 ko »; « PDF » until somebody has asked for its bytes
    has_cachet: bool
    checks: int  # by whoever was shown it
    pdf: str
    page: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one registration: those of the version now saved, receipts, then what was replaced."""

    current: tuple[PaperTold, ...]
    receipts: tuple[PaperTold, ...]
    older: tuple[PaperTold, ...]
    # What the office has published, beside what we draw of what was answered.
    published: tuple[PublishedTold, ...]

    @property
    def news(self) -> tuple[PublishedTold, ...]:
        """What was published and never opened."""
        return tuple(paper for paper in self.published if paper.is_new)

    @property
    def is_convoked(self) -> bool:
        """Whether the convocation is published: nobody withdraws any more."""
        return any(paper.stands and paper.kind in CLOSES_WITHDRAWAL for paper in self.published)


def to_sign(seen: Head, shown: Iterable[PieceSeen]) -> PaperTold | None:
    """The confirmation of the version now saved, if it is among these pieces, to be given."""
    if not any(piece.is_confirmation and piece.takes_deposit for piece in shown):
        return None
    return next((paper for paper in of(seen).current if paper.kind == CONFIRMATION), None)


def of(seen: Head) -> Papers:
    known = issued.papers(seen)
    versions = [paper for paper in known if paper.kind in FILE_NAMES and paper.kind != RECEIPT]
    return Papers(
        current=_told(paper for paper in versions if paper.version == seen.version),
        receipts=_told(paper for paper in known if paper.kind == RECEIPT),
        older=_told(paper for paper in versions if paper.version != seen.version),
        published=tuple(published.told(paper, seen) for paper in known if paper.kind in published.FILE_NAMES),
    )


def receipt_of(seen: Head, deposit: DepositSeen) -> PaperTold | None:
    """The receipt of a deposit: the one that names its very bytes."""
    digests = {file.sha256 for file in deposit.files}
    found = (
        paper for paper in issued.papers(seen) if paper.kind == RECEIPT and issued.digests(paper) == digests
    )
    return next(iter(_told(found)), None)


def to_reread(seen: Head) -> dict[str, object]:
    """The confirmation of the version now saved, as its page shows it: what is read before it is signed."""
    own = (paper for paper in issued.papers(seen) if paper.kind == CONFIRMATION)
    paper = next(paper for paper in own if paper.version == seen.version)
    return {"paper": paper, "said": paper.data, "last_version": seen.version}


def own(candidate: "Candidate", document_id: UUID) -> "tuple[Paper, Registration]":
    """A paper about one of the candidate's own registrations, or 404."""
    paper = documents.paper(document_id)
    if paper is None or paper.kind not in {*FILE_NAMES, *published.FILE_NAMES}:
        raise Http404
    return paper, access.for_candidate(candidate, paper.subject_id)


def reference_of(paper: Paper) -> str:
    """What its first page bears to be verified by; "" of a paper printed before each of them bore it."""
    return next((codes.grouped(codes.reference_of(text)) for text in paper.data.get("codes", [])), "")


def file_name(paper: Paper) -> str:
    """« confirmation-25-23-000042-v2.pdf »"""
    return f"{FILE_NAMES[paper.kind]}-{paper.number}-v{paper.version}.pdf"


def _told(papers: Iterable[Paper]) -> tuple[PaperTold, ...]:
    return tuple(
        PaperTold(
            kind=paper.kind,
            version=paper.version,
            title=paper.data["sentence"] if paper.kind == RECEIPT else paper.data["heading"],
            issued=paper.data["issued"],
            weight=f"PDF, {said_size(paper.size)}" if paper.size else "PDF",
            has_cachet=paper.cachet_at is not None,
            checks=paper.checks,
            pdf=address("document_pdf", paper.id),
            page=address("document", paper.id),
        )
        for paper in papers
    )
