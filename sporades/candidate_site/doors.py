"""Who may enter, who acts, and when: the three things every private page asks first."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sporades.accounts import access
from sporades.journal.values import Actor
from sporades.ui.tokens import new_token, token_of

if TYPE_CHECKING:
    from sporades.accounts.models import Candidate

__all__ = ["CandidateRequest", "View", "candidate_only", "new_token", "token_of"]

View = Callable[..., HttpResponse]


class CandidateRequest(HttpRequest):
    """A request stamped at the door and made by a candidate who is logged in."""

    now: datetime
    id: str
    candidate: "Candidate"
    actor: Actor


def candidate_only(view: View) -> View:
    """Lets a logged-in candidate in, with `request.candidate` and `request.actor`; sends visitors to the login page."""

    @login_required
    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = cast(CandidateRequest, request)
        candidate = getattr(request.user, "candidate", None)
        if candidate is None:  # an officer, whatever the address: nothing is looked up
            work = {"work": access.home_of(request.user)}
            return render(request, "candidate_site/of_the_office.html", work, status=403)
        known.candidate = candidate
        known.actor = Actor("candidate", str(known.candidate.account_id))
        return view(known, *args, **kwargs)

    return cast(View, enter)
