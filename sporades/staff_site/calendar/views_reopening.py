"""« Rouvrir en un lot »: ticked, read, then done; the report says what was not."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sporades.rules import french
from sporades.rules.rights import Act
from sporades.staff_site.calendar import reopening
from sporades.staff_site.decisions.deciding import typed
from sporades.staff_site.decisions.forms import DatedForm
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, posted

PAGE = "staff_site/calendar/reopen.html"


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.REOPEN)
def reopen(request: OfficerRequest, act: UUID) -> HttpResponse:
    """Those whom its dates have ended: which of them come back, until when, and why."""
    scope = reopening.scope_of(request, act)
    form = DatedForm(posted(request), initial={"reason": scope.reason})
    ticked = set(request.POST.getlist("choix"))
    chosen = [row for row in scope.rows if str(row.id) in ticked]
    context: dict[str, Any] = {
        "act": act,
        "form": form,
        "token": request.POST.get("token") or new_token(),
        "rows": reopening.lines(scope.rows),
        "ticked": ticked if form.is_bound else {str(row.id) for row in scope.rows},
        "nothing_chosen": form.is_bound and not chosen,
    }
    if form.is_valid() and chosen and "change" not in request.POST:
        done = "carry_out" in request.POST
        told = (reopening.carried_out if done else reopening.rehearsed)(request, chosen, **form.cleaned_data)
        context |= {"moment": "done" if done else "list", "typed": typed(request)}
        context["until"] = french.spoken_day(form.cleaned_data["until"])
        context["will"] = [one for one in told if not one.why_not]
        context["will_not"] = [one for one in told if one.why_not]
    return render(request, PAGE, context)
