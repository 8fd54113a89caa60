"""What did you receive from me? The receipt of a deposit, and its files as they were sent."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sporades.adapters import storage
from sporades.candidate_site.doors import CandidateRequest, candidate_only
from sporades.candidate_site.space import papers, sending, told
from sporades.registrations import access
from sporades.registrations.queries import purged, sealed, twice
from sporades.registrations.queries import space as registrations
from sporades.rules import french


@require_safe
@candidate_only
def receipt(request: CandidateRequest, deposit_id: UUID) -> HttpResponse:
    row = access.deposit_for_candidate(request.candidate, deposit_id)
    seen = registrations.seen(row.piece.registration, now=request.now)
    if gone := purged.left(row):
        context = {
            "seen": seen,
            "deposit": row,
            "left": gone,
            "sealed": sealed.of(row),
            "nav_current": "pieces",
        }
        return render(request, "candidate_site/space/receipt_purged.html", context)
    piece, deposit = told.given(seen, deposit_id)
    context = {
        "seen": seen,
        "piece": piece,
        "deposit": deposit,
        "card": told.piece_told(piece),
        "files": [(file.name, told.said_size(file.size), file.sha256) for file in deposit.files],
        "given_before": twice.given_before(row),
        "still_due": told.still_due(seen),
        "paper": papers.receipt_of(seen, deposit),
        "nav_current": "pieces",
    }
    return render(request, "candidate_site/space/receipt.html", context)


@require_safe
@candidate_only
def proof(request: CandidateRequest, deposit_id: UUID) -> HttpResponse:
    """What the owner of a deposit can show to a third person, in plain words."""
    row = access.deposit_for_candidate(request.candidate, deposit_id)
    if purged.left(row):
        return redirect("receipt", deposit_id)
    seen = registrations.seen(row.piece.registration, now=request.now)
    piece, deposit = told.given(seen, deposit_id)
    sealed_in = sealed.of(row)
    context = {
        "seen": seen,
        "piece": piece,
        "deposit": deposit,
        "sealed_on": french.plain_day(sealed_in[0]) if sealed_in else "",
        "root": sealed_in[1] if sealed_in else "",
        "files": [(file.name, told.said_size(file.size), file.sha256) for file in deposit.files],
        "nav_current": "pieces",
    }
    return render(request, "candidate_site/space/proof.html", context)


@require_safe
@candidate_only
def proof_json(request: CandidateRequest, deposit_id: UUID) -> HttpResponse:
    row = access.deposit_for_candidate(request.candidate, deposit_id)
    given = sealed.proof(row)
    if given is None:
        raise Http404
    response = JsonResponse(given, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="preuve-{row.id}.json"'
    return response


@require_safe
@candidate_only
def file(request: CandidateRequest, file_id: UUID) -> HttpResponse:
    """A file of theirs, at once: its owner may see it before the antivirus has."""
    row = access.file_for_candidate(request.candidate, file_id)
    try:
        content = storage.get(row.key, row.wrapped_key, row.key_id)
    except storage.CannotGive:
        # The bytes of an infected file are erased; what was said of it stays.
        raise Http404 from None
    return sending.given(content, media_type=row.media_type, name=row.name)


@require_safe
@candidate_only
def whole(request: CandidateRequest, deposit_id: UUID) -> HttpResponse:
    """All the pages of a deposit as the one PDF that we made of them, once every file was found clean."""
    row = access.deposit_for_candidate(request.candidate, deposit_id)
    if not row.key:
        raise Http404
    return sending.issued(storage.get(row.key, row.wrapped_key, row.key_id), name=f"depot-{row.id}.pdf")
