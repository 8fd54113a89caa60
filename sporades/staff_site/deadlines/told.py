"""How is a limit named in an address, and which list of it is asked?"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404

from sporades.registrations.queries import ahead, lines
from sporades.registrations.queries.ahead import Limit
from sporades.rules.lifecycle import State
from sporades.rules.sanctions import STEPS, Sanction
from sporades.staff_site.doors import OfficerRequest

if TYPE_CHECKING:
    from django.core.paginator import Page

ROWS = 50
SLUGS = {
    Sanction.EXPIRE: "brouillons",
    Sanction.CANCEL: "confirmations",
    Sanction.SET_ASIDE: "attestations",
}
_SANCTIONS = {slug: sanction for sanction, slug in SLUGS.items()}
CERTAIN, DOUBTFUL, DONE = "concernes", "douteux", "faits"


def limit_of(request: OfficerRequest, window_id: UUID, slug: str) -> Limit:
    """The limit, if it exists for the officer; else 404."""
    sanction = _SANCTIONS.get(slug)
    found = ahead.limit(request.mandate, window_id, sanction, now=request.now) if sanction else None
    if found is None:
        raise Http404
    return found


def page_of(request: OfficerRequest, rows: Any) -> "Page[Any]":
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def shown(request: OfficerRequest, limit: Limit) -> dict[str, Any]:
    """The list that the address asks for: the people concerned, the doubtful cases, or what was done."""
    asked = request.GET.get("vue") or (DONE if limit.passed and limit.ended else CERTAIN)
    if asked == DONE:
        page = page_of(request, lines.endings(limit.window, limit.sanction))
        return {"view": DONE, "page": page, "rows": lines.ended(page.object_list)}
    found = lines.doubtful if asked == DOUBTFUL else lines.certain
    page = page_of(request, found(limit.window, limit.sanction))
    rows = lines.told(
        page.object_list, limit.sanction, passed=limit.passed, incident=limit.incident, now=request.now
    )
    return {"view": DOUBTFUL if asked == DOUBTFUL else CERTAIN, "page": page, "rows": rows}


def ended_state(limit: Limit) -> State:
    """The state in which this limit leaves a registration."""
    target = STEPS[limit.sanction].target
    if target is None:
        raise Http404
    return target
