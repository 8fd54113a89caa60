"""Which files are these, for somebody who answers for whoever read them?"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from sporades.registrations.models import Registration


def numbers(academies: frozenset[str], ids: Iterable[UUID]) -> dict[UUID, str]:
    """The number of each registration that these académies have or had; no name: an administrator opens no file."""
    named = sorted(academies)
    theirs = Q(academy__in=named) | Q(academy_changes__from_academy__in=named)
    rows = Registration.objects.filter(theirs, id__in=set(ids)).distinct()
    return {row_id: number or "" for row_id, number in rows.values_list("id", "number")}
