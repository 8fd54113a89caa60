"""How is an export made, once, whoever is killed and when; and how does it go away?

Its bytes are sealed as they are written, part after part: never the whole in
memory, never in the clear on the disk. Whoever makes it holds a lease by its
number: a worker that comes back too late finds another number, and takes its
bytes away. What a killed one leaves has no row, and the sweeper takes it.
"""

import io
import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from sporades.accounts.models import Officer
from sporades.adapters import spreadsheets, storage
from sporades.journal.values import SYSTEM
from sporades.registrations.actions import exporting
from sporades.registrations.models import Export
from sporades.registrations.queries import exports
from sporades.rules import french
from sporades.rules.rights import Act, may

log = logging.getLogger(__name__)

LIFE = timedelta(hours=48)
LEASE = timedelta(minutes=15)
MOST_ATTEMPTS = 4
MARGIN = 1.1  # of the rows that were agreed to: a few more come every day
PART = 2 * 1024 * 1024
State = Export.State


def make_next(*, machine_now: datetime, now: datetime) -> bool:
    """Makes the oldest export that waits; False if none does."""
    export = lease(machine_now=machine_now)
    if export is not None:
        make(export, now=now)
    return export is not None


def make(export: Export, *, now: datetime) -> None:
    """The file of this export as it was leased, or its end if nobody may have it any more."""
    officer = Officer.objects.get(id=export.asked_by)
    if export.attempts > MOST_ATTEMPTS or not _still_may(officer, export):
        _give_up(export, now=now)
        return
    mandate = officer.mandate
    wanted = exports.wanted(QueryDict(export.query), mandate)
    found = exports.rows(export.calendar_id, wanted, mandate, now=now)
    columns = [code for code in export.columns if code in exports.columns_for(mandate)]
    parcel, lines = _Parcel(), exports.lines(found, columns, export.calendar.zone)
    with io.BufferedWriter(parcel, PART) as out:
        written = spreadsheets.write(export.file_format, exports.heads(columns), lines, out)
    _keep(export, parcel, written, now=now)


def _still_may(officer: Officer, export: Export) -> bool:
    inside = officer.switched_off_at is None and officer.suspended_at is None
    seen = officer.mandate.sees_handicap or not export.handicap
    same = exports.means_the_same(export.query, officer.mandate)
    return inside and seen and same and may(officer.mandate, Act.EXPORT)


@transaction.atomic
def lease(*, machine_now: datetime) -> Export | None:
    """The oldest export that waits, for one worker and for so long."""
    waiting = Export.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=State.QUEUED, next_try_at__lte=machine_now
    )
    export = waiting.select_related("calendar").order_by("next_try_at").first()
    if export is not None:
        export.attempts += 1
        export.next_try_at = machine_now + LEASE
        export.save(update_fields=["attempts", "next_try_at"])
    return export


class _Parcel(io.RawIOBase):
    """What is written to it lies in the store, sealed."""

    def __init__(self) -> None:
        self.parts: list[list[str]] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        stored = storage.put(bytes(content))
        self.parts.append([stored.key, stored.wrapped_key, stored.key_id])
        self.size += stored.size
        return stored.size


def _keep(export: Export, parcel: _Parcel, written: int, *, now: datetime) -> None:
    with transaction.atomic():
        held = Export.objects.select_for_update(of=("self",)).select_related("calendar").get(id=export.id)
        mine = held.state == State.QUEUED and held.attempts == export.attempts
        if mine:
            _close(held, parcel, written, now=now)
    if not mine or held.state == State.HELD:
        _erase(parcel.parts)


def _close(held: Export, parcel: _Parcel, written: int, *, now: datetime) -> None:
    has_outgrown = _has_outgrown(held, written)
    held.rows = written
    if has_outgrown:
        held.state, held.decided_by, held.decided_at = State.HELD, None, None
        held.save(update_fields=["rows", "state", "decided_by", "decided_at"])
        exporting.record(held, "export_held", by=SYSTEM, now=now)
        exporting.tell_second_people(held, Officer.objects.get(id=held.asked_by), now=now)
        return
    held.state, held.parts, held.size = State.READY, parcel.parts, parcel.size
    held.ready_at, held.expires_at = now, now + LIFE
    held.save(update_fields=["rows", "state", "parts", "size", "ready_at", "expires_at"])
    exporting.record(held, "export_made", by=SYSTEM, now=now, data={"size": parcel.size})
    exporting.tell(held, "export_ready", {"until": _until(held, held.expires_at)}, now=now)


def _has_outgrown(held: Export, written: int) -> bool:
    """Whether more people came since, than one person takes alone or than somebody has agreed to."""
    if held.decided_by is not None:
        return written > held.rows * MARGIN
    before = exports.rows_lately(held.asked_by, now=held.asked_at, but=held.id)
    return written > held.rows and before + written > exports.ALONE


@transaction.atomic
def _give_up(export: Export, *, now: datetime) -> None:
    held = Export.objects.select_for_update(of=("self",)).get(id=export.id)
    if held.state == State.QUEUED:
        held.state = State.FAILED
        held.save(update_fields=["state"])
        exporting.record(held, "export_failed", by=SYSTEM, now=now)
        log.error("export %s was given up after %s attempts", held.id, held.attempts)


def erase_expired(*, now: datetime) -> int:
    """Takes away the files whose time is over; what they were stays told. Says how many."""
    over = Export.objects.filter(state=State.READY, expires_at__lte=now).values_list("id", flat=True)
    return sum(_expire(one, now=now) for one in list(over))


def _expire(export_id: UUID, *, now: datetime) -> bool:
    with transaction.atomic():
        export = Export.objects.select_for_update(of=("self",)).get(id=export_id)
        if export.state != State.READY:
            return False
        parts, export.parts, export.state = export.parts, [], State.ERASED
        export.save(update_fields=["parts", "state"])
        exporting.record(export, "export_erased", by=SYSTEM, now=now)
    # Their keys are gone with the row: what a crash leaves here opens no more, and the sweeper takes it.
    _erase(parts)
    return True


def _erase(parts: list[list[str]]) -> None:
    for key, *_wrapped in parts:
        storage.delete(key)


def _until(export: Export, at: datetime) -> str:
    return french.spoken_instant(at, export.calendar.zone, export.calendar.zone_name)
