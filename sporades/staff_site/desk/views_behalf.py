"""What the office does in a candidate's name: it receives a paper, it withdraws on a written request."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.adapters import clocks, media
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import depositing, withdrawing
from sporades.registrations.actions.depositing import AtTheDesk, BadFiles, Upload
from sporades.registrations.queries import space
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act
from sporades.staff_site.desk.forms import PaperForm, WithdrawalForm
from sporades.staff_site.desk.told import head_of, say_blocked
from sporades.staff_site.doors import OfficerRequest, file_of, new_token, officer_may, token_of

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.RECEIVE_PAPER)
def receive(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """A paper that came to the counter or by post counts on the day when it came."""
    row = file_of(request, registration_id, "receive")
    seen = space.seen(row, now=request.now)
    open_pieces = [(str(piece.id), piece.title) for piece in seen.pieces if piece.takes_deposit]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(open_pieces, *sent)
    if form.is_valid() and _received(request, form):
        flash.success(request, _("Le papier est joint au dossier. Le candidat en est averti."))
        return redirect("staff_file", registration_id)
    context = {"form": form, "token": new_token(), "head": head_of(row), "open_pieces": open_pieces}
    return render(request, "staff_site/desk/receive.html", context)


def _received(request: OfficerRequest, form: PaperForm) -> bool:
    said = form.cleaned_data
    try:
        depositing.deposit(
            access.piece_for_officer(request.mandate, UUID(said["piece"])),
            [_upload(file) for file in said["chosen"]],
            adds_pages=False,
            token=token_of(request),
            by=request.actor,
            desk=AtTheDesk(said["received_on"], said["way"]),
            now=request.now,
            recorded_at=clocks.legal_now(),
        )
    except BadFiles as refused:
        _say_files(form, refused)
    except Blocked as blocked:
        say_blocked(form, blocked)
    return form.is_valid()


def _upload(file: "UploadedFile[bytes]") -> Upload:
    return Upload(file.name or "", file.read(media.MAX_BYTES + 1))


def _say_files(form: Form, refused: BadFiles) -> None:
    for name, code in refused.problems:
        sentence = reference().say(code)
        form.add_error("chosen", f"{name}\u00a0: {sentence}" if name else sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.WITHDRAW)
def withdraw(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """« Désinscrire », on a written request."""
    row = file_of(request, registration_id, "withdraw")
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _withdrawn(request, row, form):
        flash.success(request, _("Le candidat est désinscrit. Il en est averti."))
        return redirect("staff_file", registration_id)
    convoked = withdrawing.is_closed(row)
    context = {"form": form, "token": new_token(), "head": head_of(row), "is_convoked": convoked}
    return render(request, "staff_site/desk/withdraw.html", context)


def _withdrawn(request: OfficerRequest, row: "Registration", form: WithdrawalForm) -> bool:
    asked_on, token = form.cleaned_data["asked_on"], token_of(request)
    try:
        withdrawing.withdraw(row, asked_on=asked_on, token=token, by=request.actor, now=request.now)
    except Blocked as blocked:
        say_blocked(form, blocked)
    return form.is_valid()
