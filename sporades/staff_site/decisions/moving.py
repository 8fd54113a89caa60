"""How does a page say all that an act changes, before it is done?

The act is rehearsed: what it changes is read from the file as it would be, then
everything is put back. Without the last button nothing has changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.registrations.actions.rehearsing import rehearse
from sporades.registrations.effects import Effects
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.staff_site.decisions.deciding import say, too_late, typed
from sporades.staff_site.desk.told import head_of
from sporades.staff_site.doors import OfficerRequest, new_token

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

FIRST = gettext_lazy("Lire ce que cela change")
PAGE = "staff_site/decisions/move.html"


@dataclass(frozen=True, slots=True)
class Move:
    """An act whose consequences are listed; `act` makes it of what the form holds."""

    heading: str
    lead: str | Promise
    button: str
    done: str
    act: Callable[[], Effects | None]
    first: str | Promise = FIRST  # the button of the form


def answer(request: OfficerRequest, row: "Registration", form: Form, move: Move) -> HttpResponse:
    """The form; what it would change; the act."""
    token = request.POST.get("token") or new_token()
    context: dict[str, Any] = {"move": move, "form": form, "head": head_of(row), "token": token}
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        return render(request, PAGE, context)
    try:
        if "decide" in request.POST:
            return _decide(request, row, move)
        context |= _announced(request, row, form, move)
    except Blocked as blocked:
        say(form, blocked)
    except StepNotAllowed:
        return too_late(request, row.id)
    return render(request, PAGE, context)


def _decide(request: OfficerRequest, row: "Registration", move: Move) -> HttpResponse:
    move.act()
    messages.success(request, move.done)
    return redirect("staff_file", row.id)


def _announced(request: OfficerRequest, row: "Registration", form: Form, move: Move) -> dict[str, Any]:
    told = rehearse(row, move.act, without=hidden_pieces(request.mandate))
    if told is None:
        form.add_error(None, _("Rien ne changerait : c’est ce que dit déjà le dossier."))
        return {}
    return {"effects": told.effects, "mail": told.mail, "typed": typed(request)}
