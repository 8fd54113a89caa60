"""What is wrong with the files, the mails, the papers or the lists, that somebody must mend today?

Derived, never set: an alarm ends when its cause does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, JSONField, Min, QuerySet, Value

from sporades.adapters.prepared import prepared
from sporades.calendars.access import windows_for
from sporades.documents import queries as documents
from sporades.notices import queries as notices
from sporades.registrations.models import Checkup, DecisionList, File, Scan
from sporades.rules.rights import Mandate

# A queue at a deadline lasts minutes; what lasts longer is an antivirus that is down.
LONGEST_SILENCE = timedelta(hours=2)
OLDEST_SIGNATURES = timedelta(hours=48)

# Two failures may be a worker that was stopped; the third is not.
TRIES = 3

SILENT, OLD, DAMAGED, AWAY, STUCK = "silent", "old", "damaged", "away", "stuck"
NO_CACHET, UNMADE = "no_cachet", "unmade"


@dataclass(frozen=True, slots=True)
class Alarm:
    kind: str
    since: datetime
    count: int = 0  # of files, mails, papers or lists, as its kind says


def alarms(*, now: datetime, machine_now: datetime) -> list[Alarm]:
    """In one query: five tables that have nothing to say on most days."""
    found: list[Alarm] = []
    silent_since, still_since = now - LONGEST_SILENCE, machine_now - notices.LONGEST_WAIT
    for kind, since, count, checkup in _wrong.rows(silent_since, still_since, TRIES):
        if checkup is not None:
            found += _of_checkup(since, checkup, machine_now)
        elif count:
            found.append(Alarm(kind, since, count))
    return found


def told_to(mandate: Mandate, *, now: datetime, machine_now: datetime) -> list[Alarm]:
    """The same, with the lists of their own windows alone: another office's are not in their « Échéances »."""
    found = alarms(now=now, machine_now=machine_now)
    others = [one for one in found if one.kind != UNMADE]
    # On most days there is none, and nothing more to ask.
    return others if len(others) == len(found) else [*others, *_own_unmade(mandate)]


def _own_unmade(mandate: Mandate) -> list[Alarm]:
    own = _failing().filter(window__in=windows_for(mandate))
    told = own.aggregate(since=Min("failing_since"), many=Count("id"))
    return [Alarm(UNMADE, told["since"], told["many"])] if told["many"] else []


def _failing() -> QuerySet[DecisionList]:
    return DecisionList.objects.filter(failing_since__isnull=False)


@prepared
def _wrong(
    silent_since: datetime, still_since: datetime, tries: int
) -> QuerySet[Any, tuple[str, datetime, int, dict[str, Any] | None]]:
    """What each round found, then what waits too long, with the oldest and how many."""
    silent = File.objects.filter(scan=Scan.QUARANTINED, deposit__recorded_at__lte=silent_since)
    checkups = Checkup.objects.annotate(
        alarm=F("kind"), since=F("looked_at"), many=Value(1), checkup=F("found")
    )
    return checkups.values_list(*_COLUMNS).union(
        _counted(SILENT, silent, "deposit__recorded_at"),
        _counted(STUCK, notices.standing_still(still_since), "recorded_at"),
        _counted(NO_CACHET, documents.without_cachet(tries), "rendered_at"),
        _counted(UNMADE, _failing(), "failing_since"),
        all=True,
    )


_COLUMNS = ("alarm", "since", "many", "checkup")


def _counted(kind: str, rows: QuerySet[Any], since: str) -> QuerySet[Any, Any]:
    together: QuerySet[Any, Any] = (
        rows.order_by()
        .values(alarm=Value(kind))
        .annotate(since=Min(since), many=Count("id"), checkup=Value(None, output_field=JSONField()))
    )
    return together.values_list(*_COLUMNS)


def _of_checkup(looked_at: datetime, found: dict[str, Any], machine_now: datetime) -> Iterator[Alarm]:
    made_at = found.get("made_at")
    if made_at and machine_now - datetime.fromisoformat(made_at) > OLDEST_SIGNATURES:
        yield Alarm(OLD, datetime.fromisoformat(made_at))
    if away_since := found.get("away_since"):
        yield Alarm(AWAY, datetime.fromisoformat(away_since))
    if faults := found.get("faults"):
        yield Alarm(DAMAGED, looked_at, len(faults))
