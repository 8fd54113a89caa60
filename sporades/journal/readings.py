"""Who has read what: how many in so long, by whom, and of whom?

Asked by officer or by subject, each along its index; a list is a page at a
time, and its count is the database's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from sporades.adapters.prepared import prepared
from sporades.journal.models import Consultation
from sporades.journal.values import Subject


def files_read(officer_id: UUID, *, within: timedelta, machine_now: datetime) -> int:
    """How many different subjects the officer opened in this last stretch of the machine's time."""
    return _subjects.first(officer_id, machine_now - within) or 0


@prepared
def _subjects(officer_id: UUID, since: datetime) -> QuerySet[Consultation, int]:
    rows = Consultation.objects.filter(officer_id=officer_id, recorded_at__gt=since).order_by()
    counted = rows.values("officer_id").annotate(subjects=Count("subject_id", distinct=True))
    return counted.values_list("subjects", flat=True)


def readings_of(officer_id: UUID) -> QuerySet[Consultation]:
    """Everything the officer opened, the newest first; to be taken a page at a time."""
    return Consultation.objects.filter(officer_id=officer_id).order_by("-recorded_at")


@dataclass(frozen=True, slots=True)
class Reader:
    """An officer who opened a subject: how often, and when last."""

    officer_id: UUID
    times: int
    last: datetime


def readers_of(subject: Subject) -> list[Reader]:
    """Who opened this subject, how often, and when last; the latest first."""
    rows = Consultation.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by()
    told = rows.values("officer_id").annotate(times=Count("id"), last=Max("at")).order_by("-last")
    return [Reader(one["officer_id"], one["times"], one["last"]) for one in told]
