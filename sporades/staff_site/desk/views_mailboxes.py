"""A candidate has lost their mailbox: one officer asks for another, a second one decides."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.accounts.actions import lost_mailboxes
from sporades.accounts.actions.refusals import AddressTaken, NothingToChange, SamePerson
from sporades.accounts.addresses import NotAnAddress
from sporades.accounts.queries import lost_mailboxes as accounts
from sporades.rules.rights import Act
from sporades.staff_site.desk.forms import MailboxForm
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.REPLACE_EMAIL)
def replace_email(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """What waits is decided here too, by somebody else than who asked."""
    row = file_of(request, registration_id, "mailbox")
    asked = accounts.waiting(row.candidate.account_id)
    form = MailboxForm(request.POST if request.method == "POST" and asked is None else None)
    if asked is not None and request.method == "POST":
        _decide(request, asked.id)
        return redirect("staff_file", registration_id)
    if form.is_valid() and _asked(request, row, form):
        flash.success(request, _("Demande enregistrée. Un collègue doit maintenant décider."))
        return redirect("staff_replace_email", registration_id)
    mine = asked is not None and asked.asked_by == request.officer.id
    context = {"form": form, "head": head_of(row), "asked": asked, "mine": mine}
    context["email"] = row.candidate.account.email
    return render(request, "staff_site/desk/mailbox.html", context)


def _asked(request: OfficerRequest, row: "Registration", form: MailboxForm) -> bool:
    said, account = form.cleaned_data, row.candidate.account
    try:
        lost_mailboxes.ask(account, **said, by=request.actor, now=request.now)
    except NotAnAddress:
        form.add_error("email", _("Cette adresse n’en est pas une. Vérifiez-la avec la personne."))
    except NothingToChange:
        form.add_error("email", _("C’est déjà l’adresse de ce compte."))
    except AddressTaken:
        form.add_error("email", _("Un autre compte utilise cette adresse. Demandez-en une autre."))
    return form.is_valid()


def _decide(request: OfficerRequest, request_id: UUID) -> None:
    act = lost_mailboxes.agree if "agree" in request.POST else lost_mailboxes.refuse
    try:
        act(request_id, by=request.actor, now=request.now)
    except SamePerson:
        flash.error(request, _("Vous avez fait cette demande : c’est à un collègue de décider."))
    except AddressTaken:
        flash.error(request, _("Un autre compte utilise maintenant cette adresse : rien n’a changé."))
    else:
        flash.success(request, _("Décision enregistrée."))
