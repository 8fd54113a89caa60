"""What is decided of one piece: accepted, refused, waived, recognised; and taken back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sporades.adapters import clocks
from sporades.reference.load import reference
from sporades.registrations.actions import deciding, recognising, rehearsing, reviewing
from sporades.registrations.queries import checking
from sporades.registrations.queries import reasons as refusal_reasons
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import Act
from sporades.staff_site.check import ways
from sporades.staff_site.check.forms import RecognitionForm, RefusalForm, Shown, WaiverForm
from sporades.staff_site.desk.told import ended, say_blocked
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, piece_of, posted, token_of

if TYPE_CHECKING:
    from sporades.registrations.models import Piece

Decide = Callable[..., UUID | None]


@officer_may(Act.CHECK_PIECE)
@require_POST
def accept(request: OfficerRequest, piece_id: UUID) -> HttpResponse:
    """« Valider »."""
    piece = piece_of(request, piece_id, "check")
    row = piece.registration
    waiting = checking.to_check(row)
    try:
        verdict = reviewing.accept_piece(
            piece,
            seen=request.POST.get("seen", ""),
            token=token_of(request),
            by=request.actor,
            now=request.now,
        )
    except Blocked as blocked:
        return _told_no(request, piece_id, blocked)
    except StepNotAllowed:
        messages.error(request, ended())
        return redirect("staff_check", piece_id)
    return ways.after_piece(request, row.id, waiting, piece_id, verdict)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.CHECK_PIECE)
def refuse(request: OfficerRequest, piece_id: UUID) -> HttpResponse:
    """« Refuser »: a reason, the mail as it will be read, then the decision."""
    piece = piece_of(request, piece_id, "check")
    seen = checking.checked(piece, request.mandate, now=request.now)
    initial = {"seen": seen.mark, "correct_by": seen.correct_by}
    reasons = refusal_reasons.offered(piece.registration.academy, piece.kind)
    form = RefusalForm(posted(request), initial=initial, reasons=reasons)
    said = form.cleaned_data if form.is_valid() else {}
    act = partial(
        reviewing.refuse_piece,
        piece,
        reason_code=said.get("reason", ""),
        sentence=form.told if said else "",
        correct_by=said.get("correct_by"),
    )
    return decided(request, "refuse", piece, seen, form=form, act=act)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.CHECK_PIECE)
def waive(request: OfficerRequest, piece_id: UUID) -> HttpResponse:
    """« Dispenser », with its ground."""
    piece = piece_of(request, piece_id, "check")
    seen = checking.checked(piece, request.mandate, now=request.now)
    form = WaiverForm(posted(request), initial={"seen": seen.mark})
    ground = form.cleaned_data["ground"] if form.is_valid() else ""
    return decided(
        request, "waive", piece, seen, form=form, act=partial(reviewing.waive_piece, piece, ground=ground)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.RECOGNISE)
def recognise(request: OfficerRequest, piece_id: UUID) -> HttpResponse:
    """« Reconnaître »: the signed paper is good for the version saved."""
    piece = piece_of(request, piece_id, "check")
    seen = checking.checked(piece, request.mandate, now=request.now)
    form = RecognitionForm(posted(request), initial={"seen": seen.mark})
    said = form.cleaned_data if form.is_valid() else {}
    act = partial(
        recognising.recognise,
        piece,
        reason=said.get("reason", ""),
        came_otherwise=said.get("came_otherwise", False),
    )
    return decided(request, "recognise", piece, seen, form=form, act=act)


@officer_may(Act.READ_FILE)
@require_POST
def undo(request: OfficerRequest, verdict_id: UUID) -> HttpResponse:
    """« Annuler »: as if nothing had been decided; or why it is too late."""
    of = checking.verdict_of(request.mandate, verdict_id)
    if of is None:
        raise Http404
    try:
        deciding.undo(verdict_id, by=request.actor, now=request.now, machine_now=clocks.machine_now())
        messages.success(request, _("Décision annulée : rien n’est parti."))
    except Blocked as blocked:
        _say(request, blocked)
    registration_id, piece_id = of
    return redirect("staff_check", piece_id) if piece_id else redirect("staff_check_file", registration_id)


def decided(
    request: OfficerRequest, name: str, piece: "Piece", seen: checking.Checked, *, form: Shown, act: Decide
) -> HttpResponse:
    """First the mail as the candidate will read it; then, if it was that very one, the decision."""
    context: dict[str, Any] = {"form": form, "seen": seen, "token": new_token()}
    if form.is_valid():
        act = partial(act, seen=form.cleaned_data["seen"], by=request.actor, now=request.now)
        try:
            if form.was_shown and "send" in request.POST:
                verdict = act(token=token_of(request))
                return ways.after_piece(request, seen.head.id, seen.to_check, seen.piece.id, verdict)
            mail = rehearsing.mail_of(piece.registration, act, without=hidden_pieces(request.mandate))
            context |= {"mail": mail, "digest": form.digest}
        except Blocked as blocked:
            say_blocked(form, blocked)
        except StepNotAllowed:
            form.add_error(None, ended())
    return render(request, f"staff_site/check/{name}.html", context)


def _told_no(request: OfficerRequest, piece_id: UUID, blocked: Blocked) -> HttpResponse:
    _say(request, blocked)
    return redirect("staff_check", piece_id)


def _say(request: OfficerRequest, blocked: Blocked) -> None:
    for reason in blocked.reasons:
        messages.error(request, reference().say(reason.code, **dict(reason.params)))
