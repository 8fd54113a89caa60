"""The invitation, then the second factor: chosen at the first login, asked at each one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from sporades.accounts import access, actions, factors, security_keys, stages, totp
from sporades.accounts.queries import office
from sporades.accounts.sentences import carried_out
from sporades.staff_site import showing
from sporades.staff_site.entering.enrolling import enrol
from sporades.staff_site.entering.forms import CodeForm, FirstFactorForm, NewPasswordForm
from sporades.ui.posting import Stamped, posted


@sensitive_post_parameters("password")
@never_cache
def invitation(request: Stamped, token: str) -> HttpResponse:
    """The link of the mail: a password is chosen, and the account is made."""
    asked = office.invitation_of(token, now=request.now)
    if asked is None:
        return render(request, "staff_site/entering/invitation_over.html", status=410)
    form = NewPasswordForm(posted(request))

    def act() -> None:
        actions.accept_invitation(token, password=form.cleaned_data["password"], now=request.now)

    if carried_out(form, act):
        messages.success(request, _("Votre compte est prêt. Connectez-vous avec votre mot de passe."))
        return redirect("login")
    page = {"form": form, "person": showing.invited(asked)}
    return render(request, "staff_site/entering/invitation.html", page)


@sensitive_post_parameters("code", "answer")
@never_cache
def second_factor(request: Stamped) -> HttpResponse:
    account = stages.coming(request)
    if account is None:
        return redirect(access.home_of(request.user) if request.user.is_authenticated else "login")
    if not factors.is_enrolled(account):
        return redirect("first_factor")
    form = CodeForm(posted(request))

    def act() -> None:
        said = form.cleaned_data
        if said["answer"]:
            actions.pass_key(account, answer=said["answer"])
        else:
            actions.pass_code(account, code=said["code"], now=request.now)

    if carried_out(form, act):
        return redirect(factors.let_in(request))
    page = {"form": form, "key": security_keys.to_enter(account)}
    return render(request, "staff_site/entering/second_factor.html", page)


@sensitive_post_parameters("code", "answer")
@never_cache
def first_factor(request: Stamped) -> HttpResponse:
    account = stages.coming(request)
    if account is None or factors.is_enrolled(account):
        return redirect("second_factor")
    form = FirstFactorForm(posted(request))
    codes: list[str] = []
    if carried_out(form, lambda: codes.extend(enrol(request, account, form.cleaned_data))):
        then = factors.let_in(request)
        return render(request, "staff_site/account/codes.html", {"codes": codes, "then": then})
    page = {"form": form, "offer": totp.offer(request.session, account), "key": security_keys.to_add(account)}
    return render(request, "staff_site/entering/first_factor.html", page)
