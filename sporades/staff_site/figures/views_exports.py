"""A file of registrations: asked with its purpose, agreed to by a second person if it is long, downloaded."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from sporades.accounts.queries import office
from sporades.adapters.spreadsheets import MEDIA_TYPES
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import exporting
from sporades.registrations.queries import exports
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act, may
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, token_of
from sporades.staff_site.figures import exported
from sporades.staff_site.figures.export_forms import CAMPAIGN, AnswerForm, ExportForm, filters_form

ROWS = 50


@require_safe
@officer_may(Act.EXPORT)
def listed(request: OfficerRequest) -> HttpResponse:
    """The officer's own exports; for a head of office, what waits for an answer and all of the académie's."""
    decides = may(request.mandate, Act.APPROVE_EXPORT)
    found = exports.of_academies(request.mandate) if decides else exports.mine(request.officer.id)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    waiting = exports.to_decide(request.officer) if decides else []
    context = {"page": page, "rows": exported.rows(page.object_list), "waiting": exported.rows(waiting)}
    return render(request, "staff_site/figures/exports.html", context | {"decides": decides})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.EXPORT)
def ask(request: OfficerRequest) -> HttpResponse:
    """« Demander un export »: the address holds the filters, the form all the rest."""
    known = exports.campaigns(request.mandate)
    chosen = next((one for one in known if str(one.id) == request.GET.get(CAMPAIGN)), next(iter(known), None))
    if chosen is None:
        raise Http404
    kept = exports.kept(request.GET, request.mandate)
    form = ExportForm(request.mandate, request.POST or None)
    if form.is_valid():
        said = {**form.cleaned_data, "token": token_of(request), "by": request.actor, "now": request.now}
        try:
            return redirect("staff_export", exporting.ask(chosen, query=urlencode(kept), **said))
        except Blocked as blocked:
            form.say(blocked)
    wanted, mandate = exports.wanted(kept, request.mandate), request.mandate
    context = {
        "filters": filters_form(request.GET, mandate, known, chosen),
        "count": exports.rows(chosen.id, wanted, mandate, now=request.now).count(),
        "lately": exports.rows_lately(request.officer.id, now=request.now),
        "alone": exports.ALONE,
        "form": form,
        "token": new_token(),
    }
    return render(request, "staff_site/figures/export_new.html", context)


@require_safe
@officer_may(Act.EXPORT)
def export(request: OfficerRequest, export_id: UUID) -> HttpResponse:
    return _page(request, export_id, AnswerForm())


def _page(request: OfficerRequest, export_id: UUID, form: AnswerForm) -> HttpResponse:
    row = access.export_for_officer(request.officer, export_id)
    heads = office.heads(row.calendar.academy) if row.state == row.State.HELD else []
    context = {
        "export": row,
        "row": exported.rows([row])[0],
        "summary": exported.summary(row),
        "events": exported.events(row),
        "decides": row.state == row.State.HELD and exports.is_second_person(request.officer, row),
        "is_theirs": row.asked_by == request.officer.id,
        "takes": row.state == row.State.READY and row.asked_by == request.officer.id,
        "second_people": [one.name for one in heads if exports.is_second_person(one, row)],
        "form": form,
        "token": new_token(),
    }
    return render(request, "staff_site/figures/export.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.APPROVE_EXPORT)
def decide(request: OfficerRequest, export_id: UUID) -> HttpResponse:
    """Two buttons of the export: whoever opens their address finds the export."""
    row = access.export_for_officer(request.officer, export_id)
    if request.method != "POST":
        return redirect("staff_export", row.id)
    agrees, form = "agree" in request.POST, AnswerForm(request.POST)
    if not agrees and not form.is_valid():
        return _page(request, row.id, form)
    said: dict[str, Any] = {"token": token_of(request), "by": request.actor, "now": request.now}
    try:
        if agrees:
            exporting.approve(row.id, **said)
        else:
            exporting.refuse(row.id, **form.cleaned_data, **said)
    except Blocked as blocked:
        messages.warning(request, reference().say(blocked.reasons[0].code))
    return redirect("staff_export", row.id)


@require_GET
@officer_may(Act.EXPORT)
def download(request: OfficerRequest, export_id: UUID) -> HttpResponse:
    """The file, for who asked for it; that it was taken is kept."""
    row = access.export_for_officer(request.officer, export_id)
    if row.asked_by != request.officer.id:
        raise Http404
    try:
        parts = exporting.take(row, by=request.actor, now=request.now)
    except Blocked as blocked:
        messages.warning(request, reference().say(blocked.reasons[0].code))
        return redirect("staff_export", row.id)
    name = content_disposition_header(as_attachment=True, filename=exported.file_name(row))
    headers = {"Content-Disposition": name or "attachment"}
    file = StreamingHttpResponse(parts, content_type=MEDIA_TYPES[row.file_format], headers=headers)
    return cast(HttpResponse, file)
