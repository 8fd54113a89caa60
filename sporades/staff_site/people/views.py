"""The people of the office, and one of them: mandate, access, second factors."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sporades.accounts import actions
from sporades.accounts import factors as second_factors
from sporades.accounts.queries import lost_mailboxes, office
from sporades.accounts.sentences import carried_out
from sporades.rules.rights import Act
from sporades.staff_site import alarms, showing
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, posted, token_of
from sporades.staff_site.people import told
from sporades.staff_site.people.forms import MandateForm, ReasonForm, typed_back


@require_safe
@officer_may(Act.MANAGE_PEOPLE)
def people(request: OfficerRequest) -> HttpResponse:
    page = {
        "people": told.lines(office.people(request.mandate)),
        "invitations": told.lines(office.invitations(request.mandate, now=request.now)),
        "alarms": office.alarms(request.mandate),
        "file_alarms": alarms.told(request),
        "in_": showing.zone_of(request.mandate),
    }
    return render(request, "staff_site/people/people.html", page)


@require_safe
@officer_may(Act.MANAGE_PEOPLE)
def person(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    officer, zone = office.officer_for(request.mandate, officer_id), showing.zone_of(request.mandate)
    page = {
        "officer": officer,
        "rows": showing.person(officer),
        "state": told.state(officer),
        "factors": second_factors.of(officer.account),
        "events": told.events(officer, zone),
        "mailbox_waits": lost_mailboxes.waiting(officer.account_id) is not None,
    }
    return render(request, "staff_site/people/person.html", page)


@officer_may(Act.MANAGE_PEOPLE)
def mandate(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    officer = office.officer_for(request.mandate, officer_id)
    typed = typed_back(officer.name, officer.mandate)
    form = MandateForm(posted(request), within=request.mandate, initial=typed)

    def act() -> None:
        actions.change_mandate(
            officer, name=form.cleaned_data["name"], mandate=form.mandate(), within=request.mandate,
            token=token_of(request), by=request.actor, now=request.now,
        )  # fmt: skip

    if carried_out(form, act):
        messages.success(request, _("L’habilitation est enregistrée."))
        return redirect("staff_person", officer_id)
    page = {"officer": officer, "form": form, "token": new_token()}
    return render(request, "staff_site/people/mandate.html", page)


@officer_may(Act.MANAGE_PEOPLE)
def access(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    """Switches the account off; or on again, if it is off or suspended."""
    officer = office.officer_for(request.mandate, officer_id)
    is_open = officer.switched_off_at is None and officer.suspended_at is None
    act = actions.switch_off if is_open else actions.switch_on
    form = ReasonForm(posted(request))
    if carried_out(form, lambda: act(officer, **_given(request, form))):
        said = _("Le compte est désactivé.") if is_open else _("Le compte est rouvert.")
        messages.success(request, said)
        return redirect("staff_person", officer_id)
    page = {"officer": officer, "form": form, "token": new_token(), "is_open": is_open}
    return render(request, "staff_site/people/access.html", page)


@officer_may(Act.MANAGE_PEOPLE)
def factors(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    officer = office.officer_for(request.mandate, officer_id)
    form = ReasonForm(posted(request))

    def reset() -> None:
        actions.reset_factors(officer.account, **_given(request, form))

    if carried_out(form, reset):
        messages.success(request, _("Sa vérification est réinitialisée : un courriel l’en prévient."))
        return redirect("staff_person", officer_id)
    page = {"officer": officer, "form": form, "token": new_token()}
    return render(request, "staff_site/people/factors.html", page)


def _given(request: OfficerRequest, form: ReasonForm) -> dict[str, Any]:
    return {
        "reason": form.cleaned_data["reason"],
        "token": token_of(request),
        "by": request.actor,
        "now": request.now,
    }
