"""How does a paper that was ordered reach its candidate, at its instant, once?

One line, one transaction, under the lock of its registration: what was true when
the line was matched is asked again. The document, the entry of the journal and
the mail come with it or not at all; a worker killed half-way begins again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sporades.adapters.storage import Stored
from sporades.documents import publishing as documents
from sporades.documents.models import Document
from sporades.journal.values import SYSTEM, Actor
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import publishing
from sporades.registrations.actions.common import record, subject_of
from sporades.registrations.actions.unpacking import verdict
from sporades.registrations.letters import publishing as letters
from sporades.registrations.models import Publication, PublicationLine, Registration
from sporades.registrations.queries.private import paper_mark
from sporades.rules.publishing import LineState

LEASE = timedelta(minutes=1)


def issue_next(*, machine_now: datetime, now: datetime) -> bool:
    """Publishes the next paper whose instant has come; False if none waits."""
    due = Publication.objects.filter(publish_at__lte=now, published_at__isnull=True)
    # A paper that fails, or that another worker holds, keeps back its own lot and no other.
    return any(_issue_of(lot, machine_now, now) for lot in due.order_by("publish_at", "id"))


def _issue_of(lot: Publication, machine_now: datetime, now: datetime) -> bool:
    """The next paper of this lot, or its end; False if neither can be now."""
    line = _lease(lot, machine_now)
    if line is None:
        return _finish(lot, now=now)
    issue(line, now=now)
    return True


@transaction.atomic
def _lease(lot: Publication, machine_now: datetime) -> PublicationLine | None:
    waiting = PublicationLine.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        publication=lot, state=LineState.READY.value, next_try_at__lte=machine_now
    )
    line = waiting.order_by("next_try_at", "id").first()
    if line is not None:
        line.next_try_at = machine_now + LEASE
        line.save(update_fields=["next_try_at"])
    return line


@transaction.atomic
def issue(line: PublicationLine, *, now: datetime) -> None:
    """One paper; or, if its registration has changed since, why not."""
    if line.registration_id is None:
        return
    row = access.lock(line.registration_id)
    held = (
        PublicationLine.objects.select_for_update(of=("self",)).select_related("publication").get(id=line.id)
    )
    if held.state != LineState.READY.value:
        return
    lot = held.publication
    outcome = verdict(lot, row, replaces=held.replaces)
    if outcome is not LineState.MATCHED:
        held.state = outcome.value
        held.save(update_fields=["state"])
        return
    held.document, held.state = _document(lot, held, row, now=now), LineState.ISSUED.value
    held.save(update_fields=["document", "state"])
    _tell(lot, held.document, row, now=now)


def _document(lot: Publication, line: PublicationLine, row: Registration, *, now: datetime) -> Document:
    return documents.publish(
        lot.kind,
        Stored(line.key, line.wrapped_key, line.key_id, line.sha256, line.size),
        lot_id=lot.id,
        subject=subject_of(row),
        number=row.number or "",
        version=row.version,
        title=reference().say(f"published_{lot.kind}"),
        data={"purpose": lot.purpose, "pages": line.pages},
        now=now,
    )


def _tell(lot: Publication, paper: Document, row: Registration, *, now: datetime) -> None:
    data = {
        "title": paper.title,
        "document": str(paper.id),
        "publication": str(lot.id),
        "sha256": paper.sha256,
    }
    record(row, "paper_published", by=SYSTEM, now=now, data={**data, **paper_mark(lot.kind)})
    letters.published(row, lot.kind, title=paper.title, purpose=lot.purpose, now=now)


def _finish(lot: Publication, *, now: datetime) -> bool:
    """The last one has left: the lot says when. False while another worker still holds some."""
    with transaction.atomic():
        held = publishing.lock(lot.id)
        waits = held.lines.filter(state=LineState.READY.value).exists()
        if waits or held.published_at is not None or held.publish_at is None:
            return False
        held.published_at = now
        held.save(update_fields=["published_at"])
        issued = held.lines.filter(state=LineState.ISSUED.value).count()
        data: dict[str, object] = {"count": issued}
        publishing.record(held, "publication_published", data=data, token=None, by=SYSTEM, now=now)
    return True


@transaction.atomic
def open_paper(registration: Registration, document_id: UUID, *, by: Actor, now: datetime) -> None:
    """Keeps that its candidate has opened it, the first time."""
    row = access.lock(registration.id)
    if not documents.opened(document_id, now=now):
        return
    paper = Document.objects.get(id=document_id)
    data = {"title": paper.title, "document": str(paper.id), **paper_mark(paper.kind)}
    record(row, "paper_opened", by=by, now=now, data=data)
