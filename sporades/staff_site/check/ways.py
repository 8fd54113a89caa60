"""Where does an officer go after a decision? To the next piece of the file, to its verdict, to the next file."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sporades.adapters import clocks
from sporades.registrations.actions.deciding import TIME_TO_UNDO
from sporades.registrations.queries import checking, next_in_list
from sporades.registrations.queries.asked import kept
from sporades.staff_site.doors import OfficerRequest
from sporades.ui.addresses import address

AFTER, LIST = "apres", "worklist"
UNDO = "decision"  # the parameter that offers to take the last decision back

SAID = {
    "piece_accepted": gettext_lazy("Pièce validée"),
    "piece_refused": gettext_lazy("Pièce refusée"),
    "piece_waived": gettext_lazy("Pièce dispensée"),
    "piece_asked": gettext_lazy("Pièce demandée"),
    "recognised": gettext_lazy("Confirmation reconnue"),
    "late_accepted": gettext_lazy("Dépôts hors délai acceptés"),
    "admitted": gettext_lazy("Dossier recevable"),
}


def onward(request: HttpRequest, url_name: str, of: UUID, verdict: UUID | None) -> HttpResponse:
    """A page of the check, which offers to take back what was just decided."""
    query = f"?{urlencode({UNDO: verdict})}" if verdict else ""
    return redirect(f"{address(url_name, of)}{query}")


def after_piece(
    request: OfficerRequest, registration_id: UUID, to_check: Sequence[UUID], done: UUID, verdict: UUID | None
) -> HttpResponse:
    """The piece that waits after this one in its file; else the file itself, to be concluded."""
    left = following(to_check, done)
    if left is not None:
        return onward(request, "staff_check", left, verdict)
    return onward(request, "staff_check_file", registration_id, verdict)


def following(to_check: Sequence[UUID], done: UUID) -> UUID | None:
    """The next of those that wait after this one, the first ones again at the end; None if no other does."""
    if done not in to_check:
        return to_check[0] if to_check else None
    place = to_check.index(done)
    others = [*to_check[place + 1 :], *to_check[:place]]
    return others[0] if others else None


def next_file(request: OfficerRequest, after: UUID | None) -> UUID | None:
    """The file that comes next in the list that one went through, and that no colleague has open."""
    return next_in_list.next_file(
        request.mandate, request.officer, after, list_of(request), now=request.now, machine_now=clocks.machine_now()
    )  # fmt: skip


def list_of(request: OfficerRequest) -> dict[str, str]:
    """The filters of the list that one entered by; « suivant » keeps them until one enters by another."""
    if AFTER not in request.GET:
        entered = kept(request.GET, request.mandate)
        if request.session.get(LIST, {}) != entered:
            request.session[LIST] = entered
    return dict(request.session.get(LIST, {}))


def to_next_file(done: UUID, verdict: UUID | None) -> HttpResponse:
    """On to the file after this one, which offers to take back what concluded it."""
    query = {AFTER: str(done), **({UNDO: str(verdict)} if verdict else {})}
    return redirect(f"{address('staff_check_next')}?{urlencode(query)}")


def asked(request: HttpRequest) -> UUID | None:
    """The decision that the address offers to take back, if it names one."""
    try:
        return UUID(request.GET.get(UNDO, ""))
    except ValueError:
        return None


def undoable(request: OfficerRequest) -> checking.Undoable | None:
    """What the officer has just decided, while it can be taken back."""
    verdict = asked(request)
    if verdict is None:
        return None
    return checking.undoable(
        verdict, officer_id=request.actor.id, wait=TIME_TO_UNDO, machine_now=clocks.machine_now()
    )


def banner(request: OfficerRequest) -> dict[str, str] | None:
    """« Pièce validée : Pièce d’identité », and the address that takes it back."""
    last = undoable(request)
    if last is None:
        return None
    said = str(SAID.get(last.kind, _("Décision prise")))
    text = f"{said}\u00a0: {last.title}" if last.title else said
    return {"text": text, "url": address("staff_check_undo", last.id)}
