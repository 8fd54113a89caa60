"""A list: how far it is made, who is on it, struck out, signed or given up, what came; and undoing a whole limit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import listing
from sporades.registrations.queries import lines
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act, may
from sporades.staff_site.deadlines import told
from sporades.staff_site.deadlines.forms import StrikeForm, UndoForm
from sporades.staff_site.decisions.deciding import say
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, token_of


@require_safe
@officer_may(Act.READ_FILE)
def decision_list(request: OfficerRequest, list_id: UUID) -> HttpResponse:
    held = access.list_for_officer(request.mandate, list_id)
    page = told.page_of(request, lines.of_list(held))
    context = {
        "held": lines.head(held),
        "page": page,
        "rows": lines.listed(page.object_list),
        "signs": may(request.mandate, Act.APPROVE_LIST),
        "token": new_token(),
    }
    return render(request, "staff_site/deadlines/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.APPROVE_LIST)
def sign(request: OfficerRequest, list_id: UUID) -> HttpResponse:
    """A button of the list: whoever opens its address finds the list."""
    held = access.list_for_officer(request.mandate, list_id)
    if request.method != "POST":
        return redirect("staff_deadline_list", list_id)
    try:
        listing.sign(held.id, token=token_of(request), by=request.actor, now=request.now)
    except Blocked as blocked:
        _warn(request, blocked)
    else:
        messages.success(
            request, _("La liste est signée : chaque dossier est vérifié une dernière fois, puis décidé.")
        )
    return redirect("staff_deadline_list", list_id)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.APPROVE_LIST)
def drop(request: OfficerRequest, list_id: UUID) -> HttpResponse:
    """A button of the list: whoever opens its address finds the list."""
    held = access.list_for_officer(request.mandate, list_id)
    if request.method == "POST":
        try:
            listing.drop(held.id, token=token_of(request), by=request.actor, now=request.now)
        except Blocked as blocked:
            _warn(request, blocked)
    return redirect("staff_deadline_list", list_id)


def _warn(request: OfficerRequest, blocked: Blocked) -> None:
    for reason in blocked.reasons:
        messages.warning(request, reference().say(reason.code))


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.APPROVE_LIST)
def strike(request: OfficerRequest, list_id: UUID, registration_id: UUID) -> HttpResponse:
    line = access.line_for_officer(request.mandate, list_id, registration_id)
    row = lines.listed([line])[0]
    form = StrikeForm(request.POST or None)
    if form.is_valid():
        said = {**form.cleaned_data, "token": token_of(request), "by": request.actor, "now": request.now}
        try:
            listing.strike(line.id, **said)
        except Blocked as blocked:
            say(form, blocked)
        else:
            messages.success(
                request,
                _("%(name)s : dossier retiré de la liste, rien ne change pour lui.") % {"name": row.name},
            )
            return redirect("staff_deadline_list", list_id)
    context = {"row": row, "list": list_id, "form": form, "token": new_token()}
    return render(request, "staff_site/deadlines/strike.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.APPROVE_LIST)
def undo(request: OfficerRequest, window_id: UUID, limit: str) -> HttpResponse:
    """Everybody whom this limit ended comes back, with one reason and one date."""
    found = told.limit_of(request, window_id, limit)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "until": form.cleaned_data["until"]}
        said |= {"token": token_of(request), "by": request.actor, "now": request.now}
        try:
            held = listing.undo_all(window_id, told.ended_state(found), **said)
        except Blocked as blocked:
            say(form, blocked)
        else:
            messages.success(
                request,
                _("La demande est enregistrée : la liste se prépare, puis les dossiers reviennent un à un."),
            )
            return redirect("staff_deadline_list", held)
    context = {"limit": found, "slug": limit, "form": form, "token": new_token()}
    return render(request, "staff_site/deadlines/undo.html", context)
