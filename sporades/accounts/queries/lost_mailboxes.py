"""Does a lost mailbox wait for a second officer?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sporades.accounts.models import MailboxReplacement


@dataclass(frozen=True, slots=True)
class LostMailbox:
    """A replacement that waits: what was asked, by whom, and what they have seen."""

    id: UUID
    email: str
    reason: str
    asked_by: UUID
    asked_at: datetime


def waiting(account_id: UUID) -> LostMailbox | None:
    """The replacement of this account's mailbox that waits for a decision, if any."""
    asked = MailboxReplacement.State.ASKED
    row = MailboxReplacement.objects.filter(account=account_id, state=asked).first()
    return LostMailbox(row.id, row.email, row.reason, row.asked_by, row.asked_at) if row else None
