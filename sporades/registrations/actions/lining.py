"""How does an officer settle one file of a lot by hand: it is this person's, or nobody's?

Only what is read, safe and not promised yet is given to somebody so; what is
not read yet can be left aside. Each time is kept in the lot's chain, with who
did it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.journal import queries as journal_queries
from sporades.journal.values import Actor
from sporades.registrations.actions import publishing
from sporades.registrations.actions.publishing import SOURCE
from sporades.registrations.actions.unpacking import verdict
from sporades.registrations.models import Publication, PublicationLine, Registration
from sporades.rules.matching import By
from sporades.rules.publishing import OPEN, STRIKABLE, LineState
from sporades.rules.reasons import Blocked, Reason


@transaction.atomic
def match(
    line_id: UUID, registration: Registration, *, replaces: bool, token: str, by: Actor, now: datetime
) -> None:
    """« C’est le papier de … »: the file is theirs, and any other of the lot that was is left aside.

    Raises `Blocked` if it cannot be published to them, or can be settled no more.
    """
    lot, line = _open(line_id)
    if journal_queries.act_of(token):
        return
    _refuse_unless(lot, line, OPEN)
    if line.pages is None:
        raise Blocked((Reason("line_never_read", SOURCE),))
    outcome = verdict(lot, registration, replaces=replaces)
    if outcome is not LineState.MATCHED:
        raise Blocked((Reason(f"line_{outcome.value}", SOURCE),))
    others = PublicationLine.objects.filter(publication=lot, registration=registration).exclude(id=line.id)
    if others.filter(state__in=[LineState.READY.value, LineState.ISSUED.value]).exists():
        raise Blocked((Reason("line_already_sent", SOURCE),))
    others.filter(state=LineState.MATCHED.value).update(state=LineState.DUPLICATE.value)
    line.state, line.registration, line.replaces = LineState.MATCHED.value, registration, replaces
    line.told_by, line.number = By.HAND.value, registration.number or ""
    line.save(update_fields=["state", "registration", "replaces", "told_by", "number"])
    # Never the number: it would say for ever whose decision of accommodation it was.
    data: dict[str, object] = {"line": str(line.id)}
    publishing.record(lot, "publication_line_matched", data=data, token=token, by=by, now=now)


@transaction.atomic
def strike(line_id: UUID, *, token: str, by: Actor, now: datetime) -> None:
    """« Écarter », even while it is checked: it is not published. Raises `Blocked` if it can be settled no more."""
    lot, line = _open(line_id)
    if journal_queries.act_of(token):
        return
    _refuse_unless(lot, line, STRIKABLE)
    line.state = LineState.STRUCK.value
    line.save(update_fields=["state"])
    data: dict[str, object] = {"line": str(line.id)}
    publishing.record(lot, "publication_line_struck", data=data, token=token, by=by, now=now)


def _open(line_id: UUID) -> tuple[Publication, PublicationLine]:
    """The line under its own lock, and its lot under the lot's."""
    found = PublicationLine.objects.get(id=line_id)
    lot = publishing.lock(found.publication_id)
    return lot, PublicationLine.objects.select_for_update(of=("self",)).get(id=line_id)


def _refuse_unless(lot: Publication, line: PublicationLine, states: frozenset[LineState]) -> None:
    if lot.closed_at is not None or lot.retracted_at is not None or LineState(line.state) not in states:
        raise Blocked((Reason("line_not_to_settle", SOURCE),))
