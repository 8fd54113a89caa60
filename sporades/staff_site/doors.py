"""Who enters the exam office, with which right, and whose file do they open?

Every view names its right: `officer_may` asks it, and keeps it on the view so
that a test can hold the whole address book against the table of rights. Who
lacks the right is told so; what lies outside their mandate does not exist.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from sporades.journal import actions as journal
from sporades.journal.values import Actor, Subject
from sporades.registrations import access
from sporades.rules.rights import Act, Mandate, may
from sporades.ui.tokens import new_token, token_of

if TYPE_CHECKING:
    from sporades.accounts.models import Officer
    from sporades.registrations.models import Piece, Registration

__all__ = ["OfficerRequest", "file_of", "new_token", "officer_may", "piece_of", "token_of"]

View = Callable[..., HttpResponse]


class OfficerRequest(HttpRequest):
    """A request stamped at the door and made by an officer who holds the view's right."""

    now: datetime
    id: str
    officer: "Officer"
    mandate: Mandate
    actor: Actor


def officer_may(act: Act) -> Callable[[View], View]:
    """Lets in an officer who holds this right; 404 for anybody who is not of the office, 403 without the right."""

    def door(view: View) -> View:
        @login_required
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            officer = getattr(request.user, "officer", None)
            if officer is None:
                raise Http404
            if not may(officer.mandate, act):
                raise PermissionDenied
            known = cast(OfficerRequest, request)
            known.officer, known.mandate = officer, officer.mandate
            known.actor = Actor("officer", str(officer.id))
            return view(known, *args, **kwargs)

        enter.act = act  # type: ignore[attr-defined]
        return cast(View, enter)

    return door


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
