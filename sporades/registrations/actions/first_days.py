"""On which day do the figures count a registration?

On the day of its first save, where the académie is, and whatever becomes of it
afterwards. The row keeps that day: its first save writes it, and so does a move
to another académie, whose day may be another one.
"""

import logging
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sporades.registrations import access, facts
from sporades.registrations.actions import rounds
from sporades.registrations.models import Registration, Version

log = logging.getLogger(__name__)


def of_rows(rows: Collection[Registration]) -> dict[UUID, date | None]:
    """What the first version of each of these says, in one query; None of what was never saved."""
    firsts = Version.objects.filter(registration__in=[row.id for row in rows], number=1)
    saved_at = dict(firsts.values_list("registration", "saved_at"))
    return {row.id: facts.local_day(row, at=saved_at[row.id]) if row.id in saved_at else None for row in rows}


def differing(rows: Collection[Registration]) -> list[Registration]:
    """Those that keep another day than the rule says."""
    wanted = of_rows(rows)
    return [row for row in rows if row.first_saved_on != wanted[row.id]]


def look_next(*, machine_now: datetime) -> bool:
    """One slice of today's round over every registration; False once it is done."""
    rows = Registration.objects.select_related("window__calendar").only(
        "first_saved_on", "window__calendar__zone"
    )
    return rounds.look_next("first_days", rows, differing, _put_right, machine_now=machine_now)


@transaction.atomic
def _put_right(registration_id: UUID) -> None:
    row = access.lock(registration_id)
    # An act may have been between the reading and the lock.
    if differing([row]):
        log.error("registration %s did not say the day of its first save: put right", row.id)
        row.first_saved_on = of_rows([row])[row.id]
        row.save(update_fields=["first_saved_on"])
