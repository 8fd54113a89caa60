"""Which files are these, for somebody who answers for whoever read them?"""

from collections.abc import Iterable
from uuid import UUID

from sporades.registrations.models import Registration


def numbers(academies: frozenset[str], ids: Iterable[UUID]) -> dict[UUID, str]:
    """The number of each registration of these académies; no name: an administrator opens no file."""
    rows = Registration.objects.filter(id__in=set(ids), academy__in=sorted(academies))
    return {row_id: number or "" for row_id, number in rows.values_list("id", "number")}
