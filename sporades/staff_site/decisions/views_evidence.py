"""« Fiche de preuve »: what was asked, received, written and decided, as a PDF to be kept."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from sporades.documents import cachets
from sporades.documents import queries as papers
from sporades.journal.values import Subject
from sporades.registrations import evidence as sheets
from sporades.registrations.actions import proving
from sporades.rules.rights import Act
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, file_of, new_token, officer_may, token_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.ISSUE_EVIDENCE)
def evidence(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """The sheets issued so far, and the button that issues one of this instant."""
    row = file_of(request, registration_id, "evidence")
    if request.method == "POST":
        issued = proving.issue(row, token=token_of(request), by=request.actor, now=request.now)
        return redirect("staff_evidence_pdf", registration_id, issued)
    known = papers.published(Subject("registration", row.id))
    context = {
        "head": head_of(row),
        "sheets": [paper for paper in known if paper.kind == sheets.KIND],
        "token": new_token(),
    }
    return render(request, "staff_site/decisions/evidence.html", context)


@require_safe
@officer_may(Act.ISSUE_EVIDENCE)
def evidence_pdf(request: OfficerRequest, registration_id: UUID, document_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "evidence_pdf")
    paper = papers.paper(document_id)
    if paper is None or paper.kind != sheets.KIND or paper.subject_id != row.id:
        raise Http404
    response = HttpResponse(cachets.give(document_id), content_type="application/pdf")
    name = f"preuve-{paper.number or 'brouillon'}.pdf"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=name) or "inline"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
