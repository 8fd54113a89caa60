"""Who may reach which registration? One door for each kind of person.

What is not theirs does not exist for them: a wrong id and somebody else's id
get the same 404.
"""

from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from sporades.accounts.models import Candidate, Officer, RectificationRequest
from sporades.adapters.prepared import Prepared, prepared
from sporades.calendars import access as calendars
from sporades.calendars.models import Extension
from sporades.registrations import facts
from sporades.registrations.models import (
    AcademyChange,
    DecisionLine,
    DecisionList,
    Deposit,
    Ending,
    Export,
    File,
    PersonalDate,
    Piece,
    Proposal,
    Registration,
    Replacement,
)
from sporades.registrations.queries.private import unseen_by
from sporades.rules.reasons import Blocked, Reason
from sporades.rules.rights import Act, Mandate, covers, may

# The attributes of the row that the answers are put in.
SHIFTED, DECIDED = "is_shifted", "was_decided"


def for_candidate(candidate: Candidate, registration_id: UUID) -> Registration:
    """The candidate's own registration, or 404."""
    row = _own.first(candidate.id, registration_id)
    if row is None:
        raise Http404
    row.candidate, row.unseen = candidate, candidate.unseen  # read at the door already
    prefetch_related_objects([row], *facts.shifting(row))
    return row


def all_of_candidate(candidate: Candidate) -> list[Registration]:
    """The candidate's own registrations, the newest first."""
    found = _all_own.rows(candidate.id)
    for row in found:
        row.candidate = candidate  # read at the door already
    prefetch_related_objects([row for row in found if row.is_shifted], *facts.SHIFTS)
    return found


def piece_for_candidate(candidate: Candidate, piece_id: UUID) -> Piece:
    """The candidate's own piece, or 404."""
    row = _own_piece.first(candidate.id, piece_id)
    if row is None:
        raise Http404
    whole = row.registration
    whole.candidate, whole.unseen = candidate, candidate.unseen  # read at the door already
    whole.is_shifted = getattr(row, SHIFTED)
    prefetch_related_objects([whole], *facts.shifting(whole))
    return row


def file_for_candidate(candidate: Candidate, file_id: UUID) -> File:
    """A file that this candidate gave, scanned or not (it is theirs), or 404."""
    row = File.objects.filter(deposit__piece__registration__candidate=candidate, id=file_id).first()
    if row is None:
        raise Http404
    return row


def deposit_for_candidate(candidate: Candidate, deposit_id: UUID) -> Deposit:
    """A deposit that this candidate made, or 404."""
    row = _own_deposit.first(candidate.id, deposit_id)
    if row is None:
        raise Http404
    row.piece.registration = for_candidate(candidate, row.piece.registration_id)
    return row


def for_officer(mandate: Mandate, registration_id: UUID) -> Registration:
    """A registration that this mandate covers, with what of it does not exist for the holder; or 404."""
    row = _in_mandate(mandate).first(registration_id)
    if row is None:
        raise Http404
    row.unseen = unseen_by(mandate)
    prefetch_related_objects([row], *facts.shifting(row))
    return row


@lru_cache(maxsize=256)
def _in_mandate(mandate: Mandate) -> Prepared[Registration, UUID]:
    """The same query for all who hold this mandate."""

    def write(registration: UUID) -> QuerySet[Registration]:
        rows = _rows().select_related("candidate__account").annotate(**{DECIDED: _decided()})
        return in_mandate(rows.filter(id=registration), mandate)

    return prepared(write)


def piece_for_officer(mandate: Mandate, piece_id: UUID) -> Piece:
    """A piece that exists for the holder, of a registration that this mandate covers; or 404."""
    row, unseen = _piece.first(piece_id), unseen_by(mandate)
    if row is None or row.kind in unseen:
        raise Http404
    whole = row.registration
    if not covers(mandate, academy=whole.academy, diploma=whole.diploma):
        raise Http404
    whole.is_shifted, whole.unseen = getattr(row, SHIFTED), unseen
    prefetch_related_objects([whole], *facts.shifting(whole))
    return row


@prepared
def _piece(piece: UUID) -> QuerySet[Piece]:
    """With all that `for_officer` reads of its registration: one query, for the page that is opened most."""
    return _with_dates_of(Piece.objects.select_related("registration__candidate__account")).filter(id=piece)


def _with_dates_of(pieces: QuerySet[Piece]) -> QuerySet[Piece]:
    """Each with its registration, and whether anything moves the dates of that."""
    rows = pieces.select_related("registration__window__calendar")
    return rows.annotate(**{SHIFTED: _moved("registration__")})


def replacement_for_officer(mandate: Mandate, request_id: int) -> Replacement:
    """A request to replace a piece of a registration that this mandate covers, or 404."""
    row = Replacement.objects.filter(id=request_id).first()
    if row is None:
        raise Http404
    row.piece = piece_for_officer(mandate, row.piece_id)
    return row


def rectification_for_officer(mandate: Mandate, request_id: UUID) -> RectificationRequest:
    """A request of somebody who has an inscription in this mandate, or 404."""
    row = RectificationRequest.objects.select_related("candidate__account").filter(id=request_id).first()
    theirs = in_mandate(Registration.objects.filter(candidate=row.candidate_id if row else None), mandate)
    if row is None or not theirs.exists():
        raise Http404
    return row


def academy_change_for_officer(mandate: Mandate, change_id: UUID) -> AcademyChange:
    """A file proposed to an académie of this mandate, or 404.

    Raises `Blocked` once it was answered, or taken back, and the file is not theirs: it was shown to be decided.
    """
    rows = AcademyChange.objects.select_related("registration__candidate", "registration__window__calendar")
    row = rows.filter(id=change_id, to_academy__in=sorted(mandate.academies)).first()
    if row is None or not covers(mandate, academy=row.to_academy, diploma=row.registration.diploma):
        raise Http404
    if row.state != AcademyChange.State.OPEN and row.registration.academy not in mandate.academies:
        raise Blocked((Reason("academy_change_answered", row.registration.window.calendar.source),))
    return row


def list_for_officer(mandate: Mandate, list_id: UUID) -> DecisionList:
    """A list of a window that this mandate covers, or 404."""
    windows = calendars.windows_for(mandate)
    row = (
        DecisionList.objects.select_related("window__calendar").filter(id=list_id, window__in=windows).first()
    )
    if row is None:
        raise Http404
    return row


def line_for_officer(mandate: Mandate, list_id: UUID, registration_id: UUID) -> DecisionLine:
    """The line of a registration on such a list, or 404."""
    held = list_for_officer(mandate, list_id)
    rows = held.lines.select_related("listed", "registration__candidate", "registration__window__calendar")
    row = rows.filter(registration=registration_id).first()
    if row is None:
        raise Http404
    return row


def export_for_officer(officer: Officer, export_id: UUID) -> Export:
    """An export of this officer's académies that they asked for, or that is a head of office's to know; else 404."""
    row = Export.objects.select_related("calendar").filter(id=export_id).first()
    if row is None or not _knows(officer, row):
        raise Http404
    return row


def _knows(officer: Officer, export: Export) -> bool:
    mandate = officer.mandate
    exists = export.calendar.academy in mandate.academies and (mandate.sees_handicap or not export.handicap)
    return exists and (export.asked_by == officer.id or may(mandate, Act.APPROVE_EXPORT))


def in_mandate(rows: QuerySet[Registration], mandate: Mandate) -> QuerySet[Registration]:
    """The registrations that exist for the holder: their académies, their diplomas."""
    rows = rows.filter(academy__in=sorted(mandate.academies))
    return rows.filter(diploma__in=sorted(mandate.diplomas)) if mandate.diplomas else rows


def lock(registration_id: UUID) -> Registration:
    """The row, locked until the end of the transaction: the first line of every act."""
    # Whoever held it may have moved it to another window: the statement that waited then joins the
    # window of before, and finds nothing. Asked again, it sees what was committed.
    row = _locked.first(registration_id) or _locked.first(registration_id)
    if row is None:
        raise Registration.DoesNotExist
    return _with_shifts(row)


def lock_if_free(registration_id: UUID) -> Registration | None:
    """The same for the deadlines; None while somebody else holds it: the next minute asks again."""
    row = _locked_if_free.first(registration_id)
    return row and _with_shifts(row)


def _with_shifts(row: Registration) -> Registration:
    # What moves the dates is read after the lock is held, never along with it: whoever held it
    # before may just have given a personal date, and that statement would not see it.
    row.is_shifted = bool(_shifted.first(row.id))
    prefetch_related_objects([row], *facts.shifting(row))
    return row


@prepared
def _locked(registration: UUID) -> QuerySet[Registration]:
    return _whole(Registration.objects.select_for_update(of=("self",))).filter(id=registration)


@prepared
def _locked_if_free(registration: UUID) -> QuerySet[Registration]:
    free = Registration.objects.select_for_update(of=("self",), skip_locked=True)
    return _whole(free).filter(id=registration)


def _whole(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.select_related("window__calendar", "candidate__account")


@prepared
def _shifted(registration: UUID) -> QuerySet[Registration, UUID]:
    return Registration.objects.filter(_moved(), id=registration).values_list("id", flat=True)


@prepared
def _own(candidate: UUID, registration: UUID) -> QuerySet[Registration]:
    return _rows().filter(candidate=candidate, id=registration)


@prepared
def _all_own(candidate: UUID) -> QuerySet[Registration]:
    return _rows().filter(candidate=candidate).order_by("-started_at", "id")


@prepared
def _own_piece(candidate: UUID, piece: UUID) -> QuerySet[Piece]:
    return _with_dates_of(Piece.objects.filter(registration__candidate=candidate, id=piece))


@prepared
def _own_deposit(candidate: UUID, deposit: UUID) -> QuerySet[Deposit]:
    rows = Deposit.objects.select_related("piece")
    return rows.filter(piece__registration__candidate=candidate, id=deposit)


def _rows() -> QuerySet[Registration]:
    """What every page begins with."""
    return with_dates(Registration.objects.select_related("window__calendar"))


def with_dates(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Each row says whether anything moves its dates; `facts.dates` asks what only then.

    Extensions and personal dates are rare, and every page asks the dates: to
    read two empty lists each time was a fifth of a whole registration.
    """
    return rows.annotate(**{SHIFTED: _moved()})


def _decided() -> Q:
    proposals = Proposal.objects.filter(registration=OuterRef("pk"))
    endings = Ending.objects.filter(registration=OuterRef("pk"))
    return Exists(proposals) | Exists(endings)


def _moved(to: str = "") -> Q:
    """`to`: how the rows that are asked reach their registration."""
    extensions = Extension.objects.filter(window=OuterRef(f"{to}window"))
    personal = PersonalDate.objects.filter(registration=OuterRef(f"{to}pk"))
    return Exists(extensions) | Exists(personal)
