"""What did you issue to me? « Mes documents », each paper as a PDF, and the same as a page."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sporades.adapters.pdf import CannotRender
from sporades.candidate_site.doors import CandidateRequest, candidate_only
from sporades.candidate_site.space import papers, published, sending, ways
from sporades.documents import cachets
from sporades.registrations import access
from sporades.registrations.actions import issuing
from sporades.registrations.queries import space as registrations

if TYPE_CHECKING:
    from sporades.documents.queries import Paper
    from sporades.registrations.models import Registration

PLACE = {"nav_current": "documents"}


@require_safe
@candidate_only
def documents(request: CandidateRequest) -> HttpResponse:
    """« Mes documents »: those of the only live registration, or the choice of one."""
    cards = registrations.registrations_of(request.candidate, now=request.now)
    only = ways.only_one(cards)
    if only is not None:
        return redirect("registration_documents", only.id)
    return render(request, "candidate_site/space/documents.html", {"cards": cards})


@require_safe
@candidate_only
def registration_documents(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    seen = registrations.head(access.for_candidate(request.candidate, registration_id), now=request.now)
    context = {"seen": seen, "papers": papers.of(seen), **PLACE}
    return render(request, "candidate_site/space/registration_documents.html", context)


@require_safe
@candidate_only
def document(request: CandidateRequest, document_id: UUID) -> HttpResponse:
    """What the paper says, as a page: for who listens to it, enlarges it, or has no reader of PDF."""
    paper, row = papers.own(request.candidate, document_id)
    if paper.kind in published.FILE_NAMES:
        # A file of the office's: what it is, from whom and what to do, never what it says.
        seen = registrations.head(row, now=request.now)
        context = {"seen": seen, "paper": published.told(paper, seen), **PLACE}
        return render(request, "candidate_site/space/published.html", context)
    said = {"paper": paper, "said": paper.data, "reference": papers.reference_of(paper)}
    context = {**said, "registration_id": row.id, "last_version": row.version}
    return render(request, f"candidate_site/space/paper_{paper.kind}.html", context)


@require_safe
@candidate_only
def document_pdf(request: CandidateRequest, document_id: UUID) -> HttpResponse:
    paper, row = papers.own(request.candidate, document_id)
    if paper.kind in published.FILE_NAMES:
        return _of_the_office(request, paper, row)
    try:
        content = cachets.give(paper.id)
    except CannotRender:
        messages.warning(request, _("Le PDF n’a pas pu être préparé : voici le même document, en page web."))
        return redirect("document", paper.id)
    return sending.issued(content, name=papers.file_name(paper))


def _of_the_office(request: CandidateRequest, paper: "Paper", row: "Registration") -> HttpResponse:
    """What the office has published, and that it was opened; what it has taken back is shown to nobody."""
    if paper.retracted_at is not None:
        messages.warning(request, _("Ce document a été retiré par le service : n’en tenez plus compte."))
        return redirect("registration_documents", row.id)
    if request.method == "GET":
        issuing.open_paper(row, paper.id, by=request.actor, now=request.now)
    return sending.issued(cachets.give(paper.id), name=published.file_name(paper))
