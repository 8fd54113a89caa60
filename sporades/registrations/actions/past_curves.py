"""How does the office give the session before, where this service did not count it?"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sporades.calendars.models import Window
from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor, Subject
from sporades.registrations.models import PastCurve


@transaction.atomic
def give(
    window_id: UUID,
    days: Mapping[date, int],
    *,
    closed_on: date,
    source: str,
    token: str,
    by: Actor,
    now: datetime,
) -> None:
    """Keeps the counts with where they come from. Those given before stay, and no longer rule."""
    window = Window.objects.select_for_update(of=("self",), no_key=True).get(id=window_id)
    if journal_queries.act_of(token):
        return
    kept = [[on.isoformat(), count] for on, count in sorted(days.items())]
    PastCurve.objects.create(
        window=window, closed_on=closed_on, days=kept, source=source, given_at=now, given_by=by.id
    )
    calendar = window.calendar
    journal.record(
        Subject("calendar", calendar.id),
        "past_curve_given",
        by=by,
        now=now,
        edition=calendar.edition,
        data={
            "diploma": window.diploma,
            "closed_on": closed_on.isoformat(),
            "total": sum(days.values()),
            "sha256": hashlib.sha256(json.dumps(kept).encode()).hexdigest(),
        },
        details={"source": source},
        token=token,
    )
