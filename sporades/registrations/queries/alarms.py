"""What is wrong with the files, the mails or the papers, that somebody must mend today?

Derived, never set: an alarm ends when its cause does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from sporades.adapters.prepared import prepared
from sporades.documents import queries as documents
from sporades.notices import queries as notices
from sporades.registrations.models import Checkup, File, Scan

# A queue at a deadline lasts minutes; what lasts longer is an antivirus that is down.
LONGEST_SILENCE = timedelta(hours=2)
OLDEST_SIGNATURES = timedelta(hours=48)

# Two failures may be a worker that was stopped; the third is not.
TRIES = 3

SILENT, OLD, DAMAGED, AWAY, STUCK = "silent", "old", "damaged", "away", "stuck"
NO_CACHET = "no_cachet"


@dataclass(frozen=True, slots=True)
class Alarm:
    kind: str
    since: datetime
    count: int = 0  # of files, mails or papers, as its kind says


def alarms(*, now: datetime, machine_now: datetime) -> list[Alarm]:
    found = [_silent(now), *_of_checkups(machine_now), _stuck(machine_now), _without_cachet()]
    return [alarm for alarm in found if alarm is not None]


def _silent(now: datetime) -> Alarm | None:
    waiting = _quarantined.first(now - LONGEST_SILENCE)
    return Alarm(SILENT, *waiting) if waiting else None


@prepared
def _quarantined(before: datetime) -> QuerySet[File, tuple[datetime, int]]:
    """Since when, and how many; nothing if there are none."""
    files = File.objects.filter(scan=Scan.QUARANTINED, deposit__recorded_at__lte=before)
    told = files.values("scan").annotate(since=Min("deposit__recorded_at"), files=Count("id"))
    return told.values_list("since", "files")


@prepared
def _checkups() -> QuerySet[Checkup]:
    return Checkup.objects.all()


def _without_cachet() -> Alarm | None:
    waiting = documents.without_cachet(tries=TRIES)
    return Alarm(NO_CACHET, waiting.since, waiting.papers) if waiting else None


def _of_checkups(machine_now: datetime) -> list[Alarm]:
    found = []
    for row in _checkups.rows():
        made_at = row.found.get("made_at")
        if made_at and machine_now - datetime.fromisoformat(made_at) > OLDEST_SIGNATURES:
            found.append(Alarm(OLD, datetime.fromisoformat(made_at)))
        if away_since := row.found.get("away_since"):
            found.append(Alarm(AWAY, datetime.fromisoformat(away_since)))
        if faults := row.found.get("faults"):
            found.append(Alarm(DAMAGED, row.looked_at, len(faults)))
    return found


def _stuck(machine_now: datetime) -> Alarm | None:
    still = notices.stands_still(machine_now=machine_now)
    return Alarm(STUCK, *still) if still else None
