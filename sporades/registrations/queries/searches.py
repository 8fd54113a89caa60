"""Which searches of the work list has this officer kept, and how many files does each find now?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from sporades.accounts.models import Officer
from sporades.adapters.prepared import prepared
from sporades.registrations.models import SavedSearch
from sporades.registrations.queries.asked import asked
from sporades.registrations.queries.worklist import count


@dataclass(frozen=True, slots=True)
class Search:
    id: UUID
    name: str
    query: str
    count: int


def of(officer: Officer, *, now: datetime) -> list[Search]:
    """In the order of their names, each counted within the officer's present mandate."""
    mandate = officer.mandate
    return [
        Search(row.id, row.name, row.query, count(mandate, asked(QueryDict(row.query), mandate), now=now))
        for row in _kept.rows(officer.id)
    ]


@prepared
def _kept(officer: UUID) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(officer=officer)
