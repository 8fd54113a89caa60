"""How is a paper that was published wrongly taken back, one or all of a lot?

It ceases to be shown at once, to everybody, in the head of office's own
transaction. Each candidate is told right after, one by one, by the worker. The
bytes stay, as a proof of what was shown and when.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sporades.adapters import clocks
from sporades.documents import publishing as documents
from sporades.documents import queries as papers
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import publishing
from sporades.registrations.actions.common import record, subject_of
from sporades.registrations.actions.publishing import SOURCE
from sporades.registrations.letters import publishing as letters
from sporades.registrations.models import PublicationLine
from sporades.registrations.queries.private import paper_mark
from sporades.rules.publishing import LineState
from sporades.rules.reasons import Blocked, Reason

LEASE = timedelta(minutes=1)
_TOLD_NEXT = LineState.RETRACTING.value


@transaction.atomic
def retract_lot(publication_id: UUID, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """« Retirer le lot »: nothing more leaves, and what has left is shown no more. Raises `Blocked` if nothing has."""
    lot = publishing.lock(publication_id)
    if journal_queries.act_of(token):
        return
    # First those that wait: one that is leaving at this very moment is found by the next statement.
    publishing.put_back(lot)
    issued = lot.lines.filter(state=LineState.ISSUED.value)
    count = issued.update(state=_TOLD_NEXT, retracted_by=by.id, next_try_at=clocks.machine_now())
    if not count:
        raise Blocked((Reason("nothing_to_retract", SOURCE),))
    documents.retract_lot(lot.id, reason=reason, now=now)
    lot.retracted_at, lot.retracted_by, lot.retracted_for = now, by.id, reason
    lot.save(update_fields=["retracted_at", "retracted_by", "retracted_for"])
    data: dict[str, object] = {"count": count}
    publishing.record(lot, "publication_retracted", data=data, token=token, by=by, now=now)


@transaction.atomic
def retract_line(line_id: UUID, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """« Retirer ce document ». Raises `Blocked` if it is not published."""
    line = PublicationLine.objects.get(id=line_id)
    lot = publishing.lock(line.publication_id)
    held = PublicationLine.objects.select_for_update(of=("self",)).get(id=line_id)
    if journal_queries.act_of(token):
        return
    if held.state != LineState.ISSUED.value or held.document_id is None:
        raise Blocked((Reason("nothing_to_retract", SOURCE),))
    held.state, held.retracted_by, held.next_try_at = _TOLD_NEXT, by.id, clocks.machine_now()
    held.save(update_fields=["state", "retracted_by", "next_try_at"])
    documents.retract(held.document_id, reason=reason, now=now)
    data: dict[str, object] = {"line": str(held.id)}
    publishing.record(lot, "publication_line_retracted", data=data, token=token, by=by, now=now)


def tell_next(*, machine_now: datetime, now: datetime) -> bool:
    """Tells the next candidate whose paper was taken back; False if nobody waits for that."""
    line = _lease(machine_now)
    if line is None:
        return False
    tell(line, now=now)
    return True


@transaction.atomic
def _lease(machine_now: datetime) -> PublicationLine | None:
    waiting = PublicationLine.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=_TOLD_NEXT, next_try_at__lte=machine_now
    )
    line = waiting.order_by("next_try_at").first()
    if line is not None:
        line.next_try_at = machine_now + LEASE
        line.save(update_fields=["next_try_at"])
    return line


@transaction.atomic
def tell(line: PublicationLine, *, now: datetime) -> None:
    """What follows, once: the paper that it replaced stands again, and the candidate is told."""
    if line.registration_id is None:
        return
    row = access.lock(line.registration_id)
    rows = PublicationLine.objects.select_for_update(of=("self",)).select_related("document", "publication")
    held = rows.get(id=line.id)
    paper = held.document
    if held.state != _TOLD_NEXT or paper is None:
        return
    held.state = LineState.RETRACTED.value
    held.save(update_fields=["state"])
    again = documents.stand_again(held.publication.kind, subject_of(row))
    kind, title = held.publication.kind, reference().say(f"published_{held.publication.kind}")
    newer = again is None and papers.has_standing(subject_of(row), kind)
    record(
        row,
        "paper_retracted",
        by=Actor("officer", held.retracted_by),
        now=now,
        data={"title": title, "document": str(paper.id), **_again(again), **paper_mark(kind)},
        details={"reason": paper.retracted_for},
    )
    stands = {"again": again is not None, "newer": newer}
    letters.retracted(row, kind, title=title, reason=paper.retracted_for, **stands, now=now)


def _again(document_id: UUID | None) -> dict[str, object]:
    return {"again": str(document_id)} if document_id else {}
