"""Where do I stand? The list of my registrations, the first screen of each, its dates, and the way out."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.calendars import queries as calendars
from sporades.calendars import telling as public
from sporades.candidate_site.doors import CandidateRequest, candidate_only, new_token, token_of
from sporades.candidate_site.space import ics, papers, sending, told, ways
from sporades.candidate_site.space.forms import WithdrawalForm
from sporades.candidate_site.space.refusals import sentences
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import withdrawing
from sporades.registrations.queries import returned
from sporades.registrations.queries import space as registrations
from sporades.registrations.queries.changes import unsaved
from sporades.registrations.queries.timeline import timeline
from sporades.rules.reasons import Blocked

if TYPE_CHECKING:
    from sporades.accounts.models import Candidate
    from sporades.notices.models import Notice
    from sporades.registrations.models import Registration


@require_safe
@candidate_only
def space(request: CandidateRequest) -> HttpResponse:
    """« Mes inscriptions »"""
    cards = registrations.registrations_of(request.candidate, now=request.now)
    board = public.board(calendars.windows(now=request.now), now=request.now)
    context = {
        "live": [(card, ways.sentence(card)) for card in cards if card.is_live],
        "ended": [card for card in cards if not card.is_live],
        "board": board,
        "returned": _returned(request.candidate),
    }
    return render(request, "candidate_site/space/space.html", context)


def _returned(candidate: "Candidate") -> list["Notice"]:
    return returned.unseen(candidate.account_id, candidate.account.email)


@require_safe
@candidate_only
def registration(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    row = access.for_candidate(request.candidate, registration_id)
    seen = registrations.seen(row, now=request.now)
    issued = papers.of(seen)
    context = {
        "seen": seen,
        "has_incident": seen.is_live and calendars.has_incident(row.window_id, at=request.now),
        "has_changes": seen.is_open and unsaved(row),
        "sentence": ways.sentence(seen),
        "next": ways.next_step(seen),
        "steps": ways.steps(seen),
        "to_do": told.still_due(seen),
        "others": told.others(seen),
        "dates": told.dates(seen),
        "events": told.events(timeline(row)),
        "papers": issued.current,
        "issued": issued,
        "has_agenda": seen.is_live and bool(ics.coming(seen.limits)),
        "links": row.window.calendar.links,
        "amex_help": reference().say("amex"),
        "returned": _returned(row.candidate),
    }
    return render(request, "candidate_site/space/registration.html", context)


@require_safe
@candidate_only
def agenda(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    """« Ajouter à mon agenda »"""
    seen = registrations.seen(access.for_candidate(request.candidate, registration_id), now=request.now)
    page = settings.SITE_URL + reverse("registration", args=[seen.id])
    content = ics.agenda(seen, page=page, host=request.get_host(), now=request.now)
    return sending.agenda(content, name=f"dates-{seen.number or 'brouillon'}.ics")


@require_http_methods(["GET", "HEAD", "POST"])
@candidate_only
def withdraw(request: CandidateRequest, registration_id: UUID) -> HttpResponse:
    """« Me désinscrire »: what it means, then one tick."""
    row = access.for_candidate(request.candidate, registration_id)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _leave(request, row)
        return redirect("registration", registration_id)
    seen = registrations.head(row, now=request.now)
    if not seen.is_live or withdrawing.is_closed(row):
        return redirect("registration", registration_id)
    context = {"seen": seen, "form": form, "token": new_token()}
    return render(request, "candidate_site/space/withdraw.html", context)


def _leave(request: CandidateRequest, row: "Registration") -> None:
    try:
        withdrawing.withdraw(row, token=token_of(request), by=request.actor, now=request.now)
    except Blocked as blocked:
        for sentence in sentences(blocked):
            messages.error(request, sentence)
    else:
        left = _("Votre désinscription est enregistrée.") if row.version else _("Votre brouillon est fermé.")
        messages.success(request, left)
