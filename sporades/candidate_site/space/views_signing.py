"""How do I sign without a printer? I reread the whole confirmation, give my password again, and sign that document."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sporades.accounts import actions as accounts
from sporades.accounts.sentences import carried_out
from sporades.adapters import clocks
from sporades.adapters.pdf import CannotRender
from sporades.candidate_site.doors import CandidateRequest, candidate_only, new_token, token_of
from sporades.candidate_site.space import hints, papers, told
from sporades.candidate_site.space.forms import SigningForm
from sporades.candidate_site.space.refusals import say_blocked
from sporades.registrations import access
from sporades.registrations.actions import signing
from sporades.registrations.actions.depositing import Received
from sporades.rules.reasons import Blocked
from sporades.ui.posting import posted

if TYPE_CHECKING:
    from sporades.registrations.models import Piece


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("current")
@candidate_only
def sign(request: CandidateRequest, piece_id: UUID) -> HttpResponse:
    """« Signer ma confirmation »: what it says, then one tick and the password."""
    row = access.piece_for_candidate(request.candidate, piece_id)
    seen = told.with_piece(row, now=request.now)
    if not hints.is_signed_here(seen, seen.piece):
        return redirect("piece", piece_id)
    form = SigningForm(posted(request))
    try:
        signed = _sign(request, row, form)
        shown = signing.to_sign(row.registration)
    except CannotRender:
        messages.warning(
            request, _("Le document à signer n’a pas pu être préparé. Réessayez dans quelques minutes.")
        )
        return redirect("piece", piece_id)
    if signed is not None:
        return redirect("receipt", signed.deposit_id)
    context = {"seen": seen, "confirmation": row, "form": form, "token": new_token(), "shown": shown}
    return render(request, "candidate_site/space/sign.html", {**context, **papers.to_reread(seen)})


def _sign(request: CandidateRequest, row: "Piece", form: SigningForm) -> Received | None:
    """The receipt; None, with the reasons on the form, if nothing was signed."""
    account = request.candidate.account
    if not carried_out(form, lambda: accounts.prove(account, form.cleaned_data["current"])):
        return None
    try:
        return signing.sign(
            row,
            sha256=form.cleaned_data["sha256"],
            token=token_of(request),
            by=request.actor,
            now=request.now,
            recorded_at=clocks.legal_now(),
        )
    except Blocked as blocked:
        say_blocked(form, blocked)
        return None
