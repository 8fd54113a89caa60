"""Which pieces does a registration have, and what was given for each? One query each, whatever their number."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from sporades.adapters.prepared import prepared
from sporades.registrations.models import Deposit, File, Piece, Registration

# The attributes of the row that the answers are put in.
GIVEN, MISREAD = "was_given", "is_misread"


def asked(registration: Registration) -> list[Piece]:
    """The pieces in their order, no longer needed or not; each with its two answers on what was given."""
    return [piece for piece in every(registration) if piece.kind not in registration.unseen]


def every(registration: Registration) -> list[Piece]:
    """The same, with those that do not exist for whoever reads: to know what must not be told."""
    return _asked.rows(registration.id)


def asked_of(candidate_id: UUID) -> dict[UUID, list[Piece]]:
    """The same for each registration of a candidate."""
    found: dict[UUID, list[Piece]] = {}
    for piece in _asked_of.rows(candidate_id):
        found.setdefault(piece.registration_id, []).append(piece)
    return found


def given(registration: Registration) -> dict[UUID, list[File]]:
    """The files that were given for each piece, the oldest deposit first; each comes with its deposit."""
    found: dict[UUID, list[File]] = {}
    for file in _given.rows(registration.id):
        found.setdefault(file.deposit.piece_id, []).append(file)
    return found


def given_for(piece: Piece) -> list[File]:
    """The files that were given for this piece, as above."""
    return _given_for.rows(piece.id)


@prepared
def _asked(registration: UUID) -> QuerySet[Piece]:
    return _with_given(Piece.objects.filter(registration=registration))


@prepared
def _asked_of(candidate: UUID) -> QuerySet[Piece]:
    return _with_given(Piece.objects.filter(registration__candidate=candidate))


def _with_given(pieces: QuerySet[Piece]) -> QuerySet[Piece]:
    deposits = Deposit.objects.filter(piece=OuterRef("pk"))
    read = deposits.alias(read=Coalesce("stands_for", "read_version")).filter(superseded=False)
    misread = read.filter(read__lt=OuterRef("registration__signature_from"))
    return pieces.annotate(**{GIVEN: Exists(deposits), MISREAD: Exists(misread)})


@prepared
def _given(registration: UUID) -> QuerySet[File]:
    return _in_order(File.objects.filter(deposit__piece__registration=registration))


@prepared
def _given_for(piece: UUID) -> QuerySet[File]:
    return _in_order(File.objects.filter(deposit__piece=piece))


def _in_order(files: QuerySet[File]) -> QuerySet[File]:
    return files.select_related("deposit").order_by("deposit__sequence", "position")
