"""When did a mail leave, and which mails went about this subject?"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sporades.adapters.prepared import prepared
from sporades.journal.values import Subject
from sporades.notices.models import Notice, State


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as the demonstration's mailbox and the file show it."""

    id: uuid.UUID
    kind: str
    recipient: str
    title: str
    text: str
    html: str
    queued_at: datetime
    left_at: datetime | None
    state: str


def left_at(notice_id: uuid.UUID) -> datetime | None:
    """The legal instant at which the relay took the mail; None while it has not."""
    return Notice.objects.filter(id=notice_id).values_list("left_at", flat=True).first()


def is_refused(subject: Subject, recipient: str) -> bool:
    """Whether the last mail to this address about the subject was given up: refused, or never taken."""
    return _fates.first(subject.kind, subject.id, recipient) == State.REFUSED


@prepared
def _fates(kind: str, subject: uuid.UUID, recipient: str) -> QuerySet[Notice, str]:
    over = Notice.objects.filter(subject_kind=kind, subject_id=subject, recipient=recipient)
    settled = over.filter(state__in=[State.SENT, State.REFUSED])
    return settled.order_by("-recorded_at").values_list("state", flat=True)


def mails_about(subject: Subject) -> list[Mail]:
    found = Notice.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return [_mail(notice) for notice in found.order_by("-recorded_at")]


def newest(*, to: str = "", limit: int = 200) -> list[Mail]:
    """Every mail, or those to one address, newest first: for the demonstration only."""
    found = Notice.objects.exclude(state=State.CANCELLED).order_by("-queued_at", "-recorded_at")
    return [_mail(notice) for notice in (found.filter(recipient=to) if to else found)[:limit]]


def mail(notice_id: uuid.UUID) -> Mail | None:
    notice = Notice.objects.filter(id=notice_id).first()
    return _mail(notice) if notice else None


def count() -> int:
    return Notice.objects.exclude(state=State.CANCELLED).count()


def _mail(notice: Notice) -> Mail:
    return Mail(
        id=notice.id,
        kind=notice.kind,
        recipient=notice.recipient,
        title=notice.title,
        text=notice.text,
        html=notice.html,
        queued_at=notice.queued_at,
        left_at=notice.left_at,
        state=notice.state,
    )
