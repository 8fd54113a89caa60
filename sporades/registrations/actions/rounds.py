"""How does the worker look once a day at every registration, for what it keeps and could work out anew?

A slice at a time, from a cursor that several workers share. What differs is
what the version before did beside a migration, or a fault of ours.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sporades.registrations.models import Checkup, Registration

SLICE = 500


def look_next(
    kind: str,
    rows: QuerySet[Registration],
    differing: Callable[[Sequence[Registration]], list[Registration]],
    put_right: Callable[[UUID], None],
    *,
    machine_now: datetime,
) -> bool:
    """One slice of today's round, each one that differs put right; False once it is done."""
    round_, _ = Checkup.objects.get_or_create(kind=kind, defaults={"looked_at": machine_now})
    today = machine_now.date().isoformat()
    if not round_.cursor and round_.found.get("ended_on") == today:
        return False
    found = list(_after(round_.cursor, rows)[:SLICE])
    for row in differing(found):
        put_right(row.id)
    goes_on = len(found) == SLICE
    Checkup.objects.filter(kind=kind, cursor=round_.cursor).update(
        cursor=str(found[-1].id) if goes_on else "",
        looked_at=machine_now,
        found={} if goes_on else {"ended_on": today},
    )
    return True


def _after(cursor: str, rows: QuerySet[Registration]) -> QuerySet[Registration]:
    ordered = rows.order_by("id")
    return ordered.filter(id__gt=UUID(cursor)) if cursor else ordered
