"""« Mon compte » of an officer: who they are for us, their password, their devices."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from sporades.accounts import access, actions, browsers, factors
from sporades.accounts.sentences import carried_out
from sporades.rules.rights import Act
from sporades.staff_site import showing
from sporades.staff_site.account.forms import EmailForm, PasswordForm
from sporades.staff_site.doors import OfficerRequest, officer_may, posted
from sporades.ui import navigation


@require_safe
@officer_may(Act.OWN_ACCOUNT)
def home(request: OfficerRequest) -> HttpResponse:
    """Each role begins elsewhere: an administrator opens no file."""
    return redirect(navigation.first_page(request.user))


@require_safe
@officer_may(Act.OWN_ACCOUNT)
def account(request: OfficerRequest) -> HttpResponse:
    of = request.officer.account
    page = {
        "person": showing.person(request.officer),
        "factors": factors.of(of),
        "codes_left": factors.codes_left(of),
        "in_": showing.zone_of(request.mandate),
    }
    return render(request, "staff_site/account/account.html", page)


@sensitive_post_parameters("current", "password")
@officer_may(Act.OWN_ACCOUNT)
def password(request: OfficerRequest) -> HttpResponse:
    form, of = PasswordForm(posted(request)), request.officer.account

    def act() -> None:
        actions.change_password(of, **form.cleaned_data, by=request.actor, now=request.now)
        access.go_on(request, of)

    if carried_out(form, act):
        messages.success(request, _("Votre mot de passe est changé. Vos autres appareils sont déconnectés."))
        return redirect("staff_account")
    return render(request, "staff_site/account/password.html", {"form": form})


@sensitive_post_parameters("current")
@officer_may(Act.OWN_ACCOUNT)
def email(request: OfficerRequest) -> HttpResponse:
    """Another mailbox: it must answer, and the one that is left may take the account back."""
    form, of = EmailForm(posted(request)), request.officer.account

    def act() -> None:
        said = {"email": form.cleaned_data["email"], "password": form.cleaned_data["current"]}
        access.may_ask_for_mail(request, said["email"])
        actions.ask_email_change(of, **said, by=request.actor, now=request.now)

    if carried_out(form, act):
        sent = _("Un courriel vous attend à la nouvelle adresse : ouvrez-le pour la confirmer.")
        messages.success(request, sent)
        return redirect("staff_account")
    return render(request, "staff_site/account/email.html", {"form": form, "email": of.email})


@officer_may(Act.OWN_ACCOUNT)
def devices(request: OfficerRequest) -> HttpResponse:
    of = request.officer.account
    if request.method == "POST":
        access.log_out_others(request, of)
        messages.success(request, _("Vos autres appareils sont déconnectés."))
        return redirect("staff_account_devices")
    page = {
        "devices": [(browsers.said(one.browser, one.system), one) for one in access.devices(request, of)],
        "in_": showing.zone_of(request.mandate),
    }
    return render(request, "staff_site/account/devices.html", page)
