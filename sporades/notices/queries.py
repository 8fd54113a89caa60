"""When did a mail leave, did it come back, and which mails went about this subject?"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from sporades.adapters.prepared import prepared
from sporades.journal.values import Subject
from sporades.notices.models import Notice, State

# A relay that restarts takes minutes.
LONGEST_WAIT = timedelta(hours=1)


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
    returned_at: datetime | None
    returned_for: str
    seen_at: datetime | None

    @property
    def fate(self) -> str:
        """Its state, or that it came back after it had left."""
        return "returned" if self.returned_at and self.left_at else self.state

    @property
    def cause(self) -> str:
        """Of a mail that was not delivered; a worker of the version before kept none."""
        return f"returned_{self.returned_for or 'refused'}"


def gone_at(notice_id: uuid.UUID) -> datetime | None:
    """The legal instant at which the relay took the mail, or refused it for good; None while it waits."""
    gone = Coalesce("left_at", "returned_at")
    return Notice.objects.filter(id=notice_id).values_list(gone, flat=True).first()


def subject_of(notice_id: uuid.UUID) -> Subject | None:
    found = Notice.objects.filter(id=notice_id).values_list("subject_kind", "subject_id").first()
    return Subject(*found) if found else None  # type: ignore[arg-type]


def standing_still(before: datetime) -> QuerySet[Notice]:
    """Those that wait since then: no relay, or no worker. What its receiver's server put off waits for that server."""
    return Notice.objects.filter(state=State.QUEUED, deferrals=0, recorded_at__lte=before)


def mails_about(subject: Subject) -> list[Mail]:
    return [_mail(notice) for notice in _about.rows(subject.kind, subject.id)]


@prepared
def _about(kind: str, subject: uuid.UUID) -> QuerySet[Notice]:
    return Notice.objects.filter(subject_kind=kind, subject_id=subject).order_by("-recorded_at")


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
        returned_at=notice.returned_at,
        returned_for=notice.returned_for,
        seen_at=notice.seen_at,
    )
