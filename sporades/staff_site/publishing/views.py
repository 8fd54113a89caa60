"""Which lots are there, what is in one, and which decisions has nobody opened?"""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.registrations.access import publications as access
from sporades.registrations.queries import proof
from sporades.registrations.queries import publication_lines as lines
from sporades.registrations.queries import publications as lots
from sporades.registrations.queries import unopened as decisions
from sporades.rules.rights import Act, may
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may

ROWS = 50
STATE = "etat"


@require_safe
@officer_may(Act.PREPARE_DOCUMENTS)
def publications(request: OfficerRequest) -> HttpResponse:
    """« Publications »: the lots, the newest first."""
    page = Paginator(lots.lots(request.mandate), ROWS).get_page(request.GET.get("page"))
    waiting = decisions.unopened(request.mandate).count() if request.mandate.sees_handicap else 0
    context = {"page": page, "lots": lots.told(page.object_list, now=request.now), "unopened": waiting}
    return render(request, "staff_site/publishing/publications.html", context)


@require_safe
@officer_may(Act.PREPARE_DOCUMENTS)
def publication(request: OfficerRequest, lot_id: UUID) -> HttpResponse:
    """One lot: where it stands, how many files have come to what, each of them."""
    held = access.lot_for_officer(request.mandate, lot_id)
    lot, state = lots.lot(held, now=request.now), request.GET.get(STATE, "")
    page = Paginator(lines.Files(lot, state), ROWS).get_page(request.GET.get("page"))
    context = {
        "lot": lot,
        "page": page,
        "lines": lines.told_lines(page.object_list, request.mandate),
        "state": state,
        "publishes": may(request.mandate, Act.PUBLISH_DOCUMENTS),
        "token": new_token(),
    }
    return render(request, "staff_site/publishing/publication.html", context)


@require_safe
@officer_may(Act.PREPARE_DOCUMENTS)
def journal(request: OfficerRequest, lot_id: UUID) -> HttpResponse:
    """Who did what of a lot, and when; and whether it still holds."""
    held = access.lot_for_officer(request.mandate, lot_id)
    context = {"lot": lots.lot(held, now=request.now), "proof": proof.of_lot(held)}
    return render(request, "staff_site/publishing/journal.html", context)


@require_safe
@officer_may(Act.PREPARE_DOCUMENTS)
def unopened(request: OfficerRequest) -> HttpResponse:
    """The decisions of accommodation that their candidates have not opened, with the days that are left."""
    if not request.mandate.sees_handicap:
        raise Http404
    page = Paginator(decisions.unopened(request.mandate), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "rows": list(decisions.told_unopened(page.object_list, now=request.now))}
    return render(request, "staff_site/publishing/unopened.html", context)
