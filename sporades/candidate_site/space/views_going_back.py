"""« Revenir à la version signée »: what would change, and nothing to print or to sign again."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.candidate_site.doors import CandidateRequest, candidate_only, new_token, token_of
from sporades.candidate_site.space.forms import GoingBackForm
from sporades.candidate_site.space.refusals import sentences
from sporades.registrations import access
from sporades.registrations.actions import going_back
from sporades.registrations.queries import changes
from sporades.registrations.queries import space as registrations
from sporades.rules.reasons import Blocked

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


@require_http_methods(["GET", "HEAD", "POST"])
@candidate_only
def go_back(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    row = access.for_candidate(request.candidate, registration_id)
    form = GoingBackForm(request.POST)
    if form.is_valid():
        _go_back(request, row, form.cleaned_data["to"])
        return redirect("registration", registration_id)
    seen = registrations.seen(row, now=request.now)
    if not seen.signed:
        return redirect("registration", registration_id)
    context = {
        "seen": seen,
        "changes": changes.differences(row, seen.signed),
        "has_changes": changes.unsaved(row),
        "token": new_token(),
    }
    return render(request, "candidate_site/space/going_back.html", context)


def _go_back(request: CandidateRequest, row: "Registration", to: int) -> None:
    try:
        going_back.go_back(row, to=to, token=token_of(request), by=request.actor, now=request.now)
    except Blocked as blocked:
        for sentence in sentences(blocked):
            messages.error(request, sentence)
    else:
        said = _(
            "Vos réponses sont de nouveau celles de la version %(to)s, que vous avez signée. Votre signature "
            "reste valable : vous n’avez rien à signer."
        )
        messages.success(request, said % {"to": to})
