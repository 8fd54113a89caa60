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
from sporades.accounts import actions, factors
from sporades.accounts.queries import office
from sporades.adapters import clocks
from sporades.journal import actions as journal
from sporades.journal.values import Actor, Subject
from sporades.registrations import access
from sporades.registrations.access import publications
from sporades.rules.rights import Act, Mandate, may
from sporades.ui.posting import Stamped, kept, posted
from sporades.ui.tokens import new_token, token_of

if TYPE_CHECKING:
    from sporades.accounts.models import Officer
    from sporades.registrations.models import AcademyChange, Piece, PublicationLine, Registration

__all__ = [
    "OfficerRequest",
    "View",
    "change_of",
    "file_of",
    "new_token",
    "officer_may",
    "paper_of",
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
            refusal = _refusal(request, act)
            if refusal is not None:
                return refusal
            known, officer = cast(OfficerRequest, request), cast(Any, request.user).officer
            known.officer, known.mandate = officer, officer.mandate
            known.actor = Actor("officer", str(officer.id))
            try:
                return view(known, *args, **kwargs)
            except Suspended:
                return _suspended(request, officer)

        enter.act = act  # type: ignore[attr-defined]
        return cast(View, enter)

    return door


def _refusal(request: HttpRequest, act: Act) -> HttpResponse | None:
    """Why this request does not come in, as a page; None if it does. Raises Http404 and PermissionDenied."""
    officer = getattr(request.user, "officer", None)
    if officer is None and request.user.is_authenticated:
        raise Http404
    if officer is None or not factors.is_inside(request):
        return _outside(request)
    if officer.suspended_at is not None:
        return _suspended(request, officer)
    if not may(officer.mandate, act):
        raise PermissionDenied
    return None


class Suspended(Exception):
    """The officer has just read more files than anybody checks: this one is not shown."""


def _suspended(request: HttpRequest, officer: "Officer") -> HttpResponse:
    asked = [one.name for one in office.administrators(officer.mandate.academies) if one.id != officer.id]
    return render(request, "staff_site/suspended.html", {"asked": asked}, status=403)


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
    _consulted(request, row.id, page)
    return row


def piece_of(request: OfficerRequest, piece_id: UUID, page: str) -> "Piece":
    """A piece of a registration that the mandate covers, or 404; that it was read is kept."""
    piece = access.piece_for_officer(request.mandate, piece_id)
    _consulted(request, piece.registration_id, page)
    return piece


def change_of(request: OfficerRequest, change_id: UUID, page: str) -> "AcademyChange":
    """A file proposed to an académie of the mandate, or 404; that it was read is kept. Raises `Blocked`."""
    change = access.academy_change_for_officer(request.mandate, change_id)
    _consulted(request, change.registration_id, page)
    return change


def paper_of(request: OfficerRequest, line_id: UUID, page: str) -> "PublicationLine":
    """A file of a lot that the mandate covers, or 404; if it is somebody's still, that it was read is kept."""
    line = publications.line_for_officer(request.mandate, line_id)
    if line.registration_id is not None and publications.is_still_theirs(request.mandate, line):
        _consulted(request, line.registration_id, page)
    return line


def _consulted(request: OfficerRequest, registration_id: UUID, page: str) -> None:
    journal.consulted(Subject("registration", registration_id), page, by=request.actor, now=request.now)
    if actions.watch_reading(request.officer, now=request.now, machine_now=clocks.machine_now()):
        raise Suspended
