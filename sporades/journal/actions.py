"""How does an act become an entry? In the same transaction as what it did.

The caller already holds the lock of the subject (the registration's or the
account's row), so chains never wait for one another.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from sporades.adapters import clocks
from sporades.adapters.prepared import prepared
from sporades.adapters.prepared_writes import prepared_write
from sporades.adapters.tracing import request_id
from sporades.journal import hashing
from sporades.journal.chains import digest_of
from sporades.journal.models import Chain, Consultation, Detail, Entry
from sporades.journal.values import Actor, Subject


def record(
    subject: Subject,
    kind: str,
    *,
    by: Actor,
    now: datetime,
    rule: str = "",
    source: str = "",
    edition: str = "",
    data: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
    token: str | None = None,
) -> int:
    """Adds one entry to the subject's chain and returns its position.

    `data` is kept for good and names nobody; a purge may erase `details`.
    `rule`, `source`, `edition`: what decided. A form's `token` is taken once.
    """
    chain, salt = _chain(subject), secrets.token_hex(16) if details else ""
    entry = Entry(
        chain=chain,
        position=chain.length + 1,
        kind=kind,
        actor_kind=by.kind,
        actor_id=by.id,
        at=now,
        recorded_at=clocks.machine_now(),
        rule=rule,
        source=source,
        edition=edition,
        data=dict(data or {}),
        details_digest=hashing.details_digest(salt, details) if details else "",
        request_id=request_id.get(),
        token=token,
        previous=chain.head,
    )
    _append(entry, subject)
    if details:
        Detail.objects.create(entry=entry, salt=salt, content=dict(details))
    return chain.length


def consulted(subject: Subject, page: str, *, by: Actor, now: datetime) -> None:
    """Keeps who has read what, and when; `by` is an officer."""
    _consultation(
        officer=UUID(by.id),
        kind=subject.kind,
        subject=subject.id,
        page=page,
        at=now,
        recorded_at=clocks.machine_now(),
        request=request_id.get(),
    )


@prepared_write
def _consultation(
    *, officer: UUID, kind: str, subject: UUID, page: str, at: datetime, recorded_at: datetime, request: str
) -> Consultation:
    return Consultation(
        officer_id=officer,
        subject_kind=kind,
        subject_id=subject,
        page=page,
        at=at,
        recorded_at=recorded_at,
        request_id=request,
    )


def _append(entry: Entry, subject: Subject) -> None:
    entry.digest = digest_of(entry, subject)
    entry.save(force_insert=True)
    chain = entry.chain
    chain.length, chain.head = entry.position, entry.digest
    chain.save(update_fields=["length", "head"])


def _chain(subject: Subject) -> Chain:
    held = _locked.first(subject.kind, subject.id)
    return held or _first_of(subject)


@prepared
def _locked(kind: str, subject: UUID) -> QuerySet[Chain]:
    return Chain.objects.select_for_update().filter(subject_kind=kind, subject_id=subject)


def _first_of(subject: Subject) -> Chain:
    named = {"subject_kind": subject.kind, "subject_id": subject.id}
    try:
        with transaction.atomic():
            return Chain.objects.create(**named)
    except IntegrityError:
        # Somebody has begun it meanwhile.
        return Chain.objects.select_for_update().get(**named)
