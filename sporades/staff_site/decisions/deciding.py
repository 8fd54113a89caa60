"""How does one page ask, show the mail, and only then decide?

Three moments at one address: the form; what it would do, with the mail as it
would leave; the act. Without the last button nothing has changed.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sporades.reference.load import reference
from sporades.registrations.actions.rehearsing import mail_of
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import may
from sporades.staff_site.decisions.plans import Plan
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, new_token, token_of

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

PAGE = "staff_site/decisions/decide.html"


def today(row: "Registration", request: OfficerRequest) -> date:
    return request.now.astimezone(ZoneInfo(row.window.calendar.zone)).date()


def answer(request: OfficerRequest, row: "Registration", plan: Plan) -> HttpResponse:
    """The page of the plan, in its present moment."""
    if not may(request.mandate, plan.act, state=State(row.state)):
        return too_late(request, row.id)
    form = plan.form(request.POST or None, initial=dict(plan.initial or {})) if plan.form else None
    token = request.POST.get("token") or new_token()
    context: dict[str, Any] = {"plan": plan, "form": form, "head": head_of(row), "token": token}
    if form is None or not form.is_valid() or "change" in request.POST:
        return render(request, PAGE, context)
    said = {**form.cleaned_data, "token": token_of(request), "by": request.actor, "now": request.now}
    act = partial(plan.action, row, **said)
    try:
        if "decide" in request.POST:
            return _decide(request, row.id, plan, act)
        mail = mail_of(row, act, without=hidden_pieces(request.mandate))
        context |= {"mail": mail, "typed": typed(request)}
    except Blocked as blocked:
        say(form, blocked)
    except StepNotAllowed:
        return too_late(request, row.id)
    return render(request, PAGE, context)


def _decide(
    request: OfficerRequest, registration_id: UUID, plan: Plan, act: Callable[[], None]
) -> HttpResponse:
    act()
    messages.success(request, plan.done)
    return redirect("staff_file", registration_id)


def say(form: Form, blocked: Blocked) -> None:
    for reason in blocked.reasons:
        form.add_error(None, reference().say(reason.code, **dict(reason.params)))


def typed(request: OfficerRequest) -> list[tuple[str, Any]]:
    """What the form held, to be sent again by the button that decides."""
    ours = {"csrfmiddlewaretoken", "token", "decide", "change"}
    return [
        (name, value) for name in request.POST if name not in ours for value in request.POST.getlist(name)
    ]


def too_late(request: OfficerRequest, registration_id: UUID) -> HttpResponse:
    messages.warning(request, _("L’état du dossier ne permet plus cet acte : rien n’a été changé."))
    return redirect("staff_file", registration_id)
