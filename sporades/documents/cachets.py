"""How does a paper get its cachet, after it was drawn, and what is given of it before and after?

The worker affixes it outside any transaction, to the stored bytes: they stay as
they are, and the increment is kept beside them. Whoever asks before it is there is
given what was drawn; after, both together. What fails is tried again without end,
later each time, and shown: a paper without its cachet is no less the paper.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sporades.adapters import cachets, certificates, clocks, storage
from sporades.documents.actions import render
from sporades.documents.models import Cachet, Document

log = logging.getLogger(__name__)

PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)


def give(document_id: UUID) -> bytes:
    """The paper as it is handed out: what was drawn, then its cachet if it has one by now."""
    drawn = render(document_id)
    cachet = Cachet.objects.filter(document=document_id).first()
    if cachet is None:
        return drawn
    return drawn + storage.get(cachet.key, cachet.wrapped_key, cachet.key_id)


def affix_next(*, machine_now: datetime) -> bool:
    """Affixes the cachet of the paper that has waited longest; False if none waits."""
    if certificates.newest() is None:
        return False
    document = _lease(machine_now)
    if document is None:
        return False
    try:
        _keep(document, cachets.affix(render(document.id)))
    except (cachets.CannotAffix, storage.CannotGive):
        log.exception("document %s (%s) gets no cachet", document.id, document.kind)
    return True


def _keep(document: Document, made: cachets.Affixed) -> None:
    stored = storage.put(made.increment)
    with transaction.atomic():
        held = Document.objects.select_for_update().filter(id=document.id).first()
        if held is not None and held.cachet_at is None:
            Cachet.objects.create(
                document=held,
                key=stored.key,
                wrapped_key=stored.wrapped_key,
                key_id=stored.key_id,
                sha256=stored.sha256,
                size=stored.size,
                whole_sha256=made.sha256,
                certificate=made.certificate,
            )
            held.cachet_at, held.cachet_due_at = clocks.legal_now(), None
            held.save(update_fields=["cachet_at", "cachet_due_at"])
            return
    # Another worker was first, or the paper was purged meanwhile.
    storage.delete(stored.key)


@transaction.atomic
def _lease(machine_now: datetime) -> Document | None:
    waiting = Document.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        cachet_due_at__lte=machine_now, lot_id__isnull=True, key__gt=""
    )
    document = waiting.order_by("cachet_due_at").first()
    if document is not None:
        document.cachet_tries += 1
        document.cachet_due_at = machine_now + min(PAUSE * document.cachet_tries, LONGEST_PAUSE)
        document.save(update_fields=["cachet_tries", "cachet_due_at"])
    return document
