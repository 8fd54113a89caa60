"""Asking somebody to join the office, asking again, or no longer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sporades.accounts import actions
from sporades.accounts.queries import office
from sporades.accounts.sentences import carried_out
from sporades.rules.rights import Act
from sporades.staff_site import showing
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, posted, token_of
from sporades.staff_site.people.forms import InviteForm


@officer_may(Act.MANAGE_PEOPLE)
def invite(request: OfficerRequest) -> HttpResponse:
    form = InviteForm(posted(request), within=request.mandate)

    def act() -> None:
        actions.invite(
            email=form.cleaned_data["email"], name=form.cleaned_data["name"], mandate=form.mandate(),
            within=request.mandate, token=token_of(request), by=request.actor, now=request.now,
        )  # fmt: skip

    if carried_out(form, act):
        messages.success(request, _("L’invitation part. Son lien vaut 7 jours à partir de l’envoi."))
        return redirect("staff_people")
    return render(request, "staff_site/people/invite.html", {"form": form, "token": new_token()})


@officer_may(Act.MANAGE_PEOPLE)
def invitation(request: OfficerRequest, invitation_id: UUID) -> HttpResponse:
    """What was offered, and two buttons: a new link, or none any more."""
    row = office.invitation_for(request.mandate, invitation_id)
    if "renew" in request.POST:
        actions.renew_invitation(row, by=request.actor, now=request.now)
        messages.success(request, _("Un nouveau lien part. L’ancien ne fonctionne plus."))
        return redirect("staff_people")
    if "revoke" in request.POST:
        actions.revoke_invitation(row, by=request.actor, now=request.now)
        messages.success(request, _("L’invitation est retirée : son lien ne fonctionne plus."))
        return redirect("staff_people")
    page = {
        "invitation": row,
        "rows": showing.invited(row),
        "dies_at": office.dies_at(row),
        "is_over": office.is_over(row, now=request.now),
        "in_": showing.zone_of(request.mandate),
    }
    return render(request, "staff_site/people/invitation.html", page)
