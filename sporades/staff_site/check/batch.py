"""What will a batch do, and what not, and why? Each line is the act itself: rehearsed, then carried out alone.

One transaction a file: what cannot be done for one keeps nobody else waiting.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from sporades.adapters import clocks
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import deciding, rehearsing, reviewing
from sporades.registrations.queries import batches, checking
from sporades.rules.reasons import Blocked, StepNotAllowed
from sporades.rules.rights import Act, may
from sporades.staff_site.desk.told import ended
from sporades.staff_site.doors import OfficerRequest, token_of

ADMIT, ACCEPT = "recevable", "valider"


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the batch: what would keep it out, or nothing."""

    value: str
    name: str
    number: str
    title: str
    why_not: tuple[str, ...]
    verdict: UUID | None = None  # what takes it back, once it is done


def chosen(request: OfficerRequest) -> list[str]:
    """What was ticked, each once, and no more than a person reads."""
    return list(dict.fromkeys(request.POST.getlist("choix")))[: batches.MOST]


def rehearsed(request: OfficerRequest, does: str, values: Iterable[str]) -> list[Line]:
    return [_line(request, does, value, rehearse=True) for value in values]


def of_files(request: OfficerRequest, does: str, kind: str) -> list[Line]:
    """What a batch would do to the files that were ticked in the work list; of a kind of pieces, or « recevable »."""
    ticked = [_uuid(one) for one in dict.fromkeys(request.POST.getlist("dossier"))][: batches.MOST]
    if does == ADMIT:
        return rehearsed(request, does, [str(one) for one in ticked])
    waiting = batches.pieces_of(request.mandate, kind, ticked)
    return [
        line
        for one in ticked
        for line in (rehearsed(request, does, waiting[one]) if one in waiting else [_without(request, one)])
    ]


def _without(request: OfficerRequest, registration_id: UUID) -> Line:
    row = access.for_officer(request.mandate, registration_id)
    said = _("Aucune pièce de cette sorte n’y attend de contrôle.")
    return Line("", _name(row.candidate), row.number or "", "", (said,))


def carried_out(request: OfficerRequest, does: str, values: Iterable[str]) -> list[Line]:
    return [_line(request, does, value, rehearse=False) for value in values]


def _line(request: OfficerRequest, does: str, value: str, *, rehearse: bool) -> Line:
    of, __, mark = value.partition(":")
    act, name, number, title = (_admit if does == ADMIT else _accept)(request, _uuid(of), mark)
    verdict = None
    try:
        if rehearse:
            blocked = rehearsing.refusal_of(act)
        else:
            blocked, verdict = _carry_out(act)
        why = (
            tuple(reference().say(one.code, **dict(one.params)) for one in blocked.reasons) if blocked else ()
        )
    except StepNotAllowed:
        why = (ended(),)
    return Line(value, name, number, title, why, verdict)


def _carry_out(act: "Decide") -> tuple[Blocked | None, UUID | None]:
    try:
        return None, act()
    except Blocked as blocked:
        return blocked, None


@dataclass(frozen=True, slots=True)
class Undone:
    """How many of a lot were taken back, and of how many it was too late."""

    done: int
    late: int


def taken_back(request: OfficerRequest, verdicts: Iterable[str]) -> Undone:
    """Each decision of the lot by itself, the last one first: what followed one keeps no other."""
    named = list(dict.fromkeys(verdicts))[: batches.MOST]
    told = [_take_back(request, _uuid(one)) for one in reversed(named)]
    return Undone(done=told.count(True), late=told.count(False))


def _take_back(request: OfficerRequest, verdict_id: UUID) -> bool:
    if checking.verdict_of(request.mandate, verdict_id) is None:
        raise Http404
    try:
        deciding.undo(verdict_id, by=request.actor, now=request.now, machine_now=clocks.machine_now())
    except Blocked:
        return False
    return True


Decide = Callable[[], UUID | None]
Prepared = tuple[Decide, str, str, str]


def _accept(request: OfficerRequest, piece_id: UUID, mark: str) -> Prepared:
    piece = access.piece_for_officer(request.mandate, piece_id)
    row, token = piece.registration, _token(request, piece_id)
    act = partial(reviewing.accept_piece, piece, seen=mark, token=token, by=request.actor, now=request.now)
    return act, _name(row.candidate), row.number or "", piece.title


def _admit(request: OfficerRequest, registration_id: UUID, mark: str) -> Prepared:
    row = access.for_officer(request.mandate, registration_id)
    token = _token(request, registration_id)
    act = partial(reviewing.admit, row, token=token, by=request.actor, now=request.now)
    return act, _name(row.candidate), row.number or "", ""


def may_admit(request: OfficerRequest) -> bool:
    return may(request.mandate, Act.ADMIT)


def _token(request: OfficerRequest, of: UUID) -> str:
    """One form, an act a line: each has the name of its own."""
    return hashlib.sha256(f"{token_of(request)}\n{of}".encode()).hexdigest()


def _name(candidate: object) -> str:
    return f"{getattr(candidate, 'birth_name', '')} {getattr(candidate, 'given_names', '')}"


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None
