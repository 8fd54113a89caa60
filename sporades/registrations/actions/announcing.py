"""How do all the people of a window learn that they have more time? A few at a time, by the worker.

An extension's row keeps how far its announcement has come. Each step is one
short transaction: the mails as rows, and the new place. A worker that stops
half-way, or two of them, write nobody twice and forget nobody.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from sporades.accounts.models import Candidate
from sporades.calendars.models import Extension, Window
from sporades.journal import queries as journal_queries
from sporades.journal.queries import Refusal
from sporades.journal.values import SYSTEM
from sporades.registrations import access, inviting, letters
from sporades.registrations.actions.common import record
from sporades.registrations.models import Registration
from sporades.registrations.queries.year import TOO_LATE
from sporades.rules.lifecycle import LIVE

A_FEW = 20


@transaction.atomic
def announce_next(*, now: datetime) -> bool:
    """Tells the next few people of the oldest extension that is not told whole; False if none is."""
    waiting = Extension.objects.select_for_update(skip_locked=True, of=("self",)).filter(told_at__isnull=True)
    extension = waiting.select_related("window__calendar").order_by("decided_at", "id").first()
    if extension is None:
        return False
    if not (_tell(extension, now=now) or _invite(extension, now=now)):
        extension.told_at = now
    extension.save(update_fields=["told_to", "invited_to", "told_at"])
    return True


def _tell(extension: Extension, *, now: datetime) -> bool:
    """The next few who are registered; False when there is nobody left."""
    ids = list(_concerned(extension).values_list("id", flat=True)[:A_FEW])
    for registration_id in ids:
        row = access.lock(registration_id)
        record(row, "extended", by=SYSTEM, now=now, data={"act": str(extension.act)})
        letters.extended(row, extension.reason, now=now)
        extension.told_to = row.id
    return bool(ids)


def _concerned(extension: Extension) -> QuerySet[Registration]:
    rows = Registration.objects.filter(
        window=extension.window_id,
        state__in=sorted(state.value for state in LIVE),
        started_at__lte=extension.decided_at,
    )
    if extension.told_to is not None:
        rows = rows.filter(id__gt=extension.told_to)
    if not extension.closes_wall and extension.pieces_due_on is None:
        # A later date of its own concerns those only who were asked what it is for.
        asked = {"pieces__due_date__in": list(extension.later_dates)}
        rows = rows.filter(**asked).exclude(pieces__state="not_needed", **asked)
    return rows.order_by("id").distinct()


def _invite(extension: Extension, *, now: datetime) -> bool:
    """The next few who were refused a registration because it was too late; False when there is nobody left."""
    if not extension.closes_wall:
        return False
    refused = journal_queries.refusals_after(
        extension.invited_to, "start_refused", until=extension.decided_at, most=A_FEW
    )
    for one in refused:
        extension.invited_to = one.position
        if one.rule == TOO_LATE and one.data.get("window") == str(extension.window_id):
            _invite_back(one, extension, now=now)
    return bool(refused)


def _invite_back(refusal: Refusal, extension: Extension, *, now: datetime) -> None:
    candidate = Candidate.objects.select_related("account").filter(account=refusal.subject_id).first()
    back = candidate is not None and has_come_back(candidate, extension.window)
    if candidate is None or back or _was_refused_again(refusal, extension):
        return
    inviting.invited_back(candidate, extension.window, extension.reason, now=now)


def has_come_back(candidate: Candidate, window: Window) -> bool:
    return Registration.objects.filter(
        candidate=candidate,
        diploma=window.diploma,
        exam_session=window.calendar.exam_session,
        state__in=[state.value for state in LIVE],
    ).exists()


def _was_refused_again(refusal: Refusal, extension: Extension) -> bool:
    """Whether a later refusal of the same person will do: three clicks are one invitation."""
    return journal_queries.is_refused_again(refusal, until=extension.decided_at)
