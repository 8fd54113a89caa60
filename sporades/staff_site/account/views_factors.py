"""An officer's second factors: one more, another name, one less, new recovery codes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from sporades.accounts import actions, factors, security_keys, totp
from sporades.accounts.sentences import carried_out
from sporades.rules.rights import Act
from sporades.staff_site.account.forms import AddFactorForm, NameForm, ProofForm
from sporades.staff_site.doors import OfficerRequest, officer_may, posted
from sporades.staff_site.entering.enrolling import enrol

ACCOUNT = "staff_account"


@sensitive_post_parameters("current", "code", "answer")
@officer_may(Act.OWN_ACCOUNT)
def add(request: OfficerRequest) -> HttpResponse:
    form, account = AddFactorForm(posted(request)), request.officer.account

    def act() -> None:
        actions.prove(account, form.cleaned_data["current"])
        enrol(request, account, form.cleaned_data)

    if carried_out(form, act):
        messages.success(request, _("Votre nouveau moyen de vérification est prêt."))
        return redirect(ACCOUNT)
    page = {"form": form, "offer": totp.offer(request.session, account), "key": security_keys.to_add(account)}
    return render(request, "staff_site/account/factor_add.html", page)


@sensitive_post_parameters("current")
@officer_may(Act.OWN_ACCOUNT)
def factor(request: OfficerRequest, factor_id: str) -> HttpResponse:
    """Its name, and the button that takes it away."""
    known = _own(request, factor_id)
    removing = "remove" in request.POST
    name = NameForm(None if removing else posted(request), initial={"name": known.name})
    proof = ProofForm(request.POST if removing else None)
    if carried_out(name, lambda: _rename(request, known, name.cleaned_data["name"])):
        messages.success(request, _("Le nom est enregistré."))
        return redirect(ACCOUNT)
    if carried_out(proof, lambda: _remove(request, known, proof.cleaned_data["current"])):
        messages.success(request, _("Ce moyen de vérification est retiré."))
        return redirect(ACCOUNT)
    page = {"factor": known, "name": name, "proof": proof}
    return render(request, "staff_site/account/factor.html", page)


def _own(request: OfficerRequest, factor_id: str) -> factors.Factor:
    for known in factors.of(request.officer.account):
        if str(known.id) == factor_id:
            return known
    raise Http404


def _rename(request: OfficerRequest, known: factors.Factor, name: str) -> None:
    actions.rename_factor(request.officer.account, known.id, name=name, by=request.actor, now=request.now)


def _remove(request: OfficerRequest, known: factors.Factor, password: str) -> None:
    actions.prove(request.officer.account, password)
    actions.remove_factor(request.officer.account, known.id, by=request.actor, now=request.now)


@sensitive_post_parameters("current")
@officer_may(Act.OWN_ACCOUNT)
def codes(request: OfficerRequest) -> HttpResponse:
    """New recovery codes, shown in this one answer."""
    form, account = ProofForm(posted(request)), request.officer.account
    made: list[str] = []

    def act() -> None:
        actions.prove(account, form.cleaned_data["current"])
        made.extend(actions.renew_codes(account, by=request.actor, now=request.now))

    if carried_out(form, act):
        return render(request, "staff_site/account/codes.html", {"codes": made})
    page = {"form": form, "left": factors.codes_left(account)}
    return render(request, "staff_site/account/codes_renew.html", page)
