"""A password forgotten, or changed."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from sporades.accounts import access, actions, queries
from sporades.accounts.sentences import carried_out
from sporades.candidate_site.account import showing
from sporades.candidate_site.account.forms import AddressForm, NewPasswordForm, PasswordChangeForm
from sporades.candidate_site.doors import CandidateRequest, candidate_only
from sporades.ui.posting import Stamped, posted


def password_reset(request: Stamped) -> HttpResponse:
    form = AddressForm(posted(request))

    def act() -> None:
        email = form.cleaned_data["email"]
        access.may_ask_for_mail(request, email)
        actions.ask_reset(email=email, now=request.now)

    if carried_out(form, act):
        showing.repeat_address(request, form.cleaned_data["email"])
        return redirect("password_reset_done")
    return render(request, "candidate_site/account/password_reset.html", {"form": form})


def password_reset_done(request: Stamped) -> HttpResponse:
    return render(request, "candidate_site/account/password_reset_done.html", {"sender": settings.MAIL_FROM})


@sensitive_post_parameters("password")
@never_cache
def password_reset_confirm(request: Stamped, account_id: UUID, token: str) -> HttpResponse:
    if queries.reset(account_id, token) is queries.Link.OVER:
        return render(request, "candidate_site/account/password_reset_over.html", status=410)
    form = NewPasswordForm(posted(request))

    def act() -> None:
        actions.reset_password(account_id, token, password=form.cleaned_data["password"], now=request.now)

    if carried_out(form, act):
        messages.success(request, _("Votre mot de passe est changé. Vous pouvez vous connecter."))
        response = redirect("login")
        access.remember_owner(request, response, account_id)
        return response
    return render(request, "candidate_site/account/password_reset_confirm.html", {"form": form})


@sensitive_post_parameters("current", "password")
@candidate_only
def password_change(request: CandidateRequest) -> HttpResponse:
    form, account = PasswordChangeForm(posted(request)), request.candidate.account

    def act() -> None:
        actions.change_password(account, **form.cleaned_data, by=request.actor, now=request.now)
        access.go_on(request, account)

    if carried_out(form, act):
        messages.success(request, _("Votre mot de passe est changé. Vos autres appareils sont déconnectés."))
        return redirect("account")
    return render(request, "candidate_site/account/password_change.html", {"form": form})
