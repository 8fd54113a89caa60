"""What was said about a registration, and which candidates wait for an answer?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Q

from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.models import Message, Note, Registration
from sporades.rules import french
from sporades.rules.rights import Mandate

UNANSWERED = Q(messages__from_office=False, messages__settled_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Said:
    """A message or a note, as it was written; `at` in the académie's own time."""

    text: str
    author: str
    from_office: bool
    said_at: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A candidate who waits for an answer."""

    id: UUID
    name: str
    number: str
    exam: str
    since: datetime
    zone: str


def conversation(row: Registration) -> tuple[Said, ...]:
    """Oldest first, as one reads a conversation."""
    return _said(row, row.messages.all())


def notes(row: Registration) -> tuple[Said, ...]:
    return _said(row, row.notes.all())


def waits_for_answer(row: Registration) -> bool:
    return row.messages.filter(from_office=False, settled_at__isnull=True).exists()


def unanswered(mandate: Mandate, *, limit: int = 200) -> list[Waiting]:
    """The registrations of the mandate with a message that waits, the oldest first."""
    waiting = Message.objects.filter(from_office=False, settled_at=None).values("registration")
    rows = access.in_mandate(Registration.objects.filter(id__in=waiting), mandate)
    rows = rows.annotate(since=Min("messages__at", filter=UNANSWERED)).order_by("since", "id")
    known = reference()
    return [
        Waiting(
            id=row.id,
            name=f"{row.candidate.birth_name} {row.candidate.given_names}",
            number=row.number or "",
            exam=f"{known.diplomas[row.diploma].short} {known.specialties[row.specialty].title}",
            since=row.since,
            zone=row.window.calendar.zone,
        )
        for row in rows.select_related("candidate", "window__calendar")[:limit]
    ]


def _said(row: Registration, written: Iterable[Message] | Iterable[Note]) -> tuple[Said, ...]:
    calendar = row.window.calendar
    return tuple(
        Said(
            text=one.text,
            author=one.author,
            from_office=getattr(one, "from_office", True),
            said_at=french.spoken_instant(one.at, calendar.zone, calendar.zone_name),
            at=one.at,
        )
        for one in written
    )
