"""Moving an account to another mailbox, and back if somebody else moved it."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from sporades.accounts import access, actions, queries
from sporades.accounts.sentences import carried_out
from sporades.candidate_site.account.forms import EmailChangeForm
from sporades.candidate_site.doors import CandidateRequest, candidate_only
from sporades.ui import navigation
from sporades.ui.posting import Stamped, posted


@sensitive_post_parameters("current")
@candidate_only
def email_change(request: CandidateRequest) -> HttpResponse:
    form, account = EmailChangeForm(posted(request)), request.candidate.account

    def act() -> None:
        email, password = form.cleaned_data["email"], form.cleaned_data["current"]
        # The mailbox written to may be anybody's: it is counted as for a stranger.
        access.may_ask_for_mail(request, email)
        actions.ask_email_change(account, email=email, password=password, by=request.actor, now=request.now)

    if carried_out(form, act):
        messages.success(
            request, _("Un courriel vous attend à la nouvelle adresse : ouvrez-le pour la confirmer.")
        )
        return redirect("account")
    return render(request, "candidate_site/account/email_change.html", {"form": form, "account": account})


@never_cache
def email_confirm(request: Stamped, token: str) -> HttpResponse:
    if queries.email_change(token, now=request.now) is queries.Link.OVER:
        return render(request, "candidate_site/account/email_over.html", status=410)
    form = Form(posted(request))
    if carried_out(form, lambda: actions.confirm_email_change(token, now=request.now)):
        messages.success(request, _("Votre nouvelle adresse est confirmée."))
        return redirect(navigation.own_account(request.user))
    return render(request, "candidate_site/account/email_confirm.html", {"form": form})


@never_cache
def email_restore(request: Stamped, token: str) -> HttpResponse:
    if queries.former_address(token, now=request.now) is queries.Link.OVER:
        return render(request, "candidate_site/account/email_restore_over.html", status=410)
    form = Form(posted(request))
    if carried_out(form, lambda: actions.restore_address(token, now=request.now)):
        messages.success(
            request,
            _(
                "Votre adresse est rétablie et tous les appareils sont déconnectés. "
                "Un courriel y part à l’instant : il vous permet de choisir un nouveau mot de passe."
            ),
        )
        return redirect("login")
    return render(request, "candidate_site/account/email_restore.html", {"form": form})
