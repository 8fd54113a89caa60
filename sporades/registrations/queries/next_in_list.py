"""« Suivant »: which file of the work list comes after this one?"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sporades.accounts.models import Officer
from sporades.adapters.prepared import Prepared, prepared
from sporades.registrations.models import CAME_AT, Deposit, Registration
from sporades.registrations.queries import waits
from sporades.registrations.queries.asked import LIMIT, Asked, asked
from sporades.registrations.queries.claims import held_by_another
from sporades.registrations.queries.worklist import in_order
from sporades.rules.rights import Mandate

NOBODY = UUID(int=0)


def next_file(
    mandate: Mandate,
    officer: Officer,
    after: UUID | None,
    query: Mapping[str, str],
    *,
    now: datetime,
    machine_now: datetime,
) -> UUID | None:
    """« Suivant »: the first file of the list after that one which nobody else has open; None at the end of the list.

    `query` is that of the list's address. What stands before `after` was seen or
    passed over; once the end is reached, the list begins again.
    """
    asked_for = (mandate, asked(query, mandate))
    who = (now, machine_now, officer.id, after or NOBODY)
    place = _place(mandate, after, now=now) if after else None
    later = _next_after(*asked_for).first(*who, *place) if place else None
    return later or _next(*asked_for).first(*who)


@lru_cache(maxsize=256)
def _next(mandate: Mandate, query: Asked) -> Prepared[UUID, datetime, datetime, UUID, UUID]:
    def write(
        now: datetime, machine_now: datetime, officer: UUID, after: UUID
    ) -> QuerySet[Registration, UUID]:
        held = held_by_another(officer, machine_now=machine_now)
        return _free(mandate, query, held, after, now=now).values_list("id", flat=True)[:1]

    return prepared(write)


@lru_cache(maxsize=256)
def _next_after(
    mandate: Mandate, query: Asked
) -> Prepared[UUID, datetime, datetime, UUID, UUID, datetime, datetime]:
    def write(  # noqa: PLR0917 - as many values as the query has
        now: datetime, machine_now: datetime, officer: UUID, after: UUID, since: datetime, limit: datetime
    ) -> QuerySet[Registration, UUID]:
        later = Q(since__gt=since) | Q(since=since, id__gt=after)
        if query.order == LIMIT:
            later = Q(limit__gt=limit) | (Q(limit=limit) & later)
        held = held_by_another(officer, machine_now=machine_now)
        rows = _free(mandate, query, held, after, now=now).filter(later)
        return rows.values_list("id", flat=True)[:1]

    return prepared(write)


def _free(
    mandate: Mandate, query: Asked, held: Exists, after: UUID, *, now: datetime
) -> QuerySet[Registration]:
    """The files of the list that nobody else has open, but that one."""
    return in_order(mandate, query, now=now).exclude(held).exclude(id=after)


def _place(mandate: Mandate, after: UUID, *, now: datetime) -> tuple[datetime, datetime] | None:
    """Where this file stands: decided since, it keeps the place of its oldest deposit."""
    row = _placed(mandate).first(now, after)
    if row is None:
        return None
    since, limit, to_check, oldest = row
    return (since if to_check else oldest or since), limit


@lru_cache(maxsize=256)
def _placed(mandate: Mandate) -> Prepared[tuple[Any, ...], datetime, UUID]:
    def write(now: datetime, after: UUID) -> QuerySet[Registration, tuple[Any, ...]]:
        given = Deposit.objects.filter(piece__registration=OuterRef("pk"), superseded=False)
        came = given.annotate(came_at=CAME_AT).order_by("came_at").values_list("came_at", flat=True)
        rows = waits.limited(Registration.objects.filter(id=after), mandate).annotate(
            since=waits.standing_since(mandate, now=now),
            to_check=Exists(waits.pieces(mandate).filter(waits.is_to_check())),
            oldest=Subquery(came[:1]),
        )
        return rows.values_list("since", "limit", "to_check", "oldest")

    return prepared(write)
