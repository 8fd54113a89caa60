"""How does an officer see what a candidate sees, without being able to do anything?

Between both sites, which never import one another. While an officer's session
says so, the pages of one registration's space are drawn for its candidate, and
everything that drawing them would write is rolled back. Any other private page
is not shown, anything but a reading is refused, and each page is kept in the
log of consultations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sporades.adapters import clocks
from sporades.candidate_site.registering import urls as registering
from sporades.candidate_site.space import urls as space
from sporades.documents import queries as documents
from sporades.registrations import access
from sporades.registrations.queries.private import hidden_pieces, unseen_by
from sporades.rules.rights import Act
from sporades.staff_site import seeing
from sporades.staff_site.doors import OfficerRequest, file_of, officer_may

if TYPE_CHECKING:
    from sporades.registrations.models import Registration

View = Callable[..., HttpResponse]
READS = frozenset({"GET", "HEAD"})
# The pages that are shown. Papers and files are opened from the file itself, by who may; to sign is no reading.
SHOWN = frozenset({
    "registration", "registration_pieces", "registration_messages", "registration_documents", "withdraw",
    "piece", "replacement", "receipt", "deposit_proof",
})  # fmt: skip
# These say every answer: only to who may read every answer.
WHOLE = frozenset({"step", "summary", "document", "go_back"})
# The candidate's lists speak of all their registrations: of this one only, here.
INSTEAD = {"space": "registration", "pieces": "registration_pieces", "documents": "registration_documents"}
PRIVATE = frozenset(route.name for route in (*space.urlpatterns, *registering.urlpatterns))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the banner says; `strip` is its template."""

    name: str
    number: str
    strip: str = seeing.STRIP


class SeeingAsCandidate:
    """After the session and the messages: it reads the one and writes the others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name not in PRIVATE:
            return None
        sight = seeing.of(request.session)
        # Somebody else may have logged in with this browser since.
        if sight is None or getattr(request.user, "officer", None) is None:
            return None
        if clocks.machine_now() >= sight.until:
            return _over(request, sight.registration_id)
        return _see(request, sight.registration_id, name=name, view=view, kwargs=kwargs)


def _over(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    seeing.end(request.session)
    messages.info(request, _("La vue du candidat s’est fermée. Rouvrez-la depuis le dossier si besoin."))
    return redirect("staff_file", registration_id)


@officer_may(Act.SEE_AS_CANDIDATE)
def _see(
    request: OfficerRequest, registration_id: UUID, *, name: str, view: View, kwargs: Mapping[str, Any]
) -> HttpResponse:
    """The door is asked at each page: a right taken away, or a file that has left, ends the view."""
    row = file_of(request, registration_id, "as_candidate")
    if request.method not in READS:
        return _refused(request, row.id, acts=True)
    if name in INSTEAD:
        return redirect(INSTEAD[name], row.id)
    shown = SHOWN if hidden_pieces(request.mandate) else SHOWN | WHOLE
    if name not in shown or not _is_of(request, row, kwargs):
        return _refused(request, row.id, acts=False)
    return _drawn(request, row, view, kwargs)


def _refused(request: OfficerRequest, registration_id: UUID, *, acts: bool) -> HttpResponse:
    context = {"registration_id": registration_id, "acts": acts}
    return render(request, "staff_site/files/not_shown.html", context, status=403)


def _is_of(request: OfficerRequest, row: "Registration", kwargs: Mapping[str, Any]) -> bool:
    """Whether the page speaks of this registration, and of nothing that does not exist for the officer."""
    if "document_id" in kwargs:
        paper = documents.paper(kwargs["document_id"])
        return paper is not None and paper.subject_id == row.id
    try:
        if "deposit_id" in kwargs:
            piece = access.deposit_for_candidate(row.candidate, kwargs["deposit_id"]).piece
        elif "piece_id" in kwargs:
            piece = access.piece_for_officer(request.mandate, kwargs["piece_id"])
        else:
            return bool(kwargs.get("registration_id") == row.id)
    except Http404:
        return False
    return piece.registration_id == row.id and piece.kind not in hidden_pieces(request.mandate)


def _drawn(
    request: OfficerRequest, row: "Registration", view: View, kwargs: Mapping[str, Any]
) -> HttpResponse:
    officer, candidate = request.user, row.candidate
    candidate.unseen = unseen_by(request.mandate)
    candidate.account.candidate = candidate
    request.user = candidate.account
    request.sight = Shown(  # type: ignore[attr-defined]
        f"{candidate.given_names} {candidate.birth_name}", row.number or _("en brouillon")
    )
    try:
        with transaction.atomic():
            response = view(request, **kwargs)
            transaction.set_rollback(True)
    finally:
        request.user = officer
    return response
