"""How does the office correct an inscription: a material error, an accepted rectification, a refused acquis?

The state stays, the next version is made, and what was signed stays signed:
the candidate has asked for it, or is told of it, and need not sign again. What
the correction makes due is asked; what was accepted stays so while the facts
it proves are the same.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from sporades.journal import actions as journal
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, facts, letters, papers
from sporades.registrations.actions import asking
from sporades.registrations.actions.common import subject_of
from sporades.registrations.actions.drafting import live_beside, second_reason, target_window
from sporades.registrations.actions.saving import findings_of, next_version
from sporades.registrations.models import Registration, Version
from sporades.rules import answers as rules
from sporades.rules import lifecycle
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, Reason


@transaction.atomic
def correct(
    registration: Registration,
    answers: rules.Answers,
    *,
    seen: int,
    reason: str,
    rule: str = "",
    token: str,
    by: Actor,
    now: datetime,
) -> Version | None:
    """Makes these answers the next version; None if they are those of the last one.

    `seen`: the version that the officer corrected. `reason`: what the candidate
    reads. Raises `StepNotAllowed`, and `Blocked` if the candidate saved another
    version meanwhile, or another live registration stands in the way.
    """
    row = access.lock(registration.id)
    done = journal_queries.act_of(token)
    if done:
        return row.versions.get(number=int(str(done.data["version"])))
    lifecycle.take(lifecycle.CORRECT, from_state=State(row.state))
    last = row.versions.last()
    assert last is not None, "the states that are corrected were saved"  # noqa: S101
    if seen != row.version:
        raise Blocked((Reason("version_changed", row.window.calendar.source),))
    if not rules.changes(facts.saved(last), answers):
        return None
    version = _write(row, answers, last, now=now)
    _tell(row, version, reason=reason, rule=rule, token=token, by=by, now=now)
    return version


def _write(row: Registration, answers: rules.Answers, last: Version, *, now: datetime) -> Version:
    _follow_exam(row, answers)
    sections = rules.to_json(answers)
    changed = _steps_of(rules.changes(facts.saved(last), answers))
    for step in changed:
        row.draft[step] = {**row.draft.get(step, {}), "typed": {}, "answers": sections[step]}
        row.revisions[step] = row.revisions.get(step, 0) + 1
    version = next_version(row, answers, last, findings_of(row, answers, now=now), now=now)
    asking.ask_pieces(row, answers, keeps_signature=True, now=now)
    return version


def _steps_of(changes: Sequence[rules.Change]) -> list[str]:
    return [step for step in facts.STEPS if any(change.field.partition(".")[0] == step for change in changes)]


def _follow_exam(row: Registration, answers: rules.Answers) -> None:
    """Another diploma or académie is another window, open or not: the office decides."""
    exam = answers.exam
    row.specialty = exam.specialty
    if (row.academy, row.diploma) == (exam.academy, exam.diploma):
        return
    row.window = target_window(asdict(exam))
    row.academy, row.diploma = exam.academy, exam.diploma
    if live_beside(row).exists():
        raise Blocked((second_reason(row.candidate, row.window),))


def _tell(
    row: Registration, version: Version, *, reason: str, rule: str, token: str, by: Actor, now: datetime
) -> None:
    journal.record(
        subject_of(row),
        "corrected",
        by=by,
        now=now,
        rule=rule,
        edition=version.edition,
        data={
            "version": version.number,
            "sha256": version.sha256,
            "fields": [change["field"] for change in version.changes if "libre-" not in change["field"]],
        },
        details={"changes": version.changes, "reason": reason},
        token=token,
    )
    papers.order_for_correction(row, version, now=now)
    letters.corrected(row, version, reason, now=now)


def with_identity(answers: rules.Answers, **civil: object) -> rules.Answers:
    """The same answers for a civil identity that was rectified."""
    return replace(answers, identity=replace(answers.identity, **civil))  # type: ignore[arg-type]
