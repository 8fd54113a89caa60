"""How does a draft begin, and how is each step kept so that nothing is lost?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from sporades.accounts.models import Candidate
from sporades.adapters.prepared import prepared
from sporades.calendars import queries as calendars
from sporades.calendars.models import Window
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor, Subject
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import first_days
from sporades.registrations.actions.common import closed_reason, record, refusals_journaled, subject_of
from sporades.registrations.models import Registration
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.reasons import Blocked, Reason


class ChangedElsewhere(Exception):
    """Another tab kept this step since it was shown: `kept` is what it holds now, `revision` its number."""

    def __init__(self, kept: Mapping[str, Any], revision: int) -> None:
        super().__init__("changed elsewhere")
        self.kept = kept
        self.revision = revision


def start(
    candidate: Candidate,
    window_id: UUID,
    *,
    typed: Mapping[str, Any],
    answers: Mapping[str, Any],
    token: str,
    by: Actor,
    now: datetime,
) -> Registration:
    """A draft whose first step is answered. The same form sent twice gives the same draft.

    Raises `Blocked` if the window is not open, or if the candidate already has
    a live registration for this diploma and session, in any académie.
    """
    # There is no registration yet to journal a refusal on: it goes to the account.
    account, asked = Subject("account", candidate.account_id), {"window": str(window_id)}
    with refusals_journaled(account, "start_refused", by=by, now=now, data=asked):
        try:
            with transaction.atomic():
                return _start(candidate, window_id, typed=typed, answers=answers, token=token, by=by, now=now)
        except IntegrityError:
            # Another of the person's drafts has just moved to this diploma: the constraint decided.
            window = Window.objects.select_related("calendar").get(id=window_id)
            raise Blocked((second_reason(candidate, window),)) from None


def _start(
    candidate: Candidate,
    window_id: UUID,
    *,
    typed: Mapping[str, Any],
    answers: Mapping[str, Any],
    token: str,
    by: Actor,
    now: datetime,
) -> Registration:
    # There is no registration to lock yet: one person begins one thing at a time.
    _locked_person.first(candidate.id)
    done = journal_queries.act_of(token)
    if done:
        return access.for_candidate(candidate, UUID(str(done.data["registration"])))
    (window,) = _window.rows(window_id)
    draft = _blank(candidate, window, specialty=answers["specialty"], now=now)
    draft.is_shifted = window.is_extended  # by no date of its own yet
    draft.draft = {"exam": {"typed": dict(typed), "answers": dict(answers)}}
    draft.revisions = {"exam": 1}
    reasons = [closed_reason(draft, now=now)]
    if live_beside(draft).exists():
        reasons.append(second_reason(candidate, window))
    if any(reasons):
        raise Blocked(tuple(reason for reason in reasons if reason))
    draft.save(force_insert=True)
    record(
        draft,
        "draft_started",
        by=by,
        now=now,
        edition=reference().edition,
        data={"registration": str(draft.id), "diploma": draft.diploma, "specialty": draft.specialty},
        token=token,
    )
    return draft


@prepared
def _window(window: UUID) -> QuerySet[Window]:
    return calendars.with_extended(Window.objects.select_related("calendar")).filter(id=window)


@prepared
def _locked_person(candidate: UUID) -> QuerySet[Candidate, UUID]:
    return Candidate.objects.select_for_update().filter(id=candidate).values_list("id", flat=True)


def _blank(candidate: Candidate, window: Window, *, specialty: str, now: datetime) -> Registration:
    return Registration(
        candidate=candidate,
        window=window,
        academy=window.calendar.academy,
        diploma=window.diploma,
        exam_session=window.calendar.exam_session,
        specialty=specialty,
        state=State.DRAFT.value,
        state_since=now,
        started_at=now,
    )


def keep_step(
    registration: Registration,
    step: str,
    *,
    typed: Mapping[str, Any],
    answers: Any,
    seen: int,
    by: Actor,
    now: datetime,
) -> None:
    """Keeps what a step's form held, good or not; `answers` is None while it has errors.

    Raises `ChangedElsewhere` if another tab kept something else since this one
    was shown (`seen`), and `Blocked` once the window is shut.
    """
    subject = subject_of(registration)
    with refusals_journaled(subject, "step_refused", by=by, now=now, data={"step": step}):
        row = access.lock(registration.id)
        refuse_if_shut(row, now=now)
        revision = row.revisions.get(step, 0)
        held = row.draft.get(step)
        if held and held["typed"] == dict(typed) and held["answers"] == answers:
            return
        if revision != seen and held:
            raise ChangedElsewhere(held["typed"], revision)
        row.draft[step] = {"typed": dict(typed), "answers": answers}
        row.revisions[step] = revision + 1
        if step == "exam" and answers and row.version == 0:
            follow_exam(row, answers, now=now)
        row.save(update_fields=["draft", "revisions", *(_EXAM_COLUMNS if step == "exam" else ())])


_EXAM_COLUMNS = ("window", "academy", "diploma", "exam_session", "specialty")


def refuse_if_shut(row: Registration, *, now: datetime) -> None:
    reason = closed_reason(row, now=now)
    if reason is None and State(row.state) not in LIVE:
        reason = Reason("registration_ended", row.window.calendar.source)
    if reason:
        raise Blocked((reason,))


def follow_exam(row: Registration, exam: Mapping[str, Any], *, now: datetime) -> None:
    """The row follows its first step: another académie, diploma or speciality, while both windows are open.

    Raises `Blocked` if the other window is shut, or if another live registration stands there.
    """
    row.specialty = exam["specialty"]
    place = exam["academy"], exam["diploma"], exam["exam_session"]
    if (row.academy, row.diploma, row.exam_session) == place:
        return
    row.window, row.is_shifted = target_window(exam), True
    row.academy, row.diploma, row.exam_session = place
    refuse_if_shut(row, now=now)
    if live_beside(row).exists():
        raise Blocked((second_reason(row.candidate, row.window),))
    if row.version:
        row.first_saved_on = first_days.of_rows([row])[row.id]


def target_window(exam: Mapping[str, Any]) -> Window:
    """The window that a first step asks for."""
    return (
        Window.objects.select_related("calendar")
        .prefetch_related("extensions")
        .get(
            calendar__academy=exam["academy"],
            calendar__exam_session=exam["exam_session"],
            diploma=exam["diploma"],
        )
    )


def live_beside(row: Registration) -> QuerySet[Registration]:
    return Registration.objects.filter(
        candidate=row.candidate,
        diploma=row.diploma,
        exam_session=row.exam_session,
        state__in=[state.value for state in LIVE],
        authorisation="",
    ).exclude(id=row.id)


def second_reason(candidate: Candidate, window: Window) -> Reason:
    rule = reference().eligibility_rules["second_registration"]
    other = Registration.objects.filter(
        candidate=candidate,
        diploma=window.diploma,
        exam_session=window.calendar.exam_session,
        state__in=[state.value for state in LIVE],
    ).first()
    academy = reference().academies[other.academy].name if other else ""
    return Reason("second_registration", rule.source, (("academy", academy),))
