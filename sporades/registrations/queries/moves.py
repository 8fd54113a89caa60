"""Which files are proposed to another académie, and what became of those that one office proposed?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sporades.accounts import queries as accounts
from sporades.calendars import queries as calendars
from sporades.reference.load import reference
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import AcademyChange, Registration
from sporades.rules.rights import Mandate

MOST = 100  # of what was proposed; the newest


@dataclass(frozen=True, slots=True)
class Proposed:
    """A file proposed to another académie; `name` empty for the office that no longer has it."""

    id: UUID
    registration_id: UUID
    name: str
    number: str
    exam: str
    state: str
    before: str
    after: str
    reason: str
    by: str
    since: datetime
    zone: str
    answer: str
    answered_at: datetime | None


def open_change(row: Registration) -> AcademyChange | None:
    """The one that waits for the other office, if there is one."""
    return row.academy_changes.filter(state=AcademyChange.State.OPEN).first()


def to_answer(mandate: Mandate) -> list[Proposed]:
    """Those that wait for the académies of this mandate, the oldest first."""
    return list(_told(_waiting(mandate).order_by("proposed_at", "id")))


def waiting(mandate: Mandate) -> int:
    """How many wait for an answer of these académies."""
    return _waiting(mandate).count()


def proposed(mandate: Mandate) -> list[Proposed]:
    """Those that the académies of this mandate proposed, the newest first, answered or not."""
    rows = _rows(mandate).filter(from_academy__in=sorted(mandate.academies))
    return list(_told(rows[:MOST], theirs=mandate.academies))


def told(change: AcademyChange) -> Proposed:
    return next(_told([change]))


def academies_for(row: Registration) -> list[tuple[str, str]]:
    """The other académies that have a window for this exam, by name."""
    codes = calendars.academies_with(row.diploma, row.exam_session)
    known = reference().academies
    named = [(code, known[code].name) for code in codes if code != row.academy]
    return sorted(named, key=lambda academy: academy[1])


def _waiting(mandate: Mandate) -> QuerySet[AcademyChange]:
    return _rows(mandate).filter(state=AcademyChange.State.OPEN, to_academy__in=sorted(mandate.academies))


def _rows(mandate: Mandate) -> QuerySet[AcademyChange]:
    rows = AcademyChange.objects.select_related("registration__candidate", "registration__window__calendar")
    return rows.filter(registration__diploma__in=sorted(mandate.diplomas)) if mandate.diplomas else rows


def _told(
    rows: "QuerySet[AcademyChange] | list[AcademyChange]", *, theirs: frozenset[str] | None = None
) -> Iterator[Proposed]:
    page, known = list(rows), reference().academies
    names = accounts.officer_names([one.proposed_by for one in page])
    for one in page:
        row = one.registration
        is_seen = theirs is None or row.academy in theirs
        yield Proposed(
            id=one.id,
            registration_id=row.id,
            name=f"{row.candidate.birth_name} {row.candidate.given_names}" if is_seen else "",
            number=row.number or "",
            exam=title_of(row),
            state=one.state,
            before=known[one.from_academy].name,
            after=known[one.to_academy].name,
            reason=one.reason,
            by=names.get(one.proposed_by, ""),
            since=one.proposed_at,
            zone=row.window.calendar.zone,
            answer=one.answer,
            answered_at=one.answered_at,
        )
