"""How does the head of office give more time: asked, shown before it counts, done, and followed?"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.calendars.actions import extending
from sporades.calendars.queries import office
from sporades.registrations.queries import year as registrations
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act, may
from sporades.staff_site.calendar import extended, told
from sporades.staff_site.calendar.forms_acts import ExtensionForm
from sporades.staff_site.calendar.saying import complain
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, token_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.EXTEND)
def extend(request: OfficerRequest) -> HttpResponse:
    """First what it will do; « Prolonger » then does it."""
    windows = told.current(office.windows_of(request.mandate, now=request.now), now=request.now)
    form = ExtensionForm(request.POST or None, windows=windows, initial=extended.asked(request.GET))
    checked = request.method == "POST" and form.is_valid() and extended.may_be_given(form, now=request.now)
    if checked and "sure" in request.POST:
        act = _given(request, form)
        if act is not None:
            return redirect("staff_calendar_extension", act)
    context = {"form": form, "token": new_token()}
    context["ahead"] = extended.ahead(form, now=request.now) if checked and form.is_valid() else None
    return render(request, "staff_site/calendar/extend.html", context)


def _given(request: OfficerRequest, form: ExtensionForm) -> UUID | None:
    """The act; None, with the reasons on the form, if nothing was given."""
    try:
        act = extending.extend(
            form.chosen,
            form.shift,
            reason=form.cleaned_data["reason"],
            token=token_of(request),
            by=request.actor,
            now=request.now,
        )
    except Blocked as blocked:
        complain(form, blocked)
        return None
    messages.success(request, _("Les nouvelles dates valent dès maintenant. Les courriels partent."))
    return act


@require_safe
@officer_may(Act.READ_CALENDAR)
def extension(request: OfficerRequest, act: UUID) -> HttpResponse:
    """What was given, to whom it was told, who was turned away before, and who may be brought back."""
    given = next(iter(office.extensions_of(request.mandate, act=act)), None)
    if given is None:
        raise Http404
    sees = extended.sees_files(request.mandate)
    context = {
        "given": extended.told(given),
        "ended": registrations.ended(given.windows, request.mandate) if sees else [],
        "turned_away": extended.turned_away(given) if sees else [],
        "sees_files": sees,
        "act": act,
        "may_reopen": may(request.mandate, Act.REOPEN),
    }
    return render(request, "staff_site/calendar/extension.html", context)
