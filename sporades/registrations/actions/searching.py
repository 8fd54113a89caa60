"""How does an officer keep a search of the work list under a name, and forget it? It is theirs, and nobody else's."""

from uuid import UUID

from django.db import transaction

from sporades.accounts.models import Officer
from sporades.registrations.models import SavedSearch

MOST = 10  # each has its count on the page


class TooManySearches(Exception):
    """There are as many as a page shows: one must be forgotten first."""


@transaction.atomic
def keep(*, officer: Officer, name: str, query: str) -> None:
    """Keeps the query under this name; the same name again takes the new query. Raises TooManySearches."""
    # One officer keeps one search at a time: two tabs cannot pass the limit together.
    Officer.objects.select_for_update(of=("self",)).get(id=officer.id)
    others = SavedSearch.objects.filter(officer=officer).exclude(name=name)
    if others.count() >= MOST:
        raise TooManySearches
    SavedSearch.objects.update_or_create(officer=officer, name=name, defaults={"query": query})


def forget(search_id: UUID, *, officer: Officer) -> bool:
    """Whether there was such a search of this officer's."""
    forgotten, _ = SavedSearch.objects.filter(id=search_id, officer=officer).delete()
    return bool(forgotten)
