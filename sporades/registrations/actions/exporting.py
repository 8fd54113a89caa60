"""How does a file of registrations leave the service: asked with its purpose, agreed to if it is long, and taken?

The worker makes it in between (`actions.making_exports`).
"""

import logging
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from sporades.accounts.models import Officer
from sporades.accounts.queries import office
from sporades.adapters import clocks, storage
from sporades.calendars.models import Calendar
from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor, Subject
from sporades.notices import actions as notices
from sporades.registrations.models import Export
from sporades.registrations.queries import exports
from sporades.rules import french
from sporades.rules.reasons import Blocked, Reason

log = logging.getLogger(__name__)

SOURCE = "Règle du service sur les exports"
State = Export.State


@transaction.atomic
def ask(
    calendar: Calendar,
    *,
    query: str,
    columns: Collection[str],
    file_format: str,
    purpose: str,
    token: str,
    by: Actor,
    now: datetime,
) -> UUID:
    """The export, queued or held for a second person. Raises `Blocked` if nobody answers to the filters."""
    # One officer asks one at a time: two halves of a long list, asked together, are a long list.
    officer = Officer.objects.select_for_update(of=("self",)).get(id=by.id)
    done = journal_queries.act_of(token)
    if done:
        return UUID(str(done.data["export"]))
    wanted = exports.wanted(QueryDict(query), officer.mandate)
    found = exports.rows(calendar.id, wanted, officer.mandate, now=now).count()
    if not found:
        raise Blocked((Reason("export_empty", SOURCE),))
    chosen = [code for code in exports.columns_for(officer.mandate) if code in columns]
    is_long = found + exports.rows_lately(officer.id, now=now) > exports.ALONE
    export = Export.objects.create(
        calendar=calendar,
        asked_by=officer.id,
        asked_at=now,
        purpose=purpose,
        query=query,
        columns=chosen,
        handicap=exports.tells_handicap(wanted, chosen),
        file_format=file_format,
        rows=found,
        state=State.HELD if is_long else State.QUEUED,
        next_try_at=clocks.machine_now(),
    )
    record(export, "export_asked", token=token, by=by, now=now, details={"purpose": purpose, "query": query})
    if is_long:
        tell_second_people(export, officer, now=now)
    return export.id


@transaction.atomic
def approve(export_id: UUID, *, token: str, by: Actor, now: datetime) -> None:
    """The second person agrees: the worker makes it. Raises `Blocked` if it waits no more, or for them."""
    export, done = _to_decide(export_id, token, by)
    if done:
        return
    export.state, export.decided_by, export.decided_at = State.QUEUED, UUID(by.id), now
    export.next_try_at = clocks.machine_now()
    export.save(update_fields=["state", "decided_by", "decided_at", "next_try_at"])
    record(export, "export_approved", token=token, by=by, now=now)


@transaction.atomic
def refuse(export_id: UUID, *, answer: str, token: str, by: Actor, now: datetime) -> None:
    """The second person does not agree, and says why. Raises `Blocked` as `approve` does."""
    export, done = _to_decide(export_id, token, by)
    if done:
        return
    export.state, export.decided_by, export.decided_at = State.REFUSED, UUID(by.id), now
    export.answer = answer
    export.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    record(export, "export_refused", token=token, by=by, now=now, details={"answer": answer})
    tell(export, "export_refused", {"answer": answer}, now=now)


def _to_decide(export_id: UUID, token: str, by: Actor) -> tuple[Export, bool]:
    """The export, locked, and whether this form was carried out already."""
    export = Export.objects.select_for_update(of=("self",)).select_related("calendar").get(id=export_id)
    if journal_queries.act_of(token):
        return export, True
    if not exports.is_second_person(Officer.objects.get(id=by.id), export):
        raise Blocked((Reason("export_not_yours_to_decide", SOURCE),))
    if export.state != State.HELD:
        raise Blocked((Reason("export_not_held", SOURCE),))
    return export, False


def take(export: Export, *, by: Actor, now: datetime) -> Iterator[bytes]:
    """The file, part by part; that it was taken is journaled first. Raises `Blocked` once it is there no more."""
    if export.state != State.READY or export.expires_at is None or now >= export.expires_at:
        raise Blocked((Reason("export_gone", SOURCE),))
    try:
        # Read before the answer begins: a file that is lost is said on a page, not in the middle of a file.
        first = storage.get(*export.parts[0])
    except (storage.FileIsMissing, storage.FileIsDamaged) as lost:
        log.exception("export %s has lost its bytes", export.id)
        raise Blocked((Reason("export_gone", SOURCE),)) from lost
    with transaction.atomic():
        record(export, "export_downloaded", by=by, now=now)
    return _parts(first, export.parts[1:])


def _parts(first: bytes, others: list[list[str]]) -> Iterator[bytes]:
    yield first
    for part in others:
        yield storage.get(*part)


def tell_second_people(export: Export, officer: Officer, *, now: datetime) -> None:
    """Each head of office who may agree to it."""
    context = {"who": officer.name, "rows": french.number(export.rows), "purpose": export.purpose}
    for head in office.heads(export.calendar.academy):
        if exports.is_second_person(head, export):
            _send(export, head, "export_held", context, now=now)


def tell(export: Export, kind: str, context: Mapping[str, object], *, now: datetime) -> None:
    """Whoever asked for it."""
    officer = Officer.objects.select_related("account").get(id=export.asked_by)
    _send(export, officer, kind, {"rows": french.number(export.rows), **context}, now=now)


def _send(export: Export, to: Officer, kind: str, context: Mapping[str, object], *, now: datetime) -> None:
    told = {"name": to.name, "export_id": export.id, **context}
    notices.queue(kind, to=to.account.email, subject=subject_of(export), context=told, now=now)


def subject_of(export: Export) -> Subject:
    return Subject("export", export.id)


def record(
    export: Export,
    kind: str,
    *,
    by: Actor,
    now: datetime,
    token: str | None = None,
    data: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    known = {
        "export": str(export.id),
        "rows": export.rows,
        "columns": export.columns,
        "format": export.file_format,
        "campaign": str(export.calendar_id),
    }
    journal.record(
        subject_of(export), kind, by=by, now=now, data=known | dict(data or {}), details=details, token=token
    )
