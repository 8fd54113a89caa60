"""Annuler, écarter, rétablir, rouvrir, donner une date; proposer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sporades.registrations.queries import decided
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act
from sporades.staff_site.decisions import deciding, plans, proposals
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, file_of, new_token, officer_may

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@officer_may(Act.CANCEL)
def cancel(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "cancel")
    return deciding.answer(request, row, plans.cancel(row, deciding.today(row, request)))


@require_http_methods(METHODS)
@officer_may(Act.SET_ASIDE)
def set_aside(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "set_aside")
    return deciding.answer(request, row, plans.set_aside(row, deciding.today(row, request)))


@require_http_methods(METHODS)
@officer_may(Act.REINSTATE)
def reinstate(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "reinstate")
    return deciding.answer(request, row, plans.reinstate(row, deciding.today(row, request)))


@require_http_methods(METHODS)
@officer_may(Act.REOPEN)
def reopen(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "reopen")
    return deciding.answer(request, row, plans.reopen(row, deciding.today(row, request)))


@require_http_methods(METHODS)
@officer_may(Act.GIVE_PERSONAL_DATE)
def personal_date(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    row = file_of(request, registration_id, "personal_date")
    return deciding.answer(request, row, plans.give_personal_date(row, deciding.today(row, request)))


@require_http_methods(METHODS)
@officer_may(Act.PROPOSE)
def propose(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """The officer proposes; where a proposal waits, the head of office answers it."""
    row = file_of(request, registration_id, "propose")
    known = decided.of(row)
    form = proposals.form_for(request, row, known)
    if form is not None and form.is_valid():
        try:
            proposals.carry_out(request, row, form)
        except Blocked as blocked:
            deciding.say(form, blocked)
        else:
            return redirect("staff_file", registration_id)
    context = {"head": head_of(row), "decided": known, "form": form, "token": new_token()}
    return render(
        request, "staff_site/decisions/propose.html", context | proposals.way(known, request.mandate)
    )
