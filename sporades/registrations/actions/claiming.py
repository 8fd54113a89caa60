"""Who works on this file now? One officer at a time, and whoever comes next knows it.

A claim is a lease by the machine's clock: each request of its holder renews
it, and it ends by itself when they have gone to lunch. It changes nothing of
the file, so it takes no lock of the registration and leaves no entry in its
journal: that the file was read is kept by the log of consultations.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sporades.accounts.models import Officer
from sporades.adapters.prepared import prepared
from sporades.adapters.prepared_writes import Change, prepared_write
from sporades.registrations.models import Claim, Registration

LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who holds the file after the request: `mine`, or somebody else with their name."""

    mine: bool
    officer: str


def claim(registration: Registration, *, officer: Officer, machine_now: datetime) -> Claimed:
    """Takes or renews the file for this officer; if another holds it, changes nothing and says who."""
    held = _held(registration, officer, machine_now=machine_now)
    if held.officer_id != officer.id and held.until > machine_now:
        return Claimed(mine=False, officer=held.name)
    given = _give(registration, held, officer, machine_now=machine_now)
    # Somebody was faster: what they did is looked at.
    return given or claim(registration, officer=officer, machine_now=machine_now)


def take_over(registration: Registration, *, officer: Officer, machine_now: datetime) -> Claimed:
    """Takes the file from whoever holds it: the officer was told who, and said so."""
    held = _held(registration, officer, machine_now=machine_now)
    given = _give(registration, held, officer, machine_now=machine_now)
    return given or take_over(registration, officer=officer, machine_now=machine_now)


@transaction.atomic
def release(registration: Registration, *, officer: Officer) -> None:
    """Leaves the file to the next one; nothing if somebody else holds it."""
    Claim.objects.filter(registration=registration, officer=officer).delete()


class _Lease(NamedTuple):
    officer_id: UUID
    name: str
    since: datetime
    until: datetime


def _held(registration: Registration, officer: Officer, *, machine_now: datetime) -> _Lease:
    """The lease of the file, begun for this officer if there is none: of two at once, one begins it."""
    found = _lease.first(registration.id)
    if found is None:
        fresh = Claim(
            registration=registration, officer=officer, since=machine_now, until=machine_now + LEASE
        )
        Claim.objects.bulk_create([fresh], ignore_conflicts=True)
        return _held(registration, officer, machine_now=machine_now)
    return _Lease(*found)


@prepared
def _lease(registration: UUID) -> QuerySet[Claim, tuple[UUID, str, datetime, datetime]]:
    rows = Claim.objects.filter(registration=registration)
    return rows.values_list("officer_id", "officer__name", "since", "until")


def _give(
    registration: Registration, held: _Lease, officer: Officer, *, machine_now: datetime
) -> Claimed | None:
    """The file, unless the lease has changed since it was read: that is asked as it is written, not by a lock."""
    goes_on = held.officer_id == officer.id and held.until >= machine_now
    changed = _change(
        registration=registration.id,
        holder=held.officer_id,
        read=held.until,
        officer=officer.id,
        since=held.since if goes_on else machine_now,
        until=machine_now + LEASE,
    )
    return Claimed(mine=True, officer=officer.name) if changed else None


@prepared_write
def _change(
    *, registration: UUID, holder: UUID, read: datetime, officer: UUID, since: datetime, until: datetime
) -> Change:
    """To this officer, where the holder and the end are still those that were read."""
    same = Claim.objects.filter(registration=registration, officer=holder, until=read)
    return Change(same, officer=officer, since=since, until=until)
