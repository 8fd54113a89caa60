"""What becomes of a registration's dates when the office moves it to another window?

Another diploma or another académie is another calendar. Its dates hold from
then on, but for those that would take away a day already announced: they are
kept as a personal date. The caller holds the lock and tells of it.
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sporades.accounts.models import Candidate
from sporades.journal.values import Actor
from sporades.registrations import access, facts
from sporades.registrations.actions import first_days
from sporades.registrations.actions.drafting import live_beside, second_reason, target_window
from sporades.registrations.models import PersonalDate, Registration
from sporades.rules import personal
from sporades.rules.answers import Exam
from sporades.rules.calendar import Dates
from sporades.rules.reasons import Blocked


def to_window_of(row: Registration, exam: Exam, *, reason: str, by: Actor, now: datetime) -> Registration:
    """The row in the window of this exam, read again; the same row if it is there already.

    Raises `Blocked` if another live registration of the person stands there.
    """
    if (row.academy, row.diploma, row.exam_session) == (exam.academy, exam.diploma, exam.exam_session):
        return row
    # As whoever begins another registration of the person does: two of them never meet in the index.
    Candidate.objects.select_for_update(of=("self",)).get(id=row.candidate_id)
    announced = facts.dates(row)
    row.window = target_window(asdict(exam))
    row.academy, row.diploma, row.exam_session = exam.academy, exam.diploma, exam.exam_session
    row.first_saved_on = first_days.of_rows([row])[row.id]
    if live_beside(row).exists() and not row.authorisation:
        raise Blocked((second_reason(row.candidate, row.window),))
    try:
        with transaction.atomic():
            row.save(update_fields=["window", "academy", "diploma", "exam_session", "first_saved_on"])
    except IntegrityError:
        # Another registration of theirs began there at the same instant: the constraint decided.
        raise Blocked((second_reason(row.candidate, row.window),)) from None
    _keep_announced(row.id, announced, reason=reason, by=by, now=now)
    return access.lock(row.id)


def _keep_announced(
    registration_id: UUID, announced: Dates, *, reason: str, by: Actor, now: datetime
) -> None:
    row = access.lock(registration_id)
    kept = personal.keeping(announced, facts.dates(row), now=now)
    if kept is None:
        return
    PersonalDate.objects.create(
        registration=row,
        closes_wall=kept.closes_wall.isoformat() if kept.closes_wall else "",
        pieces_due_on=kept.pieces_due_on,
        later_dates={name: day.isoformat() for name, day in kept.later_dates},
        reason=reason,
        decided_at=now,
        decided_by=by.id,
    )
