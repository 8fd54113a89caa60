"""What each limit will do, did, and leaves to a person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.registrations.queries import ahead, decided, lines, moves
from sporades.rules.rights import Act, may
from sporades.staff_site.deadlines import told
from sporades.staff_site.doors import OfficerRequest, officer_may


@require_safe
@officer_may(Act.READ_FILE)
def deadlines(request: OfficerRequest) -> HttpResponse:
    """« Échéances »: the counts of every limit, those to come first."""
    limits = ahead.limits(request.mandate, now=request.now)
    rows = [{"limit": one, "slug": told.SLUGS[one.sanction]} for one in limits]
    context = {
        "coming": [row for row, one in zip(rows, limits, strict=True) if not one.passed],
        "past": [row for row, one in zip(rows, limits, strict=True) if one.passed][::-1],
        "to_sign": [one for one in limits if one.to_sign],
        "in_the_making": [one for one in limits if one.in_the_making],
        "unmade": ahead.unmade(request.mandate),
        "proposals": decided.proposals(request.mandate).count(),
        "corrections": ahead.corrections(request.mandate, now=request.now).count(),
        "moves": may(request.mandate, Act.PROPOSE_ACADEMY),
        "moves_waiting": moves.waiting(request.mandate),
    }
    return render(request, "staff_site/deadlines/deadlines.html", context)


@require_safe
@officer_may(Act.READ_FILE)
def deadline(request: OfficerRequest, window_id: UUID, limit: str) -> HttpResponse:
    """One limit, by name: the people concerned, the doubtful cases, what was done."""
    found = told.limit_of(request, window_id, limit)
    context = {
        "limit": found,
        "slug": limit,
        "undoes": found.ended > found.undone and may(request.mandate, Act.APPROVE_LIST),
        **told.shown(request, found),
    }
    return render(request, "staff_site/deadlines/deadline.html", context)


@require_safe
@officer_may(Act.READ_FILE)
def corrections(request: OfficerRequest) -> HttpResponse:
    """« Délai de correction dépassé »: a list, never a sanction."""
    page = told.page_of(request, ahead.corrections(request.mandate, now=request.now))
    context = {"page": page, "rows": lines.corrections(page.object_list)}
    return render(request, "staff_site/deadlines/corrections.html", context)


@require_safe
@officer_may(Act.READ_FILE)
def proposals(request: OfficerRequest) -> HttpResponse:
    """What officers propose, and the head of office has not answered yet."""
    page = told.page_of(request, decided.proposals(request.mandate))
    context = {"page": page, "rows": list(decided.told(page.object_list))}
    return render(request, "staff_site/deadlines/proposals.html", context)
