"""What happens when an officer reads more files than anybody checks?

The alarm is given once for one burst: journaled, told by mail to the
administrators of the académie, shown on their page. If the office says so, the
account is suspended at once: it opens nothing more, and says why.
"""

from datetime import datetime

from django.db import transaction

from sporades.accounts import facts
from sporades.accounts.models import Account, Officer, ReadingAlarm
from sporades.accounts.queries import office
from sporades.journal import actions as journal
from sporades.journal import readings
from sporades.journal.values import SYSTEM
from sporades.notices import actions as notices
from sporades.notices.values import Urgency
from sporades.reference.office import reading_limit
from sporades.rules.reading import is_a_burst


def watch_reading(officer: Officer, *, now: datetime, machine_now: datetime) -> bool:
    """Asked after each consultation; True if the officer has just been suspended."""
    limit = reading_limit()
    files = readings.files_read(officer.id, within=limit.within, machine_now=machine_now)
    if not is_a_burst(files, limit):
        return False
    return _alarm(officer, files, now=now, machine_now=machine_now)


@transaction.atomic
def _alarm(officer: Officer, files: int, *, now: datetime, machine_now: datetime) -> bool:
    Account.objects.select_for_update().get(id=officer.account_id)
    limit, row = reading_limit(), Officer.objects.select_related("account").get(id=officer.id)
    known = ReadingAlarm.objects.filter(officer=row, recorded_at__gt=machine_now - limit.within)
    if known.exists() or row.suspended_at is not None:
        return row.suspended_at is not None
    ReadingAlarm.objects.create(
        officer=row, files=files, suspended=limit.suspends, at=now, recorded_at=machine_now
    )
    if limit.suspends:
        row.suspended_at = now
        row.save(update_fields=["suspended_at"])
    journal.record(
        facts.subject_of(row.account),
        "reading_alarm",
        by=SYSTEM,
        now=now,
        rule="reading_burst",
        data={"files": files, "suspended": limit.suspends},
    )
    _tell(row, files, suspended=limit.suspends, now=now)
    return limit.suspends


def _tell(officer: Officer, files: int, *, suspended: bool, now: datetime) -> None:
    context = {"name": officer.name, "files": files, "suspended": suspended, "officer_id": officer.id}
    for administrator in office.administrators(officer.mandate.academies):
        if administrator.id != officer.id:
            notices.queue(
                "reading_alarm",
                to=administrator.account.email,
                subject=facts.subject_of(officer.account),
                context=context,
                now=now,
                urgency=Urgency.ACCESS,
            )
