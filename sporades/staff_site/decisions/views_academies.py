"""« Changer d’académie »: one office proposes a file, the head of the other takes it or not."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sporades.registrations.actions import changing_academy
from sporades.registrations.actions.rehearsing import rehearse
from sporades.registrations.queries import moves
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import Act, covers, may
from sporades.staff_site.decisions import moving
from sporades.staff_site.decisions.deciding import say, too_late
from sporades.staff_site.decisions.forms import AcademyForm, RefusedMoveForm
from sporades.staff_site.decisions.moving import Move
from sporades.staff_site.desk.told import head_of, sentences
from sporades.staff_site.doors import (
    OfficerRequest,
    change_of,
    file_of,
    new_token,
    officer_may,
    posted,
    token_of,
)

if TYPE_CHECKING:
    from sporades.registrations.models import AcademyChange, Registration

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@officer_may(Act.PROPOSE_ACADEMY)
def academy_changes(request: OfficerRequest) -> HttpResponse:
    """What waits for our answer, and what became of what we proposed."""
    context = {
        "to_answer": moves.to_answer(request.mandate),
        "proposed": moves.proposed(request.mandate),
        "answers": may(request.mandate, Act.CHANGE_ACADEMY),
    }
    return render(request, "staff_site/decisions/academy_changes.html", context)


@require_http_methods(METHODS)
@officer_may(Act.PROPOSE_ACADEMY)
def change_academy(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    """From the file: to propose it, or to move it at once where both académies are one’s own."""
    row = file_of(request, registration_id, "change_academy")
    if not may(request.mandate, Act.PROPOSE_ACADEMY, state=State(row.state)):
        return too_late(request, row.id)
    waiting = moves.open_change(row)
    if waiting is not None:
        return _waiting(request, row, waiting)
    academies = moves.academies_for(row)
    form = AcademyForm(academies, posted(request), initial={"seen": row.version})
    if not academies:
        return render(request, "staff_site/decisions/academy_none.html", {"head": head_of(row)})
    if form.is_valid() and not _has(request, row, form.cleaned_data["academy"]):
        return _propose(request, row, form)
    return moving.answer(request, row, form, _move(request, row, form, theirs=_theirs(request, row, form)))


def _theirs(request: OfficerRequest, row: "Registration", form: AcademyForm) -> set[bool]:
    """Whether the académie that is chosen, or those that may still be, are the officer’s own."""
    chosen = [form.cleaned_data["academy"]] if form.is_valid() else [code for code, _name in form.academies]
    return {_has(request, row, code) for code in chosen}


def _has(request: OfficerRequest, row: "Registration", academy: str) -> bool:
    """Whether the officer may take the file there too."""
    heads = may(request.mandate, Act.CHANGE_ACADEMY, state=State(row.state))
    return heads and covers(request.mandate, academy=academy, diploma=row.diploma)


def _move(request: OfficerRequest, row: "Registration", form: AcademyForm, *, theirs: set[bool]) -> Move:
    return Move(
        heading=_("Changer d’académie"),
        lead=_("L’état, le numéro et la signature restent ; le calendrier et le service deviennent ceux de "
               "l’autre académie, et aucune date déjà annoncée n’avance.") + " " + _who_decides(theirs),
        button=_("Changer d’académie"),
        done=_("Le dossier a changé d’académie ; le courriel part."),
        act=lambda: changing_academy.move(
            row, **form.cleaned_data, token=token_of(request), by=request.actor, now=request.now
        ),
        first=_("Continuer") if True in theirs else _("Proposer à cette académie"),
    )  # fmt: skip


def _who_decides(theirs: set[bool]) -> str:
    if theirs == {True}:
        return _(
            "Vous avez aussi cette académie comme chef de bureau : vous décidez seul, et gardez ce dossier."
        )
    if theirs == {True, False}:
        return _(
            "Vers une académie que vous avez aussi comme chef de bureau, vous décidez seul, et gardez ce dossier. "
            "Vers une autre, son chef de bureau accepte ou refuse ; s’il accepte, vous ne verrez plus ce dossier."
        )
    return _(
        "Le chef de bureau de l’autre académie accepte ou refuse ; s’il accepte, vous ne verrez plus ce dossier."
    )


def _propose(request: OfficerRequest, row: "Registration", form: AcademyForm) -> HttpResponse:
    said = {name: form.cleaned_data[name] for name in ("academy", "reason")}
    try:
        changing_academy.propose(row, **said, token=token_of(request), by=request.actor, now=request.now)
    except Blocked as blocked:
        say(form, blocked)
        return moving.answer(request, row, form, _move(request, row, form, theirs={False}))
    except StepNotAllowed:
        return too_late(request, row.id)
    messages.success(request, _("La proposition attend le chef de bureau de l’autre académie."))
    return redirect("staff_change_academy", row.id)


def _waiting(request: OfficerRequest, row: "Registration", change: "AcademyChange") -> HttpResponse:
    if request.method == "POST":
        try:
            changing_academy.take_back(row, token=token_of(request), by=request.actor, now=request.now)
            messages.success(request, _("La proposition est retirée."))
        except Blocked as blocked:
            messages.warning(request, " ".join(sentences(blocked)))
        return redirect("staff_file", row.id)
    context = {"head": head_of(row), "change": moves.told(change), "token": new_token()}
    return render(request, "staff_site/decisions/academy_waiting.html", context)


@require_http_methods(METHODS)
@officer_may(Act.CHANGE_ACADEMY)
def academy_change(request: OfficerRequest, change_id: UUID) -> HttpResponse:
    """A file proposed to one’s académie: what taking it changes, to accept or refuse."""
    try:
        change = change_of(request, change_id, "academy_change")
    except Blocked as blocked:
        messages.warning(request, " ".join(sentences(blocked)))
        return redirect("staff_academy_changes")
    form = RefusedMoveForm(posted(request) if "refuse" in request.POST else None)
    if "accept" in request.POST or form.is_valid():
        return _answer(request, change, form)
    context = {"change": moves.told(change), "form": form, "token": new_token()}
    return render(request, "staff_site/decisions/academy_change.html", context | _announced(request, change))


def _announced(request: OfficerRequest, change: "AcademyChange") -> dict[str, Any]:
    """What taking the file would change; nothing once that is no longer possible."""
    row = change.registration
    said: dict[str, Any] = {
        "seen": row.version,
        "token": new_token(),
        "by": request.actor,
        "now": request.now,
    }
    try:
        act = partial(changing_academy.accept, change.id, **said)
        told = rehearse(row, act, without=hidden_pieces(request.mandate))
    except (Blocked, StepNotAllowed):
        return {}
    return {
        "effects": told.effects if told else None,
        "mail": told.mail if told else None,
        "seen": row.version,
    }


def _answer(request: OfficerRequest, change: "AcademyChange", form: RefusedMoveForm) -> HttpResponse:
    try:
        return _refuse(request, change, form) if form.is_bound else _accept(request, change)
    except Blocked as blocked:
        messages.warning(request, " ".join(sentences(blocked)))
    except StepNotAllowed:
        messages.warning(request, _("L’état du dossier ne permet plus de le prendre : rien n’a été changé."))
    return redirect("staff_academy_changes")


def _accept(request: OfficerRequest, change: "AcademyChange") -> HttpResponse:
    changing_academy.accept(
        change.id, seen=_seen(request), token=token_of(request), by=request.actor, now=request.now
    )
    messages.success(request, _("Le dossier est maintenant dans votre académie ; le courriel part."))
    return redirect("staff_file", change.registration_id)


def _refuse(request: OfficerRequest, change: "AcademyChange", form: RefusedMoveForm) -> HttpResponse:
    answer, token = form.cleaned_data["answer"], token_of(request)
    changing_academy.refuse(change.id, answer=answer, token=token, by=request.actor, now=request.now)
    messages.success(request, _("La proposition est refusée ; l’académie de départ lira pourquoi."))
    return redirect("staff_academy_changes")


def _seen(request: OfficerRequest) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 0
