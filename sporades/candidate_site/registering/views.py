"""« M’inscrire », step by step: shown as it was left, kept as it is left.

A form that is sent always leads to another page: what it held is kept by then,
good or not, so a reload sends nothing twice and a closed tab loses nothing.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from sporades.calendars.queries import OpenWindow
from sporades.candidate_site.doors import CandidateRequest, candidate_only, new_token, token_of
from sporades.candidate_site.registering import keeping, reading, showing, warnings
from sporades.candidate_site.registering.case import Case, case_of, new_case
from sporades.candidate_site.registering.forms.base import StepForm
from sporades.candidate_site.registering.forms.exam import ExamForm
from sporades.candidate_site.registering.refused import nothing_lost, refused
from sporades.candidate_site.registering.steps import STEPS, TOTAL, Step, after, before
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import drafting
from sporades.registrations.actions.drafting import ChangedElsewhere
from sporades.registrations.queries import changes
from sporades.rules.calendar import Phase
from sporades.rules.reasons import Blocked
from sporades.ui.addresses import address

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

EXAM, TERMS = STEPS[0], STEPS[1]


# ── The first step, before there is a draft ──────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
@nothing_lost
@candidate_only
def new_registration(request: CandidateRequest) -> HttpResponse:
    case = new_case(request.candidate, now=request.now, with_windows=True)
    if request.method != "POST":
        return _ask_exam(request, ExamForm(case, _asked_for(request.GET, case), quiet=True))
    form = ExamForm(case, request.POST)
    window = form.window
    # A window that is shut is the action's to refuse: it leaves a trace.
    if window and (window.phase is not Phase.OPEN or form.answers() is not None):
        return _start(request, form, window)
    return _ask_exam(request, ExamForm(case, request.POST, quiet=form.wants_more))


def _start(request: CandidateRequest, form: ExamForm, window: OpenWindow) -> HttpResponse:
    try:
        row = drafting.start(
            request.candidate,
            window.id,
            typed=form.typed(),
            answers=form.answers() or {"specialty": ""},
            token=token_of(request),
            by=request.actor,
            now=request.now,
        )
    except Blocked as blocked:
        return refused(request, blocked, contact=window.campaign.contact)
    return redirect("step", row.id, TERMS)


def _asked_for(query: QueryDict, case: Case) -> MultiValueDict[str, Any]:
    """What the link already says: /inscriptions/nouvelle/?academie=23&diplome=cap&specialite=50022141."""
    slugs = {one.slug: one.code for one in reference().diplomas.values()}
    named = {"academy": query.get("academie", ""), "specialty": query.get("specialite", "")}
    named["diploma"] = slugs.get(query.get("diplome", ""), query.get("diplome", ""))
    opened = {one.campaign.academy for one in case.windows if one.phase is Phase.OPEN}
    if not named["academy"] and len(opened) == 1:
        named["academy"] = opened.pop()
    return MultiValueDict({name: [value] for name, value in named.items() if value})


def _ask_exam(request: CandidateRequest, form: ExamForm) -> HttpResponse:
    context = {"form": form, "step": EXAM, "total": TOTAL, "token": new_token(), **showing.beside(form, None)}
    return render(request, EXAM.template, {**context, "nav_current": "new_registration"})


# ── Every step, once there is a draft ────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
@nothing_lost
@candidate_only
def step(request: CandidateRequest, registration_id: UUID, step: Step) -> HttpResponse:
    row = access.for_candidate(request.candidate, registration_id)
    try:
        case = case_of(row, now=request.now, with_windows=step is EXAM)
        if request.method == "POST":
            return _leave(request, row, step, case)
        drafting.refuse_if_shut(row, now=request.now)
        return _show(request, row, step, case)
    except Blocked as blocked:
        return refused(request, blocked, contact=row.window.calendar.contact, row=row)


def _show(request: CandidateRequest, row: "Registration", step: Step, case: Case) -> HttpResponse:
    asked = {"academie", "diplome", "specialite"} & set(request.GET)
    if step is EXAM and asked:
        form: StepForm = ExamForm(case, _asked_for(request.GET, case), quiet=True)
    else:
        form = keeping.kept_form(row, step.name, case, quiet="verifier" not in request.GET)
    said = warnings.of_step(step.name, warnings.warned(row, case, now=request.now))
    context = {
        "form": form,
        "step": step,
        "total": TOTAL,
        "row": row,
        "case": case,
        "seen": row.revisions.get(step.name, 0),
        "previous": before(step),
        "warnings": said,
        "warned": " ".join(one.code for one in said),
        "unsaved": changes.unsaved(row),
        "nav_current": "space",
        **showing.beside(form, row),
    }
    return render(request, step.template, context)


def _leave(request: CandidateRequest, row: "Registration", step: Step, case: Case) -> HttpResponse:
    form = step.form(case, request.POST)
    try:
        answers = keeping.keep(row, form, seen=_seen(request), by=request.actor, now=request.now)
    except ChangedElsewhere as elsewhere:
        return _two_tabs(request, row, step, form, elsewhere)
    return redirect(_way_on(request, row, step, form, answers))


def _seen(request: CandidateRequest) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _way_on(request: CandidateRequest, row: "Registration", step: Step, form: StepForm, answers: Any) -> str:
    """Back, here again to complete or correct or to read a warning, or on."""
    previous = before(step)
    if request.POST.get("go") == "previous" and previous:
        return reverse("step", args=[row.id, previous])
    if form.wants_more:
        return _again(request, row, step, anchor=form.anchor)
    if answers is None:
        return _again(request, row, step, verifier="1")
    if _has_news(request, row, step, form.case.with_section(step.name, answers)):
        return _again(request, row, step, anchor="a-savoir")
    following = after(step)
    if following is None or request.GET.get("retour"):
        return address("summary", row.id)
    return reverse("step", args=[row.id, following])


def _again(
    request: CandidateRequest, row: "Registration", step: Step, *, anchor: str = "", **query: str
) -> str:
    kept = {"retour": request.GET["retour"]} if request.GET.get("retour") else {}
    asked = urlencode({**kept, **query})
    url = reverse("step", args=[row.id, step])
    return f"{url}{'?' if asked else ''}{asked}{'#' if anchor else ''}{anchor}"


def _has_news(request: CandidateRequest, row: "Registration", step: Step, case: Case) -> bool:
    """Whether these answers bring a warning that was not on the page they come from."""
    told = warnings.of_step(step.name, warnings.warned(row, case, now=request.now))
    return bool({one.code for one in told} - set(request.POST.get("warned", "").split()))


# ── Two tabs ─────────────────────────────────────────────────────────────────
def _two_tabs(
    request: CandidateRequest, row: "Registration", step: Step, mine: StepForm, elsewhere: ChangedElsewhere
) -> HttpResponse:
    """Another tab kept this step meanwhile: both are shown, and the candidate chooses."""
    fresh = access.for_candidate(request.candidate, row.id)
    theirs = keeping.kept_form(fresh, step.name, mine.case, quiet=True)
    context = {
        "step": step,
        "row": row,
        "case": mine.case,
        "differences": reading.differences(theirs, mine),
        "kept": _pairs(mine, request),
        "seen": elsewhere.revision,
        "nav_current": "space",
    }
    return render(request, "candidate_site/registering/two_tabs.html", context, status=409)


def _pairs(form: StepForm, request: CandidateRequest) -> list[tuple[str, str]]:
    kept = [
        (name, one)
        for name, said in form.typed().items()
        for one in (said if isinstance(said, list) else [said])
    ]
    passed_on = [(name, request.POST[name]) for name in ("go", "shown", "warned") if name in request.POST]
    return [*kept, *passed_on]
