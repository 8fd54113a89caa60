"""How does the office correct an inscription: a material error, an accepted rectification, a refused acquis?

The state stays, the next version is made, and what was signed stays signed:
the candidate has asked for it, or is told of it, and need not sign again. What
the correction makes due is asked; what was accepted stays so while the facts
it proves are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, facts, letters, papers
from sporades.registrations.actions import asking, moving
from sporades.registrations.actions.common import record
from sporades.registrations.actions.saving import findings_of, next_version
from sporades.registrations.models import Registration, Version
from sporades.rules import answers as rules
from sporades.rules import lifecycle
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
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
    version = apply(row, answers, seen=seen, reason=reason, by=by, now=now)
    if version is not None:
        _tell(version.registration, version, reason=reason, rule=rule, token=token, by=by, now=now)
    return version


def apply(
    row: Registration, answers: rules.Answers, *, seen: int, reason: str, by: Actor, now: datetime
) -> Version | None:
    """The same under the caller's lock, who tells of it; `version.registration` is the row as it now is.

    Another diploma or académie is another window, open or not: the office decides.
    """
    lifecycle.take(lifecycle.CORRECT, from_state=State(row.state))
    last = row.versions.last()
    assert last is not None, "the states that are corrected were saved"  # noqa: S101
    if seen != row.version:
        raise Blocked((Reason("version_changed", row.window.calendar.source),))
    changes = rules.changes(facts.saved(last), answers)
    if not changes:
        return None
    row = moving.to_window_of(row, answers.exam, reason=reason, by=by, now=now)
    return _write(row, answers, last, changes, now=now)


def _write(
    row: Registration,
    answers: rules.Answers,
    last: Version,
    changes: Sequence[rules.Change],
    *,
    now: datetime,
) -> Version:
    row.specialty = answers.exam.specialty
    sections = rules.to_json(answers)
    for step in _steps_of(changes):
        row.draft[step] = {**row.draft.get(step, {}), "typed": {}, "answers": sections[step]}
        row.revisions[step] = row.revisions.get(step, 0) + 1
    version = next_version(row, answers, last, findings_of(row, answers, now=now), now=now)
    before = {piece.id: piece.state for piece in row.pieces.all()}
    asking.ask_pieces(row, answers, keeps_signature=True, now=now)
    _give_time(row, before, now=now)
    return version


def _give_time(row: Registration, before: Mapping[UUID, str], *, now: datetime) -> None:
    """Whoever is asked for something by a correction has a week at least, whatever date has passed."""
    for piece in row.pieces.filter(state=PieceState.EXPECTED.value).exclude(kind=facts.CONFIRMATION):
        due = facts.correction_due(row, piece, at=now)
        if before.get(piece.id) != piece.state and due > facts.due(piece, facts.dates(row)):
            piece.correction_due_at = due
            piece.save(update_fields=["correction_due_at"])


def _steps_of(changes: Sequence[rules.Change]) -> list[str]:
    return [step for step in facts.STEPS if any(change.field.partition(".")[0] == step for change in changes)]


def _tell(
    row: Registration, version: Version, *, reason: str, rule: str, token: str, by: Actor, now: datetime
) -> None:
    record(
        row,
        "corrected",
        by=by,
        now=now,
        rule=rule,
        edition=version.edition,
        data=journaled(version),
        details={"changes": version.changes, "reason": reason},
        token=token,
    )
    papers.order_for_correction(row, version, now=now)
    letters.corrected(row, version, reason, now=now)


def journaled(version: Version) -> dict[str, object]:
    """What the journal keeps for good of a version: which answers changed, never their words."""
    return {
        "version": version.number,
        "sha256": version.sha256,
        "fields": [change["field"] for change in version.changes if rules.FREE_KEY not in change["field"]],
    }


def with_identity(answers: rules.Answers, **civil: object) -> rules.Answers:
    """The same answers for a civil identity that was rectified."""
    return replace(answers, identity=replace(answers.identity, **civil))  # type: ignore[arg-type]
