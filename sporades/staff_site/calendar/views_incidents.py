"""How is an incident declared, followed and closed?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.calendars.actions import incidents
from sporades.calendars.queries import office
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act, Role, may
from sporades.staff_site.calendar import suspended, told
from sporades.staff_site.calendar.forms_acts import EndForm, IncidentForm
from sporades.staff_site.calendar.saying import complain
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, token_of
from sporades.staff_site.showing import zone_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@officer_may(Act.DECLARE_INCIDENT)
def declare(request: OfficerRequest) -> HttpResponse:
    zone = zone_of(request.mandate)
    form = IncidentForm(
        request.POST or None,
        windows=told.current(office.windows_of(request.mandate, now=request.now), now=request.now),
        everybody=request.mandate.role is Role.ADMINISTRATOR,
        zone=zone.zone,
        initial=suspended.at(request.now, zone),
    )
    act = _declared(request, form) if request.method == "POST" and form.is_valid() else None
    if act is not None:
        return redirect("staff_calendar_incident", act)
    context = {"form": form, "zone": zone, "token": new_token()}
    return render(request, "staff_site/calendar/incident_new.html", context)


def _declared(request: OfficerRequest, form: IncidentForm) -> UUID | None:
    """The act; None, with the reasons on the form, if it was refused."""
    try:
        return incidents.declare(
            form.chosen,
            starts_at=form.instant or request.now,
            reason=form.cleaned_data["reason"],
            token=token_of(request),
            by=request.actor,
            now=request.now,
        )
    except Blocked as blocked:
        complain(form, blocked)
        return None


@require_http_methods(GET_OR_POST)
@officer_may(Act.READ_CALENDAR)
def incident(request: OfficerRequest, act: UUID) -> HttpResponse:
    """What is held back, who was turned away, and the form that ends it."""
    seen, zone = _of_the_mandate(request, act), zone_of(request.mandate)
    may_end = suspended.may_end(seen, request.mandate)
    sent = request.POST if request.method == "POST" and may_end else None
    form = EndForm(sent, zone=zone.zone, initial=suspended.at(request.now, zone))
    if sent is not None and form.is_valid() and _ended(request, act, form):
        messages.success(request, _("L’incident est terminé : les dates agissent de nouveau."))
        return redirect("staff_calendar_incident", act)
    context = suspended.page(seen, request.mandate, now=request.now)
    context |= {"form": form, "may_end": may_end, "zone": zone, "act": act}
    context["may_reopen"] = may(request.mandate, Act.REOPEN)
    return render(request, "staff_site/calendar/incident.html", context)


def _of_the_mandate(request: OfficerRequest, act: UUID) -> office.Trouble:
    found = next(iter(office.incidents_of(request.mandate, act=act)), None)
    if found is None:
        raise Http404
    return found


def _ended(request: OfficerRequest, act: UUID, form: EndForm) -> bool:
    try:
        incidents.close(act, ends_at=form.instant or request.now, by=request.actor, now=request.now)
    except Blocked as blocked:
        complain(form, blocked)
        return False
    return True
