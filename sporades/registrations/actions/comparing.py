"""Two accounts, one name and one birth date: two people, or one? An officer says it, once.

Files are never merged. Of one person’s two registrations one is closed with its
reason, or both stay, with the authorisation that a same diploma asks. What an
officer may not decide waits for the head of office.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, letters
from sporades.registrations.actions.common import record, take
from sporades.registrations.models import Duplicate, Registration
from sporades.rules import lifecycle
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.reasons import Blocked, Reason
from sporades.rules.rights import Act

Outcome = Duplicate.Outcome
ENDED, KEPT, AUTHORISED = "duplicate_ended", "duplicate_kept", "duplicate_authorised"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two registrations of two accounts, in the order of their candidates."""

    first: Registration
    second: Registration


def pair_of(one: Registration, other: Registration) -> Pair:
    first, second = sorted((one, other), key=lambda row: row.candidate_id)
    return Pair(first, second)


@transaction.atomic
def say_different(pair: Pair, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """Two people: neither file changes, and nobody is asked again. Raises `Blocked` if it was settled."""
    pair = _lock(pair)
    if journal_queries.act_of(token):
        return
    _keep(pair, Duplicate.State.DIFFERENT, Outcome.NONE, reason=reason, by=by, now=now)
    _journal(pair, "duplicate_dismissed", reason=reason, token=token, by=by, now=now)


@transaction.atomic
def propose_same(
    pair: Pair, outcome: Duplicate.Outcome, *, reason: str, token: str, by: Actor, now: datetime
) -> None:
    """One person, says an officer; the head of office decides. Raises `Blocked` if it was settled."""
    pair = _lock(pair)
    if journal_queries.act_of(token):
        return
    _keep(pair, Duplicate.State.PROPOSED, outcome, reason=reason, by=by, now=now)
    _journal(pair, "duplicate_proposed", reason=reason, token=token, by=by, now=now)


@transaction.atomic
def settle_same(
    pair: Pair,
    outcome: Duplicate.Outcome,
    *,
    authorisation: str = "",
    reason: str,
    token: str,
    by: Actor,
    now: datetime,
) -> None:
    """One person: one registration is closed, or both stay.

    Raises `Blocked` if it was settled, if the one to close has ended, or if
    both stand for one diploma and session without an authorisation.
    """
    pair = _lock(pair)
    if journal_queries.act_of(token):
        return
    _keep(pair, Duplicate.State.SAME, outcome, reason=reason, by=by, now=now)
    if outcome == Outcome.KEEP_BOTH:
        _authorise(pair, authorisation, reason=reason, token=token, by=by, now=now)
        return
    kept, ended = (pair.first, pair.second) if outcome == Outcome.KEEP_FIRST else (pair.second, pair.first)
    _end(ended, reason=reason, token=token, by=by, now=now)
    record(kept, KEPT, by=by, now=now, rule=Act.SETTLE_DUPLICATE.value)


def compete(pair: Pair) -> bool:
    """Whether both stand for one diploma and session: a person may not, without an authorisation."""
    one, other = pair.first, pair.second
    both_live = State(one.state) in LIVE and State(other.state) in LIVE
    return both_live and (one.diploma, one.exam_session) == (other.diploma, other.exam_session)


def _authorise(pair: Pair, authorisation: str, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    if not compete(pair):
        _journal(pair, "duplicate_both_kept", reason=reason, token=token, by=by, now=now)
        return
    row = pair.second
    if not authorisation:
        raise Blocked((Reason("authorisation_missing", row.window.calendar.source),))
    row.authorisation = authorisation
    row.save(update_fields=["authorisation"])
    record(
        row,
        AUTHORISED,
        by=by,
        now=now,
        rule=Act.SETTLE_DUPLICATE.value,
        details={"authorisation": authorisation, "reason": reason},
        token=token,
    )
    letters.decided(row, f"registration_{AUTHORISED}", reason=reason, now=now)
    record(pair.first, KEPT, by=by, now=now, rule=Act.SETTLE_DUPLICATE.value)


def _end(row: Registration, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    if State(row.state) not in LIVE:
        raise Blocked((Reason("registration_ended", row.window.calendar.source),))
    take(row, lifecycle.WITHDRAW, now=now)
    row.save(update_fields=["state", "state_since", "state_before"])
    record(
        row,
        ENDED,
        by=by,
        now=now,
        rule=Act.SETTLE_DUPLICATE.value,
        source=row.window.calendar.source,
        data={"was": row.state_before},
        details={"reason": reason},
        token=token,
    )
    letters.decided(row, f"registration_{ENDED}", reason=reason, now=now)


def _lock(pair: Pair) -> Pair:
    """Both rows, in the order of their ids: two officers who compare the same files wait, and never cross."""
    rows = {one: access.lock(one) for one in sorted((pair.first.id, pair.second.id))}
    return Pair(rows[pair.first.id], rows[pair.second.id])


def _keep(
    pair: Pair,
    state: Duplicate.State,
    outcome: Duplicate.Outcome,
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    people = {"first": pair.first.candidate, "second": pair.second.candidate}
    known = Duplicate.objects.filter(**people).first() or Duplicate(**people)
    if known.pk and known.state != Duplicate.State.PROPOSED:
        raise Blocked((Reason("duplicate_settled", pair.first.window.calendar.source),))
    known.state, known.outcome, known.reason = state, outcome, reason
    known.decided_at, known.decided_by = now, by.id
    known.save()


def _journal(pair: Pair, kind: str, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """On both files; the form's token names the first entry."""
    for row, mark in ((pair.first, token), (pair.second, None)):
        record(
            row,
            kind,
            by=by,
            now=now,
            rule=Act.COMPARE_DUPLICATES.value,
            details={"reason": reason},
            token=mark,
        )
