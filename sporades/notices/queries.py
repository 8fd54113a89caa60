"""When did a mail leave, did it come back, and which mails went about this subject?"""

import uuid
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from sporades.adapters.prepared import prepared
from sporades.journal.values import Subject
from sporades.notices.models import Notice, State

# A relay that restarts takes minutes.
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail as the file shows it: to whom, about what, and what became of it."""

    kind: str
    recipient: str
    title: str
    text: str
    queued_at: datetime
    left_at: datetime | None
    state: str
    returned_at: datetime | None
    returned_for: str
    seen_at: datetime | None  # its reader was told on our pages that it came back

    @property
    def fate(self) -> str:
        """Its state, or that it came back after it had left."""
        return "returned" if self.returned_at and self.left_at else self.state

    @property
    def cause(self) -> str:
        """Of a mail that was not delivered; a worker of the version before kept none."""
        return f"returned_{self.returned_for or 'refused'}"


@dataclass(frozen=True, slots=True)
class Mail(Sent):
    """A mail whole, as the demonstration's mailbox shows it."""

    id: uuid.UUID
    html: str


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


def sent_about(subject: Subject) -> list[Sent]:
    """Every mail about the subject, newest first."""
    return [Sent(*row) for row in _sent.rows(subject.kind, subject.id)]


@prepared
def _sent(kind: str, subject: uuid.UUID) -> "QuerySet[Notice, tuple[Any, ...]]":
    return _about(kind, subject).values_list(*_columns(Sent))


def mails_about(subject: Subject) -> list[Mail]:
    """The same, whole."""
    return [Mail(*row) for row in _mails.rows(subject.kind, subject.id)]


@prepared
def _mails(kind: str, subject: uuid.UUID) -> "QuerySet[Notice, tuple[Any, ...]]":
    return _about(kind, subject).values_list(*_columns(Mail))


def _about(kind: str, subject: uuid.UUID) -> QuerySet[Notice]:
    return Notice.objects.filter(subject_kind=kind, subject_id=subject).order_by("-recorded_at")


def _columns(of: type[Sent]) -> list[str]:
    return [field.name for field in fields(of)]


def newest(*, to: str = "", limit: int = 200) -> list[Mail]:
    """Every mail, or those to one address, newest first: for the demonstration only."""
    found = Notice.objects.exclude(state=State.CANCELLED).order_by("-queued_at", "-recorded_at")
    found = (found.filter(recipient=to) if to else found)[:limit]
    return [Mail(*row) for row in found.values_list(*_columns(Mail))]


def mail(notice_id: uuid.UUID) -> Mail | None:
    row = Notice.objects.filter(id=notice_id).values_list(*_columns(Mail)).first()
    return Mail(*row) if row else None


def count() -> int:
    return Notice.objects.exclude(state=State.CANCELLED).count()
