"""A lot is prepared, and grows: its files are received, nothing is shown to anybody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.adapters import zips
from sporades.reference.load import reference
from sporades.registrations.access import publications as access
from sporades.registrations.actions import publishing
from sporades.registrations.actions.publishing import BadArchives, Purpose, Upload
from sporades.registrations.queries import publications as lots
from sporades.rules.publishing import PaperKind
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act
from sporades.staff_site.desk.told import say_blocked
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, token_of
from sporades.staff_site.publishing.forms import ArchiveForm, LotForm


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.PREPARE_DOCUMENTS)
def prepare(request: OfficerRequest) -> HttpResponse:
    """« Préparer un lot »"""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LotForm(*sent, mandate=request.mandate)
    if form.is_valid():
        lot_id = _prepared(request, form)
        if lot_id is not None:
            messages.success(request, _received())
            return redirect("staff_publication", lot_id)
    return render(request, "staff_site/publishing/prepare.html", {"form": form, "token": new_token()})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.PREPARE_DOCUMENTS)
def add(request: OfficerRequest, lot_id: UUID) -> HttpResponse:
    """« Ajouter des fichiers »"""
    held = access.lot_for_officer(request.mandate, lot_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ArchiveForm(*sent)
    if form.is_valid() and _added(request, held.id, form):
        messages.success(request, _received())
        return redirect("staff_publication", lot_id)
    context = {"form": form, "token": new_token(), "lot": lots.lot(held, now=request.now)}
    return render(request, "staff_site/publishing/add.html", context)


def _received() -> str:
    return _("Les fichiers sont reçus. Ils sont vérifiés un à un : rechargez cette page dans un instant.")


def _prepared(request: OfficerRequest, form: LotForm) -> UUID | None:
    said: dict[str, Any] = form.cleaned_data
    what = Purpose(
        kind=PaperKind(said["kind"]),
        academy=form.academy,
        exam_session=form.exam_session,
        diploma=said["diploma"],
        title=said["title"],
        purpose=said["purpose"],
        replaces=said["replaces"],
        exam_on=said["exam_on"],
    )
    try:
        return publishing.prepare(
            what, _uploads(form), token=token_of(request), by=request.actor, now=request.now
        )
    except BadArchives as refused:
        _say_files(form, refused)
    except Blocked as blocked:
        say_blocked(form, blocked)
    return None


def _added(request: OfficerRequest, lot_id: UUID, form: ArchiveForm) -> bool:
    try:
        publishing.add(lot_id, _uploads(form), token=token_of(request), by=request.actor, now=request.now)
    except BadArchives as refused:
        _say_files(form, refused)
    except Blocked as blocked:
        say_blocked(form, blocked)
    return form.is_valid()


def _uploads(form: Form) -> list[Upload]:
    return [_upload(file) for file in form.cleaned_data["chosen"]]


def _upload(file: "UploadedFile[bytes]") -> Upload:
    return Upload(file.name or "", file.read(zips.MAX_BYTES + 1))


def _say_files(form: Form, refused: BadArchives) -> None:
    for name, code in refused.problems:
        sentence = reference().say(code)
        form.add_error("chosen", f"{name}\u00a0: {sentence}" if name else sentence)
