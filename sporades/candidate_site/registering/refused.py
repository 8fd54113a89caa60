"""Which page says no, why, and what one can do now? And which keeps what a logged-out person typed?"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sporades.candidate_site.doors import CandidateRequest
from sporades.reference.load import reference
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.reasons import Blocked
from sporades.ui.posting import kept

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

View = Callable[..., HttpResponse]


def refused(
    request: CandidateRequest,
    blocked: Blocked,
    *,
    contact: Mapping[str, str],
    row: "Registration | None" = None,
) -> HttpResponse:
    """The reasons in words, with their sources, and whom to ask."""
    said = [
        (reference().say(reason.code, **dict(reason.params)), reason.source) for reason in blocked.reasons
    ]
    context = {
        "reasons": said,
        "contact": contact,
        "row": row,
        "is_live": row is not None and State(row.state) in LIVE,
        "too_late": any(reason.code == "window_closed" for reason in blocked.reasons),
        "nav_current": "space",
    }
    return render(request, "candidate_site/registering/refused.html", context, status=403)


def nothing_lost(view: View) -> View:
    """A form sent after the session ended comes back whole, to be sent again once logged in."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        context = {"kept": kept(request), "action": request.get_full_path()}
        return render(request, "ui/logged_out.html", context, status=403)

    return cast(View, guard)
