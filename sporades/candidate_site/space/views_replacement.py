"""« Demander à la remplacer »: why an accepted piece should be opened again, and what the office answered."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.candidate_site.doors import CandidateRequest, candidate_only, new_token, token_of
from sporades.candidate_site.space import told
from sporades.candidate_site.space.forms import ReplacementForm
from sporades.candidate_site.space.refusals import say_blocked
from sporades.registrations import access
from sporades.registrations.actions import replacing
from sporades.registrations.queries import replacements
from sporades.rules.reasons import Blocked

if TYPE_CHECKING:
    from sporades.registrations.models import Piece


@require_http_methods(["GET", "HEAD", "POST"])
@candidate_only
def replacement(request: CandidateRequest, piece_id: UUID) -> HttpResponse:
    row = access.piece_for_candidate(request.candidate, piece_id)
    form = ReplacementForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _ask(request, row, form):
        messages.success(request, _("Votre demande est enregistrée. Le service des examens vous répondra."))
        return redirect("replacement", piece_id)
    seen = told.with_piece(row, now=request.now)
    card = told.piece_told(seen.piece)
    if not (seen.is_live and card.locked):
        return redirect("piece", piece_id)
    context = {
        "seen": seen,
        "card": card,
        "last": replacements.newest(row),
        "form": form,
        "token": new_token(),
        "nav_current": "pieces",
    }
    return render(request, "candidate_site/space/replacement.html", context)


def _ask(request: CandidateRequest, row: "Piece", form: ReplacementForm) -> bool:
    """Whether the request was received; if not, the form says why."""
    try:
        replacing.ask_replacement(
            row,
            text=form.cleaned_data["text"],
            token=token_of(request),
            by=request.actor,
            now=request.now,
        )
    except Blocked as blocked:
        say_blocked(form, blocked)
        return False
    return True
