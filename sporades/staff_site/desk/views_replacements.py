"""A candidate asks to replace a piece that is accepted: the office agrees, or says why not."""

from typing import TYPE_CHECKING

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.registrations import access
from sporades.registrations.actions import replacing
from sporades.registrations.queries import replacements as requests
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act
from sporades.staff_site.desk.forms import AnswerForm
from sporades.staff_site.desk.told import head_of, sentences
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may

if TYPE_CHECKING:
    from sporades.registrations.models import Replacement


@require_safe
@officer_may(Act.CHECK_PIECE)
def replacements(request: OfficerRequest) -> HttpResponse:
    """The requests that wait, the oldest first."""
    rows = list(requests.waiting(request.mandate))
    return render(request, "staff_site/desk/replacements.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.CHECK_PIECE)
def replacement(request: OfficerRequest, replacement_id: int) -> HttpResponse:
    """One request: agree, or refuse with a sentence."""
    asked = access.replacement_for_officer(request.mandate, replacement_id)
    file = file_of(request, asked.piece.registration_id, "replacement")
    refuses = "refuse" in request.POST
    form = AnswerForm(request.POST if refuses else None)
    decides = "agree" in request.POST or form.is_valid()
    if decides and _decided(request, asked, form):
        flash.success(request, _("Votre réponse est partie."))
        return redirect("staff_replacements")
    context = {"form": form, "asked": asked, "head": head_of(file), "is_open": asked.state == "filed"}
    return render(request, "staff_site/desk/replacement.html", context)


def _decided(request: OfficerRequest, asked: "Replacement", form: AnswerForm) -> bool:
    try:
        if form.is_bound:
            said = form.cleaned_data["answer"]
            replacing.refuse_replacement(asked, sentence=said, by=request.actor, now=request.now)
        else:
            replacing.agree_replacement(asked, by=request.actor, now=request.now)
    except Blocked as blocked:
        for sentence in sentences(blocked):
            flash.error(request, sentence)
        return False
    return True
