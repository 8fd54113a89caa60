"""How do data go at the end of their time: listed, approved by a second person, taken away one by one?

A list is what it was on its day; the worker makes it, a few hundred at a time,
and nobody approves it before it is complete. Nobody is added to it then, and
each line is asked again under the lock before it goes: a hold placed meanwhile
wins. One transaction a line: interrupted, a purge goes on from where it was.
The erased person's chain says which purge it was; the purge's own says how many.
"""

import logging
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from sporades.accounts.models import Account
from sporades.adapters import storage
from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import SYSTEM, Actor, Subject
from sporades.records import erasing, ledger
from sporades.records.models import Purge, PurgeLine
from sporades.records.queries import due
from sporades.records.queries.due import Due
from sporades.reference.load import reference
from sporades.reference.retention import retention
from sporades.registrations.models import Registration

log = logging.getLogger(__name__)

BATCH = 300
TRIES = 5
PAUSE = timedelta(minutes=1)


class NothingDue(Exception):
    """Nothing is past its time, or everything that is, is held back."""


class AlreadyOpen(Exception):
    """A list of this académie waits already, or is being carried out."""


class StillListing(Exception):
    """Nobody approves a list that is not complete."""


class SamePerson(Exception):
    """Who froze the list does not approve it."""


def freeze(academy: str, *, token: str, by: Actor, now: datetime) -> Purge:
    """Begins the list of what is past its time; the worker completes it. Raises NothingDue, AlreadyOpen."""
    for _ in range(TRIES - 1):
        # Two académies at the same instant may read the same last number: who comes second asks again.
        with suppress(IntegrityError):
            return _freeze(academy, token=token, by=by, now=now)
    return _freeze(academy, token=token, by=by, now=now)


@transaction.atomic
def _freeze(academy: str, *, token: str, by: Actor, now: datetime) -> Purge:
    last = Purge.objects.select_for_update().order_by("-number").first()
    if (done := journal_queries.act_of(token)) is not None:
        return Purge.objects.get(id=UUID(str(done.data["list"])))
    if Purge.objects.filter(academy=academy, done_at__isnull=True, dropped_at__isnull=True).exists():
        raise AlreadyOpen
    purge = Purge(
        number=max(last.number if last else 0, ledger.last_number()) + 1,
        academy=academy,
        edition=reference().edition,
        frozen_at=now,
        frozen_by=by.id,
        listing=due.categories(academy)[0],
    )
    lines = _next_lines(purge)
    if not lines:
        raise NothingDue
    purge.save(force_insert=True)
    PurgeLine.objects.bulk_create(lines)
    _record(purge, "purge_frozen", token=token, by=by, now=now)
    return purge


@transaction.atomic
def list_next(*, machine_now: datetime, now: datetime) -> bool:
    """Takes the next few hundred of the oldest list that is not complete; False if all are."""
    waiting = Purge.objects.select_for_update(skip_locked=True).exclude(listing="")
    due_now = Q(next_try_at=None) | Q(next_try_at__lte=machine_now)
    purge = waiting.filter(due_now, dropped_at__isnull=True).order_by("number").first()
    if purge is None:
        return False
    try:
        with transaction.atomic():
            _list_a_lot(purge, now=now)
    except Exception:  # whatever it is, it is of this list: those behind it go on meanwhile
        log.exception("purge %s cannot be listed", purge.number)
        purge.failing_since, purge.next_try_at = purge.failing_since or machine_now, machine_now + PAUSE
        purge.save(update_fields=["failing_since", "next_try_at"])
    return True


def _list_a_lot(purge: Purge, *, now: datetime) -> None:
    PurgeLine.objects.bulk_create(_next_lines(purge))
    purge.failing_since = purge.next_try_at = None
    purge.save(update_fields=["listing", "place", "failing_since", "next_try_at"])
    if not purge.listing:
        _record(purge, "purge_listed", count=purge.lines.count(), token=None, by=SYSTEM, now=now)


def _next_lines(purge: Purge) -> list[PurgeLine]:
    """None once every category was gone through; the list has come to the last of them."""
    while purge.listing:
        if lot := due.next_of(purge, most=BATCH):
            purge.place = lot[-1].subject_id
            return [PurgeLine(purge=purge, **asdict(one)) for one in lot]
        following = dict(pairwise((*due.categories(purge.academy), "")))
        purge.listing, purge.place = following[purge.listing], None
    return []


@transaction.atomic
def approve(purge_id: UUID, *, token: str, by: Actor, now: datetime) -> bool:
    """A second person agrees: what erases comes after. False if it was settled already.

    Raises SamePerson, StillListing.
    """
    purge = Purge.objects.select_for_update().get(id=purge_id)
    if journal_queries.act_of(token):
        return True
    if purge.approved_at is not None or purge.dropped_at is not None:
        return False
    if purge.frozen_by == by.id:
        raise SamePerson
    if purge.listing:
        raise StillListing
    purge.approved_at, purge.approved_by = now, by.id
    purge.save(update_fields=["approved_at", "approved_by"])
    _record(purge, "purge_approved", count=purge.lines.count(), token=token, by=by, now=now)
    return True


@transaction.atomic
def drop(purge_id: UUID, *, token: str, by: Actor, now: datetime) -> bool:
    """The list is given up before anybody approved it; False if it was settled already."""
    purge = Purge.objects.select_for_update().get(id=purge_id)
    if journal_queries.act_of(token):
        return True
    if purge.approved_at is not None or purge.dropped_at is not None:
        return False
    purge.dropped_at, purge.dropped_by = now, by.id
    purge.save(update_fields=["dropped_at", "dropped_by"])
    _record(purge, "purge_dropped", count=purge.lines.count(), token=token, by=by, now=now)
    return True


def settle_next(*, now: datetime) -> bool:
    """Carries out the oldest line of an approved purge, or ends the purge whose lines are done; False if none waits.

    False too while somebody else is on the last lines: theirs to end.
    """
    purge = _under_way().first()
    if purge is None:
        return False
    if _settle_line(purge, now=now):
        return True
    if purge.lines.filter(outcome=PurgeLine.Outcome.WAITING).exists():
        return False
    _finish(purge, now=now)
    return True


def _under_way() -> QuerySet[Purge]:
    return Purge.objects.filter(approved_at__isnull=False, done_at__isnull=True).order_by("number")


def keep_ledgers(*, now: datetime) -> bool:
    """Each purge that is not at its end leaves its page all the same: what it has erased so far."""
    for purge in _under_way():
        if purge.lines.filter(outcome=PurgeLine.Outcome.DONE).exists():
            ledger.write(purge, now=now)
    return True


@transaction.atomic
def _settle_line(purge: Purge, *, now: datetime) -> bool:
    waiting = purge.lines.select_for_update(skip_locked=True, of=("self",)).filter(outcome="waiting")
    line = waiting.order_by("id").first()
    if line is None:
        return False
    subject = _locked(line)
    asked = Due(line.category, line.subject_kind, line.subject_id, line.due_on)
    why = due.still_due(asked, today=due.today_of(now))
    erased = None if why else _erase_or_leave(line, subject, number=purge.number, now=now)
    if erased is None:
        line.outcome, line.why = PurgeLine.Outcome.KEPT, why or "failed"
    else:
        line.outcome, line.erased, line.digest = PurgeLine.Outcome.DONE, erased.counts, erased.digest
    line.settled_at = now
    line.save(update_fields=["outcome", "why", "erased", "digest", "settled_at"])
    return True


def _erase_or_leave(
    line: PurgeLine, subject: Subject, *, number: int, now: datetime
) -> erasing.Erased | None:
    """None if it fails, whole: one file that does not go must not keep all the others."""
    try:
        with transaction.atomic():
            return _erase(line.category, subject, number=number, now=now)
    except Exception:  # whatever it is, it is of this line: the log says it, the list shows it
        log.exception("purge %s: %s of %s %s", number, line.category, subject.kind, subject.id)
        return None


def _locked(line: PurgeLine) -> Subject:
    """The person or the registration, locked: nobody gives it anything while it goes."""
    if line.subject_kind == "account":
        list(Account.objects.select_for_update(of=("self",)).filter(id=line.subject_id))
        return Subject("account", line.subject_id)
    list(Registration.objects.select_for_update(of=("self",)).filter(id=line.subject_id))
    return Subject("registration", line.subject_id)


def _erase(
    category: str, subject: Subject, *, number: int, now: datetime, replayed: bool = False
) -> erasing.Erased:
    erased = erasing.erase(category, subject, today=due.today_of(now))
    journal.record(
        subject,
        "purged",
        by=SYSTEM,
        now=now,
        rule=category,
        source=retention()[category].source,
        edition=reference().edition,
        data={
            "purge": number,
            "erased": erased.counts,
            "digest": erased.digest,
            # Which entries have lost their details: their lines say by which purge.
            "details": erased.positions,
            **({"replayed": True} if replayed else {}),
        },
    )
    # After the commit: what is not committed must still open.
    transaction.on_commit(lambda: _take_off_the_disk(erased.keys))
    return erased


def _take_off_the_disk(keys: tuple[str, ...]) -> None:
    # What a crash leaves here is noise without its key; the sweeper of orphans takes it within a day.
    for key in keys:
        storage.delete(key)


def _finish(purge: Purge, *, now: datetime) -> None:
    # The ledger first: a purge that is done has its page beside the database, for a backup put back.
    ledger.write(purge, now=now)
    with transaction.atomic():
        held = Purge.objects.select_for_update().get(id=purge.id)
        if held.done_at is None:
            held.done_at = now
            held.save(update_fields=["done_at"])
            done = held.lines.filter(outcome=PurgeLine.Outcome.DONE).count()
            _record(held, "purge_done", count=done, token=None, by=SYSTEM, now=now)


def replay(*, now: datetime) -> int:
    """After an old backup was put back: erases again what the ledgers say was erased; says how many lines."""
    again = 0
    for entry in ledger.read_all():
        subject = Subject(entry.subject_kind, entry.subject_id)  # type: ignore[arg-type]
        if not erasing.is_known(subject):
            continue
        with transaction.atomic():
            erased = _erase(entry.category, subject, number=entry.purge, now=now, replayed=True)
            if not erased.counts:
                transaction.set_rollback(True)
            again += bool(erased.counts)
    return again


def _record(
    purge: Purge, kind: str, *, count: int | None = None, token: str | None, by: Actor, now: datetime
) -> None:
    counted = {} if count is None else {"count": count}
    journal.record(
        Subject("office", purge.id),
        kind,
        by=by,
        now=now,
        edition=purge.edition,
        data={"list": str(purge.id), "purge": purge.number, "academy": purge.academy, **counted},
        token=token,
    )
