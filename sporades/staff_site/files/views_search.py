"""« Dossiers »: finding somebody's file, whatever its state."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.registrations.queries.search import search
from sporades.registrations.queries.sought import LONGEST
from sporades.rules.rights import Act, may
from sporades.staff_site.doors import OfficerRequest, officer_may


@require_safe
@officer_may(Act.READ_FILE)
def files(request: OfficerRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:LONGEST]
    context = {"typed": typed, "longest": LONGEST, "found": search(request.mandate, typed)}
    context["may_compare"] = may(request.mandate, Act.COMPARE_DUPLICATES)
    return render(request, "staff_site/files/search.html", context)
