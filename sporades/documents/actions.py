"""How is a paper ordered in a transaction, and made after it, once?"""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from sporades.adapters import clocks, codes, pdf, storage
from sporades.documents.models import Document
from sporades.journal.values import Subject

log = logging.getLogger(__name__)

PAUSE = timedelta(minutes=1)
MOST_ATTEMPTS = 20


def order(
    kind: str,
    *,
    subject: Subject,
    number: str,
    version: int,
    title: str,
    data: Mapping[str, object],
    now: datetime,
) -> uuid.UUID:
    """Keeps what the paper says, its codes included. Its bytes are made after the commit, from this alone."""
    document_id = uuid.uuid4()
    document = Document.objects.create(
        id=document_id,
        kind=kind,
        subject_kind=subject.kind,
        subject_id=subject.id,
        number=number,
        version=version,
        title=title,
        data={**data, "codes": codes.for_pages(document_id), "verify": codes.page()},
        ordered_at=now,
        next_try_at=clocks.machine_now(),
        cachet_due_at=clocks.machine_now(),
    )
    return document.id


def render(document_id: uuid.UUID) -> bytes:
    """The paper's bytes, made now if nobody has: the stored ones are the document, for ever.

    Two readers may draw it at once; the first to write wins and the other's
    file is taken away, so everybody reads the same bytes.
    """
    document = Document.objects.get(id=document_id)
    if not document.key:
        document = _keep(document, _draw(document))
    return storage.get(document.key, document.wrapped_key, document.key_id)


def render_next(*, machine_now: datetime) -> bool:
    """Makes the oldest paper that waits; False if none does."""
    document = _lease(machine_now)
    if document is None:
        return False
    try:
        _keep(document, _draw(document))
    except pdf.CannotRender:
        log.exception("document %s (%s) cannot be drawn", document.id, document.kind)
    return True


def _draw(document: Document) -> bytes:
    return pdf.render(document.kind, document.data, title=document.title, at=document.ordered_at)


def _keep(document: Document, content: bytes) -> Document:
    stored = storage.put(content)
    with transaction.atomic():
        kept = Document.objects.select_for_update().get(id=document.id)
        if not kept.key:
            kept.key, kept.wrapped_key, kept.key_id = stored.key, stored.wrapped_key, stored.key_id
            kept.sha256, kept.size, kept.rendered_at = stored.sha256, stored.size, clocks.legal_now()
            kept.save()
            return kept
    storage.delete(stored.key)
    return kept


@transaction.atomic
def _lease(machine_now: datetime) -> Document | None:
    waiting = Document.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        key="", next_try_at__lte=machine_now, attempts__lt=MOST_ATTEMPTS
    )
    document = waiting.order_by("next_try_at").first()
    if document is not None:
        document.attempts += 1
        document.next_try_at = machine_now + PAUSE * document.attempts
        document.save(update_fields=["attempts", "next_try_at"])
    return document
