"""The second factor: asked at each login, chosen at the first one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from sporades.accounts import access, actions, factors, security_keys, stages, totp
from sporades.accounts.sentences import carried_out
from sporades.staff_site.entering.enrolling import enrol
from sporades.staff_site.entering.forms import CodeForm, FirstFactorForm
from sporades.ui.posting import Stamped, posted


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
