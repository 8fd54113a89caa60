"""Many files at once: what to do, to which, what will happen and what will not, then the report."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sporades.registrations.queries import asked, batches
from sporades.rules.rights import Act
from sporades.staff_site.check import batch as lines
from sporades.staff_site.doors import OfficerRequest, new_token, officer_may


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.CHECK_PIECE)
def batch(request: OfficerRequest) -> HttpResponse:
    """The choice; from it the list of what will happen; from that one the report."""
    does, kind = request.GET.get("faire", ""), request.GET.get("piece", "")
    if does not in {"", lines.ADMIT, lines.ACCEPT} or (does == lines.ADMIT and not lines.may_admit(request)):
        raise Http404
    context: dict[str, Any] = {
        "does": does,
        "kind": kind,
        "token": new_token(),
        "kinds": batches.kinds(request.mandate),
    }
    values = lines.chosen(request)
    if does and values:
        done = "carry_out" in request.POST
        told = (lines.carried_out if done else lines.rehearsed)(request, does, values)
        context |= {
            "will": [one for one in told if not one.why_not],
            "will_not": [one for one in told if one.why_not],
        }
        return render(request, f"staff_site/check/batch_{'done' if done else 'list'}.html", context)
    context |= {"rows": _rows(request, does, kind), "nothing_chosen": request.method == "POST"}
    return render(request, "staff_site/check/batch.html", context)


@officer_may(Act.CHECK_PIECE)
@require_POST
def selection(request: OfficerRequest) -> HttpResponse:
    """« Traiter la sélection »: what was ticked in the work list, as the batch would treat it."""
    kind = request.POST.get("faire", "")
    does = lines.ADMIT if kind == lines.ADMIT else lines.ACCEPT
    kept = urlencode(asked.kept(QueryDict(request.POST.get("retour", "")), request.mandate))
    if (does == lines.ADMIT and not lines.may_admit(request)) or (
        does == lines.ACCEPT and kind not in asked.piece_kinds(request.mandate)
    ):
        raise Http404
    told = lines.of_files(request, does, kind)
    if not told:
        messages.warning(request, _("Cochez au moins un dossier."))
        return redirect(f"{reverse('staff_worklist')}?{kept}")
    will, will_not = ([one for one in told if bool(one.why_not) is kept_out] for kept_out in (False, True))
    context = {"does": does, "will": will, "will_not": will_not, "token": new_token(), "back": kept}
    context["action"] = f"{reverse('staff_check_batch')}?{urlencode({'faire': does, 'piece': kind})}"
    return render(request, "staff_site/check/batch_list.html", context)


@officer_may(Act.CHECK_PIECE)
@require_POST
def undo_batch(request: OfficerRequest) -> HttpResponse:
    """« Annuler tout le lot », within the ten seconds: as if nothing had been decided."""
    undone = lines.taken_back(request, request.POST.getlist("verdict"))
    if undone.done:
        said = ngettext(
            "%(n)s décision annulée : rien n’est parti.",
            "%(n)s décisions annulées : rien n’est parti.",
            undone.done,
        )
        messages.success(request, said % {"n": undone.done})
    if undone.late:
        said = ngettext(
            "Il était trop tard pour %(n)s décision : décidez de nouveau depuis le dossier.",
            "Il était trop tard pour %(n)s décisions : décidez de nouveau depuis chaque dossier.",
            undone.late,
        )
        messages.warning(request, said % {"n": undone.late})
    return redirect("staff_check_batch")


def _rows(request: OfficerRequest, does: str, kind: str) -> list[batches.Candidate]:
    if does == lines.ADMIT:
        return batches.files(request.mandate)
    return batches.pieces(request.mandate, kind) if does and kind else []
