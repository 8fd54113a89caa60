"""Who may enter, who acts, and when: the three things every private page asks first."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from sporades.journal.values import Actor

if TYPE_CHECKING:
    from sporades.accounts.models import Candidate

View = Callable[..., HttpResponse]


class CandidateRequest(HttpRequest):
    """A request stamped at the door and made by a candidate who is logged in."""

    now: datetime
    id: str
    candidate: "Candidate"
    actor: Actor


def candidate_only(view: View) -> View:
    """Lets a logged-in candidate in, with `request.candidate` and `request.actor`; sends others to the login page."""

    @login_required
    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = cast(CandidateRequest, request)
        candidate = getattr(request.user, "candidate", None)
        if candidate is None:  # an account that is not a candidate's has no business here
            raise Http404
        known.candidate = candidate
        known.actor = Actor("candidate", str(known.candidate.account_id))
        return view(known, *args, **kwargs)

    return cast(View, enter)


def new_token() -> str:
    """The token of one form: sent twice, it is carried out once."""
    return secrets.token_urlsafe(24)


def token_of(request: HttpRequest) -> str:
    """The name of this act: the form's token, bound to the account and to the page it was sent to.

    A form without a token gets its own, and is then not protected from a replay.
    """
    sent = request.POST.get("token") or new_token()
    said = "\n".join([str(request.user.pk), request.path, sent])
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()
