"""How does a candidate leave: of their own will, or because they asked the office in writing?"""

from collections.abc import Iterable
from datetime import date, datetime

from sporades.documents import queries as documents
from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations import access, facts, letters, papers
from sporades.registrations.actions.common import record, refusals_journaled, subject_of, take
from sporades.registrations.models import Registration
from sporades.rules import lifecycle
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.publishing import CLOSES_WITHDRAWAL
from sporades.rules.reasons import Blocked, Reason


def is_closed(registration: Registration) -> bool:
    """One leaves before the convocation is published, whoever asks; one that is taken back opens it again."""
    subject = subject_of(registration)
    return any(documents.has_standing(subject, kind.value) for kind in CLOSES_WITHDRAWAL)


def closes(papers: Iterable[documents.Paper]) -> bool:
    """The same, of all the papers of a registration, for who has read them."""
    return any(paper.is_published and paper.stands and paper.kind in CLOSES_WITHDRAWAL for paper in papers)


def withdraw(
    registration: Registration, *, asked_on: date | None = None, token: str, by: Actor, now: datetime
) -> None:
    """« Me désinscrire »; `asked_on`, when the office acts, is the day of the written request.

    Raises `Blocked` if the registration has already ended, the candidate is convoked, or that day is to come.
    """
    with refusals_journaled(subject_of(registration), "withdraw_refused", by=by, now=now):
        row = access.lock(registration.id)
        if journal_queries.act_of(token):
            return
        if State(row.state) not in LIVE:
            raise Blocked((Reason("registration_ended", row.window.calendar.source),))
        if asked_on and asked_on > facts.local_day(row, at=now):
            raise Blocked((Reason("letter_of_tomorrow", row.window.calendar.source),))
        if is_closed(row):
            raise Blocked((Reason("convocation_published", row.window.calendar.source),))
        was_saved = row.version > 0
        take(row, lifecycle.WITHDRAW, now=now)
        row.save(update_fields=["state", "state_since", "state_before"])
        record(
            row,
            "withdrawn_on_request" if asked_on else "withdrawn",
            by=by,
            now=now,
            data={"was": row.state_before, **({"asked_on": asked_on.isoformat()} if asked_on else {})},
            token=token,
        )
        if was_saved:
            receipt = papers.order_for_withdrawal(row, now=now)
            letters.withdrawn(row, receipt, asked_on=asked_on, now=now)
