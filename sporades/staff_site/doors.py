"""Who enters the exam office, with which right, and whose file do they open?

Nobody comes in by a password alone: the session has passed a second factor, not
too long ago. Every view names its right: `officer_may` asks it, and keeps it on
the view so that a test can hold the whole address book against the table of
rights. Who lacks the right is told so; what lies outside their mandate does not
exist.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sporades.accounts import access as accounts
from sporades.accounts import factors
from sporades.journal import actions as journal
from sporades.journal.values import Actor, Subject
from sporades.registrations import access
from sporades.rules.rights import Act, Mandate, may
from sporades.ui.posting import Stamped, kept, posted
from sporades.ui.tokens import new_token, token_of

if TYPE_CHECKING:
    from sporades.accounts.models import Officer
    from sporades.registrations.models import Piece, Registration

__all__ = [
    "OfficerRequest",
    "View",
    "file_of",
    "new_token",
    "officer_may",
    "piece_of",
    "posted",
    "token_of",
]

View = Callable[..., HttpResponse]


class OfficerRequest(Stamped):
    """A request stamped at the door and made by an officer who holds the view's right."""

    id: str
    officer: "Officer"
    mandate: Mandate
    actor: Actor


def officer_may(act: Act) -> Callable[[View], View]:
    """Lets in an officer who holds this right; 404 for anybody who is not of the office, 403 without the right."""

    def door(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            officer = getattr(request.user, "officer", None)
            if officer is None and request.user.is_authenticated:
                raise Http404
            if officer is None or not factors.is_inside(request):
                return _outside(request)
            if not may(officer.mandate, act):
                raise PermissionDenied
            known = cast(OfficerRequest, request)
            known.officer, known.mandate = officer, officer.mandate
            known.actor = Actor("officer", str(officer.id))
            return view(known, *args, **kwargs)

        enter.act = act  # type: ignore[attr-defined]
        return cast(View, enter)

    return door


def _outside(request: HttpRequest) -> HttpResponse:
    """The way back in; what was typed waits in the page, to be sent again."""
    # Who is between the password and the second factor is not: that login goes on.
    if request.user.is_authenticated:
        accounts.log_out(request)
    if request.method == "POST" and not request.FILES:
        context = {"kept": kept(request), "action": request.get_full_path()}
        return render(request, "ui/logged_out.html", context, status=403)
    return redirect_to_login(request.get_full_path())


def file_of(request: OfficerRequest, registration_id: UUID, page: str) -> "Registration":
    """The registration if the mandate covers it, or 404; that it was read is kept."""
    row = access.for_officer(request.mandate, registration_id)
    journal.consulted(Subject("registration", row.id), page, by=request.actor, now=request.now)
    return row


def piece_of(request: OfficerRequest, piece_id: UUID, page: str) -> "Piece":
    """A piece of a registration that the mandate covers, or 404; that it was read is kept."""
    piece = access.piece_for_officer(request.mandate, piece_id)
    subject = Subject("registration", piece.registration_id)
    journal.consulted(subject, page, by=request.actor, now=request.now)
    return piece
