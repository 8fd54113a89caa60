"""How does a paper that somebody else has made become one of ours, and cease to be shown?

Its bytes are in the store before the act begins; the caller holds the lock of
the subject, so that one paper of a kind stands at a time.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sporades.adapters import clocks
from sporades.adapters.storage import Stored
from sporades.documents.models import Document
from sporades.journal.values import Subject


def publish(
    kind: str,
    stored: Stored,
    *,
    lot_id: uuid.UUID,
    subject: Subject,
    number: str,
    version: int,
    title: str,
    data: Mapping[str, object],
    now: datetime,
) -> Document:
    """The paper as its subject finds it; the one of the same kind that stood before is replaced."""
    before = Document.objects.filter(kind=kind, subject_kind=subject.kind, subject_id=subject.id)
    standing = before.filter(lot_id__isnull=False, retracted_at__isnull=True, replaced_at__isnull=True)
    standing.update(replaced_at=now)
    return Document.objects.create(
        kind=kind,
        lot_id=lot_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        number=number,
        version=version,
        title=title,
        data=dict(data),
        ordered_at=now,
        key=stored.key,
        wrapped_key=stored.wrapped_key,
        key_id=stored.key_id,
        sha256=stored.sha256,
        size=stored.size,
        rendered_at=now,
        next_try_at=clocks.machine_now(),
        cachet_due_at=None,  # it is the office's own, which may bear a signature already (decision 0065)
    )


def retract(document_id: uuid.UUID, *, reason: str, now: datetime) -> None:
    """From now on its bytes are shown to nobody; they are kept as a proof."""
    _retract(reason, now, id=document_id)


def retract_lot(lot_id: uuid.UUID, *, reason: str, now: datetime) -> None:
    """All at once, however many: who is told, is told after."""
    _retract(reason, now, lot_id=lot_id)


def _retract(reason: str, now: datetime, **which: uuid.UUID) -> None:
    standing = Document.objects.filter(**which, retracted_at__isnull=True)
    standing.update(retracted_at=now, retracted_for=reason)


def stand_again(kind: str, subject: Subject) -> uuid.UUID | None:
    """The one that was replaced last stands again, if none stands and it was not taken back; which, if any."""
    published = Document.objects.filter(
        kind=kind,
        subject_kind=subject.kind,
        subject_id=subject.id,
        lot_id__isnull=False,
        retracted_at__isnull=True,
    )
    last = published.order_by("-replaced_at").first()
    if last is None or published.filter(replaced_at__isnull=True).exists():
        return None
    last.replaced_at = None
    last.save(update_fields=["replaced_at"])
    return last.id


def opened(document_id: uuid.UUID, *, now: datetime) -> bool:
    """Keeps when the paper was first opened; False if it was before."""
    return bool(Document.objects.filter(id=document_id, opened_at__isnull=True).update(opened_at=now))
