"""One file of a lot: its pages as we draw them, whose it is, and what a person decides of it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.adapters import decoding, media, storage
from sporades.registrations.access import publications as access
from sporades.registrations.actions import lining, retracting
from sporades.registrations.queries import publication_lines as lines
from sporades.registrations.queries import publications as lots
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act, may
from sporades.staff_site.check import showing
from sporades.staff_site.check.views import picture
from sporades.staff_site.desk.told import say_blocked, sentences
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, paper_of, posted, token_of
from sporades.staff_site.publishing.forms import MatchForm, RetractionForm

if TYPE_CHECKING:
    from sporades.registrations.models import PublicationLine

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@officer_may(Act.PREPARE_DOCUMENTS)
def line(request: OfficerRequest, line_id: UUID) -> HttpResponse:
    """The file as it would be read; « C’est le document de … », or « Écarter »."""
    held = paper_of(request, line_id, "published_paper")
    seen = lines.line_told(held, request.mandate)
    # The number that was read, if it is somebody's: of two files that bear it, a person keeps one.
    form = MatchForm(posted(request), initial={"number": seen.number if seen.registration else ""})
    if form.is_valid() and _matched(request, held, form):
        told = {"name": seen.name, "number": form.cleaned_data["number"]}
        messages.success(request, _("« %(name)s » est rattaché au dossier %(number)s.") % told)
        return redirect("staff_publication", held.publication_id)
    context = {
        "line": seen,
        "standing": lines.standing(held, request.mandate),
        "lot": lots.lot(held.publication, now=request.now),
        "view": showing.view_of(request, seen.pages),
        "form": form,
        "publishes": may(request.mandate, Act.PUBLISH_DOCUMENTS),
        "token": new_token(),
    }
    return render(request, "staff_site/publishing/line.html", context)


def _matched(request: OfficerRequest, held: "PublicationLine", form: MatchForm) -> bool:
    said = form.cleaned_data
    row = access.numbered_for_officer(request.mandate, said["number"])
    if row is None:
        form.add_error("number", _("Aucune inscription de votre service ne porte ce numéro."))
        return False
    given: dict[str, Any] = {"token": token_of(request), "by": request.actor, "now": request.now}
    try:
        lining.match(held.id, row, replaces=said["replaces"], **given)
    except Blocked as blocked:
        say_blocked(form, blocked)
    return form.is_valid()


@require_safe
@officer_may(Act.PREPARE_DOCUMENTS)
def sheet(request: OfficerRequest, line_id: UUID) -> HttpResponse:
    """The picture of one page, that we draw; never of a file that the antivirus has not cleared."""
    held = paper_of(request, line_id, "published_sheet")
    if not lines.line_told(held, request.mandate).can_be_shown:
        raise Http404
    view = showing.view_of(request, held.pages or 1)
    try:
        content = storage.get(held.key, held.wrapped_key, held.key_id)
        drawn = decoding.sheet(content, media.PDF, page=view.page - 1, zoom=view.zoom, turn=view.turn)
    except (media.Unreadable, storage.FileIsMissing):
        raise Http404 from None
    return picture(drawn)


@require_http_methods(METHODS)
@officer_may(Act.PREPARE_DOCUMENTS)
def strike(request: OfficerRequest, line_id: UUID) -> HttpResponse:
    """A button of the file: whoever opens its address finds the file."""
    held = paper_of(request, line_id, "published_paper")
    if request.method != "POST":
        return redirect("staff_publication_line", line_id)
    try:
        lining.strike(held.id, token=token_of(request), by=request.actor, now=request.now)
        messages.success(request, _("Le fichier est écarté : il ne sera pas publié."))
    except Blocked as blocked:
        for sentence in sentences(blocked):
            messages.warning(request, sentence)
    return redirect("staff_publication", held.publication_id)


@require_http_methods(METHODS)
@officer_may(Act.PUBLISH_DOCUMENTS)
def retract(request: OfficerRequest, line_id: UUID) -> HttpResponse:
    """« Retirer ce document »: from this candidate, with the reason that they will read."""
    held = paper_of(request, line_id, "published_paper")
    form = RetractionForm(posted(request))
    if form.is_valid():
        said: dict[str, Any] = {"token": token_of(request), "by": request.actor, "now": request.now}
        try:
            retracting.retract_line(held.id, reason=form.cleaned_data["reason"], **said)
            messages.success(request, _("Le document est retiré. Le candidat en est averti."))
            return redirect("staff_publication", held.publication_id)
        except Blocked as blocked:
            say_blocked(form, blocked)
    lot = lots.lot(held.publication, now=request.now)
    context = {"line": lines.line_told(held, request.mandate), "lot": lot, "form": form, "token": new_token()}
    return render(request, "staff_site/publishing/retract.html", context)
