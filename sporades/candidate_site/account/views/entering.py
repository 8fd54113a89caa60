"""Coming in, leaving, and where one is still in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sporades.accounts import access
from sporades.accounts.addresses import NotAnAddress
from sporades.accounts.sentences import say
from sporades.accounts.throttles import TooMany
from sporades.candidate_site.account import showing
from sporades.candidate_site.account.forms import LoginForm
from sporades.candidate_site.doors import CandidateRequest, candidate_only
from sporades.ui.posting import posted


@sensitive_post_parameters("password")
@never_cache
def login(request: HttpRequest) -> HttpResponse:
    then = _where_to(request)
    if request.user.is_authenticated:
        return redirect(then or access.home_of(request.user))
    form = LoginForm(posted(request))
    if form.is_valid():
        try:
            return access.log_in(request, **form.cleaned_data, then=then)
        except NotAnAddress:
            say(form, access.NotRecognised())
        except (access.NotRecognised, TooMany) as refusal:
            say(form, refusal)
    return render(request, "candidate_site/account/login.html", {"form": form})


def _where_to(request: HttpRequest) -> str:
    """The page that asked for a login, if it is one of ours, or ""."""
    asked = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # Without its slash, Django would look for a page of that name.
    return asked if ours and asked.startswith("/") else ""


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    access.log_out(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    # The « back » button of a shared computer shows nothing of the person who left.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@candidate_only
def devices(request: CandidateRequest) -> HttpResponse:
    if request.method == "POST":
        access.log_out_others(request, request.candidate.account)
        messages.success(request, _("Vos autres appareils sont déconnectés."))
        return redirect("devices")
    open_on = showing.devices(access.devices(request, request.candidate.account))
    return render(request, "candidate_site/account/devices.html", {"devices": open_on})
