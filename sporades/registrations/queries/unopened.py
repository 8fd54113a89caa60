"""Which decisions of accommodation has nobody opened, when the exam comes?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.access import publications as access
from sporades.registrations.access.mandates import is_in_mandate
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import PublicationLine
from sporades.rules import french
from sporades.rules.publishing import OF_HANDICAP, LineState
from sporades.rules.rights import Mandate

A_FORTNIGHT = 15


@dataclass(frozen=True, slots=True)
class Unopened:
    """A decision of accommodation that its candidate has not opened."""

    registration: UUID
    person: str
    number: str
    exam: str
    published: str
    exam_on: str
    when: str
    tone: str


def unopened(mandate: Mandate) -> QuerySet[PublicationLine]:
    """The decisions of accommodation that stand and that nobody has opened, the nearest exam first."""
    rows = PublicationLine.objects.filter(
        # Who has moved to another académie since is that one's.
        is_in_mandate("registration", mandate),
        publication__in=access.lots_for(mandate).filter(kind__in=sorted(OF_HANDICAP)),
        state=LineState.ISSUED.value,
        document__opened_at__isnull=True,
        document__replaced_at__isnull=True,
    )
    rows = rows.select_related(
        "publication", "document", "registration__candidate", "registration__window__calendar"
    )
    return rows.order_by(F("publication__exam_on").asc(nulls_last=True), "document__ordered_at", "id")


def told_unopened(rows: Iterable[PublicationLine], *, now: datetime) -> Iterator[Unopened]:
    for row in rows:
        whose, paper = row.registration, row.document
        if whose is None or paper is None:
            continue
        day, today = row.publication.exam_on, facts.local_day(whose, at=now)
        yield Unopened(
            registration=whose.id,
            person=f"{whose.candidate.birth_name} {whose.candidate.given_names}",
            number=whose.number or "",
            exam=title_of(whose),
            published=french.short_instant(paper.ordered_at, whose.window.calendar.zone),
            exam_on=french.spoken_day(day) if day else "",
            when=_when(day, today),
            tone="no" if day and (day - today).days < A_FORTNIGHT else "wait",
        )


def _when(day: date | None, today: date) -> str:
    if day is None:
        return reference().say("exam_day_unknown")
    if day <= today:
        return reference().say("exam_day_here" if day == today else "exam_day_passed")
    return french.in_days((day - today).days)
