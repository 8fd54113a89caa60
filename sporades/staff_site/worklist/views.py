"""What waits for a decision, filtered as the address says, and the searches that an officer keeps."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sporades.adapters import clocks
from sporades.registrations.actions import searching
from sporades.registrations.queries import facets, searches, worklist_lines
from sporades.registrations.queries import worklist as registrations
from sporades.registrations.queries.asked import asked, kept
from sporades.rules.rights import Act, Mandate, may
from sporades.staff_site import alarms
from sporades.staff_site.doors import OfficerRequest, officer_may
from sporades.staff_site.worklist.filters import SearchForm, acts, drawn, drawn_with, empty_search

COUNTED = "nombres"  # in an address: each value of a filter with how many files it leaves


@require_safe
@officer_may(Act.READ_FILE)
def worklist(request: OfficerRequest) -> HttpResponse:
    return _page(request, request.GET)


@officer_may(Act.READ_FILE)
@require_POST
def keep(request: OfficerRequest) -> HttpResponse:
    """« Garder cette recherche »: the same name twice is the same search."""
    form = SearchForm(request.POST)
    query = kept(QueryDict(request.POST.get("query", "")), request.mandate)
    if form.is_valid() and query:
        try:
            name = form.cleaned_data["name"]
            searching.keep(officer=request.officer, name=name, query=urlencode(query))
            return redirect(f"{reverse('staff_worklist')}?{urlencode(query)}")
        except searching.TooManySearches:
            form.say_too_many()
    return _page(request, QueryDict(urlencode(query)), form)


@officer_may(Act.READ_FILE)
@require_POST
def forget(request: OfficerRequest, search_id: UUID) -> HttpResponse:
    if not searching.forget(search_id, officer=request.officer):
        raise Http404
    return redirect("staff_worklist")


def _page(request: OfficerRequest, query: QueryDict, search_form: SearchForm | None = None) -> HttpResponse:
    mandate, now, machine_now = request.mandate, request.now, clocks.machine_now()
    wanted, values = asked(query, mandate), kept(query, mandate)
    page = Paginator(registrations.Waiting(mandate, wanted, now=now), registrations.ROWS).get_page(
        query.get("page")
    )
    context = {
        "page": page,
        "rows": worklist_lines.told(list(page.object_list), mandate, now=now, machine_now=machine_now),
        "asked": wanted,
        **_filters(request, query, values),
        "search_form": search_form,
        "search_name": search_form.drawn() if search_form else empty_search(),
        "officer_id": request.officer.id,
        "file_alarms": alarms.told(request),
        **_decisions(mandate, wanted.piece),
        "may_export": may(mandate, Act.EXPORT),
        **_searches(request, values),
    }
    return render(request, "staff_site/worklist/worklist.html", context)


def _filters(request: OfficerRequest, query: QueryDict, values: dict[str, str]) -> dict[str, Any]:
    counted, mandate = COUNTED in query, request.mandate
    if counted:
        counts = facets.counts(mandate, asked(query, mandate), now=request.now)
        return {"filters": drawn_with(counts, mandate, values), "counted": True}
    return {"filters": drawn(mandate, tuple(values.items())), "counted": False}


def _decisions(mandate: Mandate, piece: str) -> dict[str, Any]:
    """What the holder may decide of the files that they tick."""
    may_decide = may(mandate, Act.CHECK_PIECE)
    return {"may_decide": may_decide, "acts": acts(mandate, piece) if may_decide else ""}


def _searches(request: OfficerRequest, values: dict[str, str]) -> dict[str, Any]:
    mine, said = searches.of(request.officer, now=request.now), urlencode(values)
    current = next((one for one in mine if one.query == said), None)
    return {"kept": values, "query": said, "searches": mine, "current": current}
