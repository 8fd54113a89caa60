"""What has the office published to me, and what has become of it since?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sporades.candidate_site.space.told import said_size
from sporades.documents.queries import Paper
from sporades.reference.load import reference
from sporades.registrations.queries.space import Head
from sporades.rules import french
from sporades.rules.publishing import PaperKind
from sporades.ui.addresses import address

# The word by which a file saved on a telephone is found again.
FILE_NAMES = {
    PaperKind.CONVOCATION.value: "convocation",
    PaperKind.PE_CONVOCATION.value: "convocation-eps",
    PaperKind.ACCOMMODATION_DECISION.value: "decision-amenagement",
    PaperKind.TRANSCRIPT.value: "releve-de-notes",
    PaperKind.CERTIFICATE.value: "attestation",
}


@dataclass(frozen=True, slots=True)
class PublishedTold:
    """A paper of the office as the list shows it: new, opened, replaced, or taken back and why."""

    kind: str
    title: str
    purpose: str
    issued: str
    weight: str
    todo: str
    page: str
    pdf: str  # "" once it is taken back: nobody opens it any more
    state: str
    since: str
    tone: str
    is_new: bool
    stands: bool
    taken_back_for: str


def told(paper: Paper, seen: Head) -> PublishedTold:
    state, tone, since = _fate(paper)
    return PublishedTold(
        kind=paper.kind,
        title=french.capital(paper.title),
        purpose=paper.data["purpose"],
        todo=reference().say(f"published_do_{paper.kind}"),
        page=address("document", paper.id),
        issued=french.spoken_instant(paper.ordered_at, seen.zone, seen.zone_name),
        weight=f"PDF, {said_size(paper.size or 0)}",
        pdf="" if paper.retracted_at else address("document_pdf", paper.id),
        state=state,
        since=french.spoken_instant(since, seen.zone, seen.zone_name) if since else "",
        tone=tone,
        stands=paper.stands,
        is_new=paper.stands and paper.opened_at is None,
        taken_back_for=paper.retracted_for,
    )


def file_name(paper: Paper) -> str:
    """« convocation-25-23-000042.pdf »"""
    return f"{FILE_NAMES[paper.kind]}-{paper.number}.pdf"


def _fate(paper: Paper) -> tuple[str, str, datetime | None]:
    """What has become of it, in a word and a tone, and since when."""
    if paper.retracted_at:
        return _("retiré"), "no", paper.retracted_at
    if paper.replaced_at:
        return _("remplacé"), "off", paper.replaced_at
    if paper.opened_at:
        return _("ouvert"), "ok", paper.opened_at
    return _("nouveau"), "wait", None
