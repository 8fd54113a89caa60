"""What keeps data beyond their time: on one file, on a whole session, until it is lifted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.records.actions import holding
from sporades.records.queries import lists
from sporades.rules.retention import Ground
from sporades.rules.rights import Act
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, file_of, new_token, officer_may, posted, token_of
from sporades.staff_site.records import told
from sporades.staff_site.records.forms import HoldForm, LiftForm, SessionHoldForm


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.HOLD_SESSION)
def hold_session(request: OfficerRequest) -> HttpResponse:
    form = SessionHoldForm(told.campaigns(request.mandate), posted(request))
    if form.is_valid():
        ground, reason = Ground(form.cleaned_data["ground"]), form.cleaned_data["reason"]
        holding.hold_session(
            UUID(form.cleaned_data["calendar"]),
            ground=ground,
            reason=reason,
            token=token_of(request),
            by=request.actor,
            now=request.now,
        )
        messages.success(request, _("L’effacement de cette session est suspendu."))
        return redirect("staff_records")
    context = {"form": form, "token": new_token(), "nav_current": "staff_calendar"}
    return render(request, "staff_site/records/hold.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.HOLD_FILE)
def file_hold(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row, form = file_of(request, registration_id, "hold"), HoldForm(posted(request))
    if form.is_valid():
        ground, reason = Ground(form.cleaned_data["ground"]), form.cleaned_data["reason"]
        holding.hold_registration(
            row.id,
            ground=ground,
            reason=reason,
            token=token_of(request),
            by=request.actor,
            now=request.now,
        )
        messages.success(request, _("L’effacement de ce dossier est suspendu."))
        return redirect("staff_file_hold", row.id)
    context = {"head": head_of(row), "form": form, "holds": lists.holds_of(row), "token": new_token()}
    return render(request, "staff_site/records/file.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.HOLD_SESSION)
def lift(request: OfficerRequest, hold_id: UUID) -> HttpResponse:
    held, form = lists.hold_for(request.mandate, hold_id), LiftForm(posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        holding.lift(held.id, reason=reason, token=token_of(request), by=request.actor, now=request.now)
        messages.success(request, _("La suspension est levée."))
        return redirect("staff_records")
    context = {"held": held, "form": form, "token": new_token(), "nav_current": "staff_calendar"}
    return render(request, "staff_site/records/lift.html", context)
