"""Opening an account, and proving that its mailbox is one's own."""

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from sporades.accounts import access, actions, queries
from sporades.accounts.sentences import carried_out
from sporades.candidate_site.account import showing
from sporades.candidate_site.account.forms import AddressForm, NewPasswordForm, SignUpForm
from sporades.ui.posting import Stamped, posted


@sensitive_post_parameters("password")
def sign_up(request: Stamped) -> HttpResponse:
    form = SignUpForm(posted(request))

    def act() -> None:
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        access.may_ask_for_mail(request, email)
        actions.sign_up(email=email, password=password, identity=form.identity(), now=request.now)

    if carried_out(form, act):
        showing.repeat_address(request, form.cleaned_data["email"])
        return redirect("sign_up_done")
    return render(
        request, "candidate_site/account/sign_up.html", {"form": form, "sender": settings.MAIL_FROM}
    )


def sign_up_done(request: Stamped) -> HttpResponse:
    return render(request, "candidate_site/account/sign_up_done.html", {"sender": settings.MAIL_FROM})


def resend(request: Stamped) -> HttpResponse:
    form = AddressForm(posted(request))

    def act() -> None:
        email = form.cleaned_data["email"]
        access.may_ask_for_mail(request, email)
        actions.resend_link(email=email, now=request.now)

    if carried_out(form, act):
        showing.repeat_address(request, form.cleaned_data["email"])
        return redirect("sign_up_done")
    return render(request, "candidate_site/account/resend.html", {"form": form})


@sensitive_post_parameters("password")
@never_cache
def activate(request: Stamped, token: str) -> HttpResponse:
    link = queries.activation(token, now=request.now)
    if link in (queries.Link.OVER, queries.Link.DONE):
        return _no_button(request, link)
    form: Form = (NewPasswordForm if link is queries.Link.CHOOSE else Form)(posted(request))

    def act() -> None:
        actions.activate(token, password=form.cleaned_data.get("password", ""), now=request.now)

    if carried_out(form, act):
        messages.success(request, _("Votre compte est activé. Vous pouvez maintenant vous connecter."))
        return redirect("login")
    return render(request, "candidate_site/account/activate.html", {"form": form})


def _no_button(request: Stamped, link: queries.Link) -> HttpResponse:
    if link is queries.Link.DONE:
        return render(request, "candidate_site/account/already_active.html")
    return render(request, "candidate_site/account/activation_over.html", status=410)
