"""How does an officer propose what only the head of office may decide?"""

from datetime import datetime

from django.db import transaction

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access
from sporades.registrations.actions.common import record
from sporades.registrations.models import Proposal, Registration
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked, Reason, StepNotAllowed
from sporades.rules.rights import Act, proposable


@transaction.atomic
def propose(
    registration: Registration, act: Act, *, reason: str, token: str, by: Actor, now: datetime
) -> None:
    """Keeps the proposal, with its reason. Raises `Blocked` while another waits, `StepNotAllowed`."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    if act not in proposable(State(row.state)):
        raise StepNotAllowed(f"cannot propose to {act} a registration that is {row.state}")
    if row.proposals.filter(state=Proposal.State.OPEN).exists():
        raise Blocked((Reason("proposal_waits", row.window.calendar.source),))
    Proposal.objects.create(
        registration=row, decision=act.value, reason=reason, proposed_at=now, proposed_by=by.id
    )
    record(
        row,
        "proposed",
        by=by,
        now=now,
        data={"act": act.value},
        details={"reason": reason},
        token=token,
    )


@transaction.atomic
def refuse(registration: Registration, *, answer: str, token: str, by: Actor, now: datetime) -> None:
    """Declines the proposal that waits; nothing else changes. Raises `Blocked` if none does."""
    row = access.lock(registration.id)
    if journal_queries.act_of(token):
        return
    waiting = row.proposals.filter(state=Proposal.State.OPEN).first()
    if waiting is None:
        raise Blocked((Reason("no_proposal_waits", row.window.calendar.source),))
    _answer(waiting, Proposal.State.REFUSED, answer=answer, by=by, now=now)
    record(
        row,
        "proposal_refused",
        by=by,
        now=now,
        data={"act": waiting.decision},
        details={"answer": answer},
        token=token,
    )


def settle(row: Registration, act: Act, *, by: Actor, now: datetime) -> None:
    """The act was carried out, under the lock: the proposal that waited is followed, or its object is gone."""
    for waiting in row.proposals.filter(state=Proposal.State.OPEN):
        followed = waiting.decision == act.value
        _answer(
            waiting,
            Proposal.State.ACCEPTED if followed else Proposal.State.REFUSED,
            answer="",
            by=by,
            now=now,
        )


def follow(row: Registration, act: Act, *, by: Actor, now: datetime) -> None:
    """The same for an act that leaves the file where it stands: what else is proposed still waits."""
    if row.proposals.filter(state=Proposal.State.OPEN, decision=act.value).exists():
        settle(row, act, by=by, now=now)


def _answer(row: Proposal, state: Proposal.State, *, answer: str, by: Actor, now: datetime) -> None:
    row.state, row.answer = state, answer
    row.answered_at, row.answered_by = now, by.id
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
