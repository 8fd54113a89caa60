"""Which lots, and which of their files, may this officer reach?"""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from sporades.registrations import access
from sporades.registrations.models import Publication, PublicationLine, Registration
from sporades.registrations.queries.private import hidden_papers
from sporades.rules.rights import Mandate, covers


def lots_for(mandate: Mandate) -> QuerySet[Publication]:
    """The lots that exist for the holder: their académies, their diplomas, the kinds that they may know of."""
    rows = Publication.objects.filter(academy__in=sorted(mandate.academies))
    rows = rows.exclude(kind__in=sorted(hidden_papers(mandate)))
    return rows.filter(diploma__in=sorted(mandate.diplomas)) if mandate.diplomas else rows


def lot_for_officer(mandate: Mandate, lot_id: UUID) -> Publication:
    """A lot that this mandate covers whole, or 404."""
    row = lots_for(mandate).filter(id=lot_id).first()
    if row is None:
        raise Http404
    return row


def line_for_officer(mandate: Mandate, line_id: UUID) -> PublicationLine:
    """A file of such a lot, or 404."""
    rows = PublicationLine.objects.select_related(
        "publication", "document", "registration__candidate", "registration__window__calendar"
    )
    row = rows.filter(id=line_id, publication__in=lots_for(mandate)).first()
    if row is None:
        raise Http404
    return row


def is_still_theirs(mandate: Mandate, line: PublicationLine) -> bool:
    """Whether the registration that a file is matched to exists for the holder: since, it may have moved away."""
    whose = line.registration
    return whose is not None and covers(mandate, academy=whose.academy, diploma=whose.diploma)


def numbered_for_officer(mandate: Mandate, number: str) -> Registration | None:
    """The registration of this number, if it exists for the holder."""
    return access.in_mandate(Registration.objects.all(), mandate).filter(number=number).first()
