"""What may be done with a draft: published, proposed, approved, sent back, given up."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sporades.calendars import access
from sporades.calendars.actions import drafting, publishing
from sporades.reference.check import BadReference
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act
from sporades.staff_site.calendar.drafted import revision_sent
from sporades.staff_site.calendar.forms import ReasonForm, SentenceForm
from sporades.staff_site.calendar.saying import flash_blocked, flash_mistakes
from sporades.staff_site.doors import OfficerRequest, officer_may


@officer_may(Act.EDIT_CALENDAR)
@require_POST
def publish(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    row = access.draft_for(request.mandate, draft_id)
    done = _done(
        request,
        lambda: publishing.publish(row.id, seen=revision_sent(request), by=request.actor, now=request.now),
    )
    if done:
        messages.success(request, _("Le calendrier est publié : ses dates valent dès maintenant."))
    return redirect("staff_calendar") if done else redirect("staff_calendar_draft", row.id)


@officer_may(Act.EDIT_CALENDAR)
@require_POST
def propose(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    row, form = access.draft_for(request.mandate, draft_id), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Écrivez le motif : la seconde personne en a besoin."))
        return redirect("staff_calendar_draft", row.id)
    given = {"reason": form.cleaned_data["reason"], "seen": revision_sent(request)}
    if _done(request, lambda: publishing.propose(row.id, **given, by=request.actor, now=request.now)):
        messages.success(request, _("La modification attend l’accord d’une seconde personne."))
    return redirect("staff_calendar_draft", row.id)


@officer_may(Act.APPROVE_CALENDAR)
@require_POST
def approve(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    row = access.draft_for(request.mandate, draft_id)
    done = _done(
        request,
        lambda: publishing.approve(row.id, seen=revision_sent(request), by=request.actor, now=request.now),
    )
    if done:
        messages.success(request, _("La modification est publiée : ses dates valent dès maintenant."))
    return redirect("staff_calendar") if done else redirect("staff_calendar_draft", row.id)


@officer_may(Act.APPROVE_CALENDAR)
@require_POST
def send_back(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    row, form = access.draft_for(request.mandate, draft_id), SentenceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Écrivez ce qu’il faut revoir."))
        return redirect("staff_calendar_draft", row.id)
    given = {"sentence": form.cleaned_data["sentence"], "seen": revision_sent(request)}
    if _done(request, lambda: publishing.send_back(row.id, **given, by=request.actor, now=request.now)):
        messages.success(request, _("La modification est renvoyée à son auteur."))
    return redirect("staff_calendar_draft", row.id)


@officer_may(Act.EDIT_CALENDAR)
@require_POST
def drop(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    row = access.draft_for(request.mandate, draft_id)
    if _done(
        request, lambda: drafting.drop(row.id, seen=revision_sent(request), by=request.actor, now=request.now)
    ):
        messages.success(request, _("Le brouillon est abandonné. Ce qui est publié reste tel quel."))
    return redirect("staff_calendar")


def _done(request: OfficerRequest, act: Callable[[], object]) -> bool:
    """Whether the act was carried out; otherwise why not stands above the next page."""
    try:
        act()
    except Blocked as blocked:
        flash_blocked(request, blocked)
    except BadReference as bad:
        flash_mistakes(request, bad)
    else:
        return True
    return False
