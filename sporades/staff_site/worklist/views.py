"""What waits for a decision, the oldest first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.adapters import clocks
from sporades.registrations.queries import worklist as registrations
from sporades.registrations.queries.asked import asked
from sporades.rules.rights import Act, may
from sporades.staff_site.doors import OfficerRequest, officer_may

ROWS = 50


@require_safe
@officer_may(Act.READ_FILE)
def worklist(request: OfficerRequest) -> HttpResponse:
    waiting = registrations.waiting(request.mandate, asked(request.GET, request.mandate), now=request.now)
    page = Paginator(waiting, ROWS).get_page(request.GET.get("page"))
    rows = registrations.told(
        page.object_list, request.mandate, now=request.now, machine_now=clocks.machine_now()
    )
    context = {"page": page, "rows": rows, "may_decide": may(request.mandate, Act.CHECK_PIECE)}
    return render(request, "staff_site/worklist/worklist.html", context)
