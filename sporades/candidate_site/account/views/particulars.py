"""« Mon compte »: who one is, and where to write to them."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sporades.accounts import actions, queries
from sporades.accounts.sentences import carried_out
from sporades.candidate_site.account import showing
from sporades.candidate_site.account.forms import IdentityForm, RectificationForm
from sporades.candidate_site.doors import CandidateRequest, candidate_only
from sporades.candidate_site.registering.case import new_case
from sporades.candidate_site.registering.forms.base import as_data
from sporades.candidate_site.registering.forms.contact import ContactForm
from sporades.rules.answers import Contact
from sporades.ui.posting import posted


@candidate_only
def account(request: CandidateRequest) -> HttpResponse:
    candidate = request.candidate
    page = {
        "account": candidate.account,
        "pending": queries.pending_address(candidate.account, now=request.now),
        "frozen": candidate.identity_frozen_at is not None,
        "identity": showing.identity(queries.identity(candidate)),
        "contact": showing.contact(queries.contact(candidate)),
    }
    return render(request, "candidate_site/account/account.html", page)


@candidate_only
def identity_edit(request: CandidateRequest) -> HttpResponse:
    candidate = request.candidate
    if candidate.identity_frozen_at is not None:
        return redirect("rectification")
    form = IdentityForm(posted(request), initial=asdict(queries.identity(candidate)))

    def act() -> None:
        actions.change_identity(candidate, identity=form.identity(), by=request.actor, now=request.now)

    if carried_out(form, act):
        messages.success(request, _("Votre état civil est modifié."))
        return redirect("account")
    return render(request, "candidate_site/account/identity_edit.html", {"form": form})


@candidate_only
def contact_edit(request: CandidateRequest) -> HttpResponse:
    candidate = request.candidate
    case, sent = new_case(candidate, now=request.now), posted(request)
    form = ContactForm(case, sent or as_data(ContactForm.first_typed(case) or {}), quiet=sent is None)

    def act() -> None:
        contact = Contact(**form.section())
        actions.keep_contact(candidate, contact=contact, by=request.actor, now=request.now)

    if sent is not None and not form.wants_more and carried_out(form, act):
        messages.success(request, _("Vos coordonnées sont enregistrées."))
        return redirect("account")
    return render(request, "candidate_site/account/contact_edit.html", {"form": form})


@candidate_only
def rectification(request: CandidateRequest) -> HttpResponse:
    candidate, form = request.candidate, RectificationForm(posted(request))

    def act() -> None:
        text = form.cleaned_data["text"]
        actions.file_rectification(candidate, text=text, by=request.actor, now=request.now)

    if carried_out(form, act):
        messages.success(request, _("Votre demande est enregistrée. Le service des examens vous répondra."))
        return redirect("rectification")
    page = {
        "form": form,
        "frozen": candidate.identity_frozen_at is not None,
        "identity": showing.identity(queries.identity(candidate)),
        "requests": showing.requests(queries.rectifications(candidate)),
    }
    return render(request, "candidate_site/account/rectification.html", page)
