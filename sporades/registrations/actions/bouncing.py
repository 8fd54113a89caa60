"""What follows when a mail could not be delivered?

It is kept with the mail, and in the journal of the file it is about. Nothing
else: no date moves. Anybody who has read one of our mails could send it back.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sporades.adapters.undelivered import Undelivered
from sporades.journal import actions as journal
from sporades.journal.values import SYSTEM
from sporades.notices import actions as notices
from sporades.notices import queries
from sporades.registrations import access


@transaction.atomic
def come_back(notice_id: UUID, why: Undelivered, *, now: datetime) -> bool:
    """A mail came back, or the relay refused it; False if that was known, or there is no such mail."""
    subject = queries.subject_of(notice_id)
    if subject is not None and subject.kind == "registration":
        access.lock(subject.id)
    if not notices.come_back(notice_id, why, now=now):
        return False
    if subject is not None and subject.kind == "registration":
        journal.record(
            subject,
            "mail_returned",
            by=SYSTEM,
            now=now,
            data={"mail": str(notice_id), "cause": why.cause.value},
            details={"answer": why.said},
        )
    return True
