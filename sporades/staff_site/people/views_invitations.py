"""Asking somebody to join the office, asking again, or no longer."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.accounts import actions
from sporades.accounts.actions.refusals import LinkIsOver
from sporades.accounts.queries import office
from sporades.accounts.sentences import carried_out
from sporades.rules.rights import Act
from sporades.staff_site import showing
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, posted, token_of
from sporades.staff_site.people.forms import InviteForm

if TYPE_CHECKING:
    from sporades.accounts.models import Invitation


# What each button does, and what is said of it.
_BUTTONS = (
    ("renew", actions.renew_invitation, gettext_lazy("Un nouveau lien part. L’ancien ne fonctionne plus.")),
    (
        "revoke",
        actions.revoke_invitation,
        gettext_lazy("L’invitation est retirée : son lien ne fonctionne plus."),
    ),
)


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
    for button, act, said in _BUTTONS:
        if button in request.POST:
            _answer(request, row, act, said)
            return redirect("staff_people")
    page = {
        "invitation": row,
        "rows": showing.invited(row),
        "dies_at": office.dies_at(row),
        "is_over": office.is_over(row, now=request.now),
        "in_": showing.zone_of(request.mandate),
    }
    return render(request, "staff_site/people/invitation.html", page)


def _answer(request: OfficerRequest, row: "Invitation", act: Callable[..., None], said: Promise) -> None:
    try:
        act(row, by=request.actor, now=request.now)
    except LinkIsOver:
        messages.error(request, _("Cette invitation a reçu sa réponse entre-temps : rien n’a changé."))
    else:
        messages.success(request, str(said))
