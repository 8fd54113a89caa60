"""Who may reach which registration? One door for each kind of person.

What is not theirs does not exist for them: a wrong id and somebody else's id
get the same 404.
"""

from uuid import UUID

from django.http import Http404

from sporades.accounts.models import Candidate
from sporades.registrations.models import Deposit, File, Piece, Registration

_WITH_DATES = ("window__extensions", "personal_dates")


def for_candidate(candidate: Candidate, registration_id: UUID) -> Registration:
    """The candidate's own registration, or 404."""
    rows = Registration.objects.select_related("window__calendar").prefetch_related(*_WITH_DATES)
    row = rows.filter(candidate=candidate, id=registration_id).first()
    if row is None:
        raise Http404
    row.candidate = candidate  # read at the door already
    return row


def piece_for_candidate(candidate: Candidate, piece_id: UUID) -> Piece:
    """The candidate's own piece, or 404."""
    row = (
        Piece.objects.select_related("registration__window__calendar", "registration__candidate__account")
        .filter(registration__candidate=candidate, id=piece_id)
        .first()
    )
    if row is None:
        raise Http404
    return row


def file_for_candidate(candidate: Candidate, file_id: UUID) -> File:
    """A file that this candidate gave, scanned or not (it is theirs), or 404."""
    row = File.objects.filter(deposit__piece__registration__candidate=candidate, id=file_id).first()
    if row is None:
        raise Http404
    return row


def deposit_for_candidate(candidate: Candidate, deposit_id: UUID) -> Deposit:
    """A deposit that this candidate made, or 404."""
    row = (
        Deposit.objects.select_related("piece__registration__window__calendar")
        .filter(piece__registration__candidate=candidate, id=deposit_id)
        .first()
    )
    if row is None:
        raise Http404
    return row


def lock(registration_id: UUID) -> Registration:
    """The row, locked until the end of the transaction: the first line of every act."""
    return (
        Registration.objects.select_for_update(of=("self",))
        .select_related("window__calendar", "candidate__account")
        .prefetch_related(*_WITH_DATES)
        .get(id=registration_id)
    )
