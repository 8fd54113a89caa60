"""Which calendar may this officer reach? What lies outside their mandate does not exist for them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from sporades.calendars.models import Calendar, Draft, Window
from sporades.rules.rights import Mandate


def campaign_for(mandate: Mandate, calendar_id: UUID) -> Calendar:
    """A published campaign of an académie of the mandate, or 404."""
    row = Calendar.objects.filter(id=calendar_id, academy__in=sorted(mandate.academies)).first()
    if row is None:
        raise Http404
    return row


def draft_for(mandate: Mandate, draft_id: UUID) -> Draft:
    """A draft of an académie of the mandate, or 404."""
    row = Draft.objects.filter(id=draft_id, academy__in=sorted(mandate.academies)).first()
    # A calendar is written whole: who has some diplomas of an académie only has no calendar of it.
    if row is None or mandate.diplomas:
        raise Http404
    return row


def windows_for(mandate: Mandate) -> QuerySet[Window]:
    """The published windows that the mandate covers."""
    rows = Window.objects.filter(calendar__academy__in=sorted(mandate.academies))
    return rows.filter(diploma__in=sorted(mandate.diplomas)) if mandate.diplomas else rows


def campaign_to_edit(mandate: Mandate, calendar_id: UUID) -> Calendar:
    """The same, for who has the whole of it; 404 for who has some of its diplomas only."""
    if mandate.diplomas:
        raise Http404
    return campaign_for(mandate, calendar_id)
