"""The retention table as it stands today, and each list: frozen, approved by another person, done."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.records.actions import purging
from sporades.records.queries import due, lists
from sporades.rules.rights import Act, may
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, token_of
from sporades.staff_site.records import told

ROWS = 50


@require_safe
@officer_may(Act.READ_RETENTION)
def records(request: OfficerRequest) -> HttpResponse:
    context = {
        "ahead": told.ahead(due.ahead(request.mandate.academies, today=due.today_of(request.now))),
        "purges": told.purges(lists.purges(request.mandate)),
        "holds": lists.holds(request.mandate),
        "places": [(code, name, new_token()) for code, name in told.places(request.mandate)],
        "holds_sessions": may(request.mandate, Act.HOLD_SESSION),
        "nav_current": "staff_calendar",
    }
    return render(request, "staff_site/records/records.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.FREEZE_PURGE)
def freeze(request: OfficerRequest) -> HttpResponse:
    """A button of the table: whoever opens its address finds the table."""
    if request.method != "POST":
        return redirect("staff_records")
    academy = request.POST.get("academy", "")
    if not lists.may_purge(request.mandate, academy):
        raise Http404
    try:
        made = purging.freeze(academy, token=token_of(request), by=request.actor, now=request.now)
    except purging.NothingDue:
        messages.warning(request, _("Rien n’a dépassé sa durée, ou tout ce qui l’a dépassée est suspendu."))
    except purging.AlreadyOpen:
        messages.warning(request, _("Une liste attend déjà : elle s’approuve ou s’abandonne d’abord."))
    else:
        return redirect("staff_purge", made.id)
    return redirect("staff_records")


@require_safe
@officer_may(Act.READ_RETENTION)
def purge(request: OfficerRequest, purge_id: UUID) -> HttpResponse:
    seen = lists.purge_for(request.mandate, purge_id)
    page = Paginator(lists.lines_of(seen.id), ROWS).get_page(request.GET.get("page"))
    context = {
        "purge": seen,
        "page": page,
        "lines": told.lines(lists.told(page.object_list)),
        "categories": lists.by_category(seen.id),
        "erased": lists.erased(seen.id),
        "is_mine": seen.frozen_by_id == request.actor.id,
        "tokens": {"approve": new_token(), "drop": new_token()},
        "nav_current": "staff_calendar",
    }
    return render(request, "staff_site/records/purge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.APPROVE_PURGE)
def approve(request: OfficerRequest, purge_id: UUID) -> HttpResponse:
    """A button of the list: whoever opens its address finds the list."""
    seen = lists.purge_for(request.mandate, purge_id)
    if request.method == "POST":
        try:
            done = purging.approve(seen.id, token=token_of(request), by=request.actor, now=request.now)
        except purging.SamePerson:
            messages.warning(request, _("Vous avez arrêté cette liste : une autre personne l’approuve."))
        except purging.StillListing:
            messages.warning(request, _("La liste se prépare encore : elle s’approuve une fois complète."))
        else:
            _say(request, done, _("La liste est approuvée : l’effacement se fait ligne à ligne."))
    return redirect("staff_purge", seen.id)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.FREEZE_PURGE)
def drop(request: OfficerRequest, purge_id: UUID) -> HttpResponse:
    """A button of the list: whoever opens its address finds the list."""
    seen = lists.purge_for(request.mandate, purge_id)
    if request.method == "POST":
        done = purging.drop(seen.id, token=token_of(request), by=request.actor, now=request.now)
        _say(request, done, _("La liste est abandonnée : rien n’est effacé."))
    return redirect("staff_purge", seen.id)


def _say(request: OfficerRequest, done: bool, sentence: str) -> None:  # noqa: FBT001
    if done:
        messages.success(request, sentence)
    else:
        messages.warning(request, _("Un collègue a déjà décidé de cette liste : relisez où elle en est."))


@require_safe
@officer_may(Act.READ_RETENTION)
def certificate(request: OfficerRequest, purge_id: UUID) -> HttpResponse:
    """What proves the purge, for a program or for the Archives."""
    seen = lists.purge_for(request.mandate, purge_id)
    response = JsonResponse(
        lists.certificate(seen.id), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response.headers["Content-Disposition"] = f'attachment; filename="purge-{seen.number}.json"'
    return response
