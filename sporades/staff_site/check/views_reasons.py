"""The reasons for which a piece is refused: the head of office adds one, retires one, takes one back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sporades.reference.load import reference
from sporades.registrations.actions import reasons
from sporades.registrations.queries import reasons as known
from sporades.rules.rights import Act
from sporades.staff_site.check.forms import ReasonForm
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may, token_of


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.EDIT_REASONS)
def refusal_reasons(request: OfficerRequest) -> HttpResponse:
    """Those of each académie of the mandate."""
    form = ReasonForm(request.POST if "add" in request.POST else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        _change(request, form)
        return redirect("staff_check_reasons")
    offices = [
        {"code": code, "title": reference().academies[code].title, "reasons": known.known(code)}
        for code in sorted(request.mandate.academies)
    ]
    return render(
        request, "staff_site/check/reasons.html", {"offices": offices, "form": form, "token": new_token()}
    )


def _change(request: OfficerRequest, form: ReasonForm) -> None:
    academy = request.POST.get("academy", "")
    if academy not in request.mandate.academies:
        raise Http404
    token, by, now = token_of(request), request.actor, request.now
    if form.is_bound:
        reasons.add(academy, sentence=form.cleaned_data["sentence"], token=token, by=by, now=now)
        messages.success(request, _("Motif ajouté."))
        return
    code = request.POST.get("code", "")
    if code not in {one.code for one in known.known(academy)}:
        raise Http404
    reasons.retire(academy, code=code, is_retired="retire" in request.POST, token=token, by=by, now=now)
    messages.success(request, _("Liste des motifs modifiée."))
