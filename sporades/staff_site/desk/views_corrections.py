"""A material error is corrected, an identity is rectified: nothing is to be signed again."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sporades.accounts import queries as accounts
from sporades.accounts.values import CivilIdentity
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import correcting, rectifying
from sporades.registrations.queries import answers as registrations
from sporades.registrations.queries import rectifications as requests
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import Act
from sporades.staff_site.desk import correctable
from sporades.staff_site.desk.forms import AnswerForm, CorrectionForm, RectificationForm
from sporades.staff_site.desk.told import ended, head_of, say_blocked
from sporades.staff_site.doors import OfficerRequest, file_of, new_token, officer_may, token_of
from sporades.ui.picking import searching

if TYPE_CHECKING:
    from sporades.registrations.models import Registration


@require_safe
@officer_may(Act.CORRECT)
def correct(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """« Corriger »: which answer?"""
    row = file_of(request, registration_id, "correct")
    if row.version == 0:
        raise Http404
    lines = correctable.lines(registrations.last(row), request.mandate)
    return render(request, "staff_site/desk/correct.html", {"head": head_of(row), "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.CORRECT)
def correct_answer(request: OfficerRequest, registration_id: UUID, path: str) -> HttpResponse:
    """One answer: what was said, what is right, and why."""
    row = file_of(request, registration_id, "correct")
    if path not in correctable.paths(request.mandate) or row.version == 0:
        raise Http404
    answers = registrations.last(row)
    initial = {"value": registrations.at(answers, path), "seen": row.version}
    form = CorrectionForm(path, request.POST or None, initial=initial)
    if not searching(request.POST) and form.is_valid() and _corrected(request, row, path, form):
        return redirect("staff_file", registration_id)
    said = {"label": reference().label(path), "before": correctable.said(answers, path)}
    context = {"form": form, "token": new_token(), "head": head_of(row), **said}
    return render(request, "staff_site/desk/correct_answer.html", context)


def _corrected(request: OfficerRequest, row: "Registration", path: str, form: CorrectionForm) -> bool:
    said = form.cleaned_data
    new = registrations.with_answers(registrations.last(row), {path: correctable.kept(said["value"])})
    why = {"reason": said["reason"], "rule": "material_error", "token": token_of(request)}
    try:
        version = correcting.correct(row, new, seen=said["seen"], **why, by=request.actor, now=request.now)
    except Blocked as blocked:
        say_blocked(form, blocked)
        return False
    except StepNotAllowed:
        form.add_error(None, ended())
        return False
    done = _("Corrigé. Le candidat en est averti ; il n’a rien à signer.")
    flash.success(request, done if version else _("Cette réponse était déjà la bonne : rien n’a changé."))
    return True


@require_safe
@officer_may(Act.ANSWER_RECTIFICATION)
def rectifications(request: OfficerRequest) -> HttpResponse:
    """The requests to rectify an identity that wait."""
    return render(request, "staff_site/desk/rectifications.html", {"rows": requests.waiting(request.mandate)})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_may(Act.ANSWER_RECTIFICATION)
def rectification(request: OfficerRequest, rectification_id: UUID) -> HttpResponse:
    """One request: accept it with the right identity, or refuse it with a reason."""
    row = access.rectification_for_officer(request.mandate, rectification_id)
    asked = requests.asked(request.mandate, row)
    file = file_of(request, asked.registration_id, "rectification")
    refuses = "refuse" in request.POST
    initial = asdict(accounts.identity(file.candidate))
    form = (AnswerForm if refuses else RectificationForm)(request.POST or None, initial=initial)
    if form.is_valid() and _answered(request, rectification_id, form):
        return redirect("staff_rectifications")
    shown = RectificationForm(initial=initial) if refuses and not form.is_valid() else form
    context = {"form": form, "shown": shown, "asked": asked, "head": head_of(file), "token": new_token()}
    return render(request, "staff_site/desk/rectification.html", context)


def _answered(request: OfficerRequest, rectification_id: UUID, form: AnswerForm) -> bool:
    said = dict(form.cleaned_data)
    who: dict[str, Any] = {"by": request.actor, "now": request.now}
    answer = said.pop("answer")
    if not isinstance(form, RectificationForm):
        done = rectifying.refuse(rectification_id, answer=answer, **who)
        _say(request, _REFUSED if done else _OTHERWISE, done=done)
        return True
    right, token = CivilIdentity(**said), token_of(request)
    try:
        done = rectifying.accept(rectification_id, identity=right, answer=answer, token=token, **who)
    except Blocked as blocked:
        say_blocked(form, blocked)
        return False
    _say(request, _ACCEPTED if done else _OTHERWISE, done=done)
    return True


_ACCEPTED = gettext_lazy("Identité rectifiée. Le candidat lit votre réponse ; il n’a rien à signer.")
_REFUSED = gettext_lazy("Demande refusée. Le candidat lit votre réponse ; son identité ne change pas.")
_OTHERWISE = gettext_lazy("Un collègue a déjà répondu autrement à cette demande : rien n’a changé.")


def _say(request: OfficerRequest, sentence: Promise, *, done: bool) -> None:
    (flash.success if done else flash.warning)(request, str(sentence))
