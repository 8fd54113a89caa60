"""The campaign in figures, one diploma day by day, and the session before where the office gives it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.calendars.queries import OpenWindow, office
from sporades.reference.load import reference
from sporades.registrations.actions import past_curves
from sporades.registrations.queries import counting, figures
from sporades.rules.rights import Act, may
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, token_of
from sporades.staff_site.figures import drawing, told
from sporades.staff_site.figures.forms import PastCurveForm
from sporades.ui import charts


@require_safe
@officer_may(Act.READ_FIGURES)
def campaign(request: OfficerRequest) -> HttpResponse:
    """« Tableau de bord »: every diploma of a campaign, and what waits for the office."""
    known = office.windows_of(request.mandate, now=request.now)
    campaigns = told.campaigns(known)
    shown = told.chosen(request, campaigns)
    context = {
        "shown": shown,
        "campaigns": campaigns,
        "exports": may(request.mandate, Act.EXPORT),
        **(_campaign(request, shown, known) if shown else {}),
    }
    return render(request, "staff_site/figures/campaign.html", context)


def _campaign(request: OfficerRequest, shown: told.Campaign, known: list[OpenWindow]) -> dict[str, object]:
    ids = [one.id for one in shown.windows]
    found = figures.progress(shown.windows, known, now=request.now)
    return {
        "lines": [told.line(one) for one in found.values()],
        "total": sum(one.total for one in found.values()),
        "states": told.states(shown.windows, counting.states(ids)),
        **_of_the_office(request, ids, shown.windows[0]),
    }


def _of_the_office(request: OfficerRequest, ids: list[UUID], one: OpenWindow) -> dict[str, object]:
    waiting = counting.waiting(ids, request.mandate, now=request.now)
    return {
        "campaign": one.campaign,
        "waiting": waiting,
        "ages": told.ages(waiting),
        "refused": told.refused(counting.refused(ids, request.mandate), one.campaign.academy),
        "mails": counting.bounced(ids, request.mandate),
    }


@require_safe
@officer_may(Act.READ_FIGURES)
def window(request: OfficerRequest, window_id: UUID) -> HttpResponse:
    """One diploma: the curve of each session, day by day, its specialities and states."""
    shown, known = told.window_of(request, window_id)
    found = figures.progress([shown], known, now=request.now)[shown.id]
    context = {
        "progress": found,
        "title": told.title_of(shown),
        "line": told.line(found),
        "days": told.days(found),
        "total_chart": charts.draw(drawing.total(found)),
        "day_chart": charts.draw(drawing.per_day(found)),
        "specialties": told.specialties(counting.specialties(shown.id)),
        "states": told.states([shown], counting.states([shown.id])),
        "handicap": told.handicap(shown, request),
        "gives": may(request.mandate, Act.GIVE_PAST_CURVE),
        **_of_the_office(request, [shown.id], shown),
    }
    return render(request, "staff_site/figures/window.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.GIVE_PAST_CURVE)
def past_curve(request: OfficerRequest, window_id: UUID) -> HttpResponse:
    """« Session précédente »: the counts of a session that was not registered here."""
    shown, _known = told.window_of(request, window_id)
    form = PastCurveForm(request.POST or None)
    if form.is_valid():
        past_curves.give(
            shown.id, **form.cleaned_data, token=token_of(request), by=request.actor, now=request.now
        )
        messages.success(request, _("La session précédente est gardée : la courbe la montre."))
        return redirect("staff_figures_window", shown.id)
    context = {
        "window": shown,
        "name": reference().diplomas[shown.diploma].name,
        "title": told.title_of(shown),
        "form": form,
        "token": new_token(),
    }
    return render(request, "staff_site/figures/past_curve.html", context)
