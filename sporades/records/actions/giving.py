"""How is a candidate given everything that is held of them?

The password is asked again: whoever finds a session open must not leave with a
whole life in one file. Nothing is prepared and nothing is kept: the archive is
made while it is sent.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from sporades.accounts import facts
from sporades.accounts.actions.secrets import prove
from sporades.accounts.models import Account, Candidate
from sporades.journal import actions as journal
from sporades.journal.values import Actor
from sporades.notices import actions as notices
from sporades.notices.values import Urgency
from sporades.records import archive, index
from sporades.rules import french


def give(candidate: Candidate, *, password: str, by: Actor, now: datetime) -> Iterator[bytes]:
    """The archive, a piece at a time; the mailbox is told. Raises WrongPassword, TooMany."""
    prove(candidate.account, password)
    with transaction.atomic():
        row = Account.objects.select_for_update().get(id=candidate.account_id)
        subject = facts.subject_of(row)
        journal.record(subject, "data_given", by=by, now=now)
        said = {"at": french.spoken_instant(now, index.ZONE, index.ZONE_NAME)}
        notices.queue(
            "data_given", to=row.email, subject=subject, context=said, now=now, urgency=Urgency.ACCESS
        )
    return archive.stream(candidate, at=now)
