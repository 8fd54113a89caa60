"""Who works on this file now? One officer at a time, and whoever comes next knows it.

A claim is a lease by the machine's clock: each request of its holder renews
it, and it ends by itself when they have gone to lunch. It changes nothing of
the file, so it takes no lock of the registration and leaves no entry in its
journal: that the file was read is kept by the log of consultations.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sporades.accounts.models import Officer
from sporades.adapters.prepared import prepared
from sporades.registrations.models import Claim, Registration

LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who holds the file after the request: `mine`, or somebody else with their name."""

    mine: bool
    officer: str
    since: datetime  # machine's clock


@transaction.atomic
def claim(registration: Registration, *, officer: Officer, machine_now: datetime) -> Claimed:
    """Takes or renews the file for this officer; if another holds it, changes nothing and says who."""
    row = _locked(registration, officer, machine_now=machine_now)
    if row.officer_id != officer.id and row.until > machine_now:
        return Claimed(mine=False, officer=row.officer.name, since=row.since)
    return _give(row, officer, machine_now=machine_now)


@transaction.atomic
def take_over(registration: Registration, *, officer: Officer, machine_now: datetime) -> Claimed:
    """Takes the file from whoever holds it: the officer was told who, and said so."""
    row = _locked(registration, officer, machine_now=machine_now)
    return _give(row, officer, machine_now=machine_now)


@transaction.atomic
def release(registration: Registration, *, officer: Officer) -> None:
    """Leaves the file to the next one; nothing if somebody else holds it."""
    Claim.objects.filter(registration=registration, officer=officer).delete()


def _locked(registration: Registration, officer: Officer, *, machine_now: datetime) -> Claim:
    """The claim's row, made if there is none: two officers at once wait for one another here."""
    held = _row.first(registration.id)
    if held is None:
        fresh = Claim(registration=registration, officer=officer, since=machine_now, until=machine_now)
        Claim.objects.bulk_create([fresh], ignore_conflicts=True)
        held = Claim.objects.select_for_update().get(registration=registration)
    return held


@prepared
def _row(registration: UUID) -> QuerySet[Claim]:
    # Alone: joined to its officer, the row would be gone for PostgreSQL once whoever held the lock changed them.
    return Claim.objects.select_for_update().filter(registration=registration)


def _give(row: Claim, officer: Officer, *, machine_now: datetime) -> Claimed:
    if row.officer_id != officer.id or row.until < machine_now:
        row.officer, row.since = officer, machine_now
    row.until = machine_now + LEASE
    row.save(update_fields=["officer", "since", "until"])
    return Claimed(mine=True, officer=officer.name, since=row.since)
