"""« Doublons »: two accounts that may be one person’s, side by side, and what an officer says of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.adapters import clocks
from sporades.registrations.actions.comparing import Pair, pair_of
from sporades.registrations.actions.rehearsing import mail_of
from sporades.registrations.queries import duplicates as registrations
from sporades.registrations.queries import file
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act, may
from sporades.staff_site.decisions.deciding import say, typed
from sporades.staff_site.doors import OfficerRequest, file_of, new_token, officer_may, posted
from sporades.staff_site.files import duplicates
from sporades.staff_site.files.duplicates import DuplicateForm

PAGE = "staff_site/files/duplicate.html"


@require_safe
@officer_may(Act.COMPARE_DUPLICATES)
def possible(request: OfficerRequest) -> HttpResponse:
    listed = registrations.possible(request.mandate)
    return render(request, "staff_site/files/duplicates.html", {"pairs": listed.pairs, "more": listed.more})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.COMPARE_DUPLICATES)
def duplicate(request: OfficerRequest, registration_id: UUID, other_id: UUID) -> HttpResponse:
    """Both files; then what the answer would do; then the answer."""
    pair = pair_of(*(file_of(request, one, "duplicate") for one in (registration_id, other_id)))
    why = registrations.reasons(pair.first, pair.second)
    if not why:
        raise Http404
    answered = registrations.answer_of(pair.first, pair.second)
    form = DuplicateForm(duplicates.kept(pair), posted(request), initial=_proposed(answered))
    context = {
        "form": form,
        "token": request.POST.get("token") or new_token(),
        "answered": answered,
        "why": why,
    }
    if form.is_valid() and "change" not in request.POST:
        try:
            if "decide" in request.POST:
                return _decide(request, pair, form)
            context |= _announced(request, pair, form)
        except Blocked as blocked:
            say(form, blocked)
    return render(request, PAGE, context | _side_by_side(request, pair))


def _decide(request: OfficerRequest, pair: Pair, form: DuplicateForm) -> HttpResponse:
    duplicates.act_of(request, pair, form)()
    messages.success(request, _("C’est noté au journal des deux dossiers."))
    return redirect("staff_duplicates")


def _announced(request: OfficerRequest, pair: Pair, form: DuplicateForm) -> dict[str, Any]:
    row = duplicates.ended(pair, form.cleaned_data["answer"])
    act = duplicates.act_of(request, pair, form)
    mail = mail_of(row, act, without=hidden_pieces(request.mandate))
    decides = may(request.mandate, Act.SETTLE_DUPLICATE)
    same = form.cleaned_data["answer"] != duplicates.DIFFERENT
    said = str(dict(form.fields["answer"].choices)[form.cleaned_data["answer"]])  # type: ignore[attr-defined]
    return {"said": said, "mail": mail, "typed": typed(request), "proposes": same and not decides}


def _side_by_side(request: OfficerRequest, pair: Pair) -> dict[str, Any]:
    now = {"now": request.now, "machine_now": clocks.machine_now()}
    seen = [file.seen(row, request.mandate, **now) for row in (pair.first, pair.second)]
    lines, pieces = registrations.compared(*seen)
    return {"one": seen[0], "other": seen[1], "lines": lines, "pieces": pieces}


def _proposed(answered: Any) -> dict[str, str]:
    """What an officer proposed, for the head of office to start from."""
    return {"answer": answered.outcome, "reason": answered.reason} if answered else {}
