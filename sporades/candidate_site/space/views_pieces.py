"""What must I give, by when, and how? « Mes justificatifs », a registration's pieces, one piece."""

from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.adapters import clocks, media
from sporades.candidate_site.doors import CandidateRequest, View, candidate_only, new_token, token_of
from sporades.candidate_site.space import papers, told, ways
from sporades.candidate_site.space.forms import DepositForm
from sporades.candidate_site.space.refusals import say_blocked, say_files
from sporades.registrations import access
from sporades.registrations.actions import depositing
from sporades.registrations.actions.depositing import BadFiles, Received, Upload
from sporades.registrations.queries import space as registrations
from sporades.rules.reasons import Blocked

if TYPE_CHECKING:
    from sporades.registrations.models import Piece

PLACE = {"nav_current": "pieces"}


@require_safe
@candidate_only
def pieces(request: CandidateRequest) -> HttpResponse:
    """« Mes justificatifs »: those of the only live registration, or the choice of one."""
    cards = registrations.registrations_of(request.candidate, now=request.now)
    only = ways.only_one(cards)
    if only is not None:
        return redirect("registration_pieces", only.id)
    return render(request, "candidate_site/space/pieces.html", {"cards": cards})


@require_safe
@candidate_only
def registration_pieces(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    seen = registrations.seen(access.for_candidate(request.candidate, registration_id), now=request.now)
    shown = told.shown(seen)
    asked = [
        (told.piece_told(piece), DepositForm(auto_id=f"id_{piece.id}_%s"), new_token()) for piece in shown
    ]
    context = {
        "seen": seen,
        "sentence": ways.sentence(seen),
        "asked": asked,
        "to_sign": papers.to_sign(seen, shown),
        "next_id": seen.to_do[0].id if seen.to_do else None,
        **PLACE,
    }
    return render(request, "candidate_site/space/registration_pieces.html", context)


def told_if_logged_out(view: View) -> View:
    """Says, at the login page, that the files just sent were not received: nobody must believe they were."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            messages.warning(
                request,
                _(
                    "Votre session avait pris fin : aucun fichier n’a été reçu. Connectez-vous, puis déposez à nouveau."
                ),
            )
        return view(request, *args, **kwargs)

    return cast(View, guard)


@require_http_methods(["GET", "HEAD", "POST"])
@told_if_logged_out
@candidate_only
def piece(request: CandidateRequest, piece_id: UUID) -> HttpResponse:
    """One piece alone: the page where its files are sent."""
    row = access.piece_for_candidate(request.candidate, piece_id)
    form = DepositForm(request.POST, request.FILES) if request.method == "POST" else DepositForm()
    received = _receive(request, row, form) if form.is_valid() else None
    if received is not None:
        return redirect("receipt", received.deposit_id)
    seen = told.with_piece(row, now=request.now)
    context = {
        "seen": seen,
        "card": told.piece_told(seen.piece),
        "form": form,
        "token": new_token(),
        "to_sign": papers.to_sign(seen, [seen.piece]),
        "next_id": piece_id,
    }
    return render(request, "candidate_site/space/piece.html", context)


def _receive(request: CandidateRequest, row: "Piece", form: DepositForm) -> Received | None:
    """The deposit; None, with the reasons on the form, if it was refused."""
    try:
        return depositing.deposit(
            row,
            [_upload(file) for file in form.cleaned_data["chosen"]],
            adds_pages="adds_pages" in request.POST,
            token=token_of(request),
            by=request.actor,
            now=request.now,
            recorded_at=clocks.legal_now(),
        )
    except BadFiles as refused:
        say_files(form, refused)
    except Blocked as blocked:
        say_blocked(form, blocked)
    return None


def _upload(file: "UploadedFile[bytes]") -> Upload:
    # One byte over the limit is enough to know that it is passed: a huge file is not taken into memory.
    return Upload(file.name or "", file.read(media.MAX_BYTES + 1))
