"""Until when does a link work, and who is this account for our rules?

48 hours are 172 800 seconds from the instant the relay took the mail, whatever
the clocks of the season do; where it never will, from its refusal. A mail that waits kills no link.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sporades.accounts.models import Account
from sporades.journal.values import Actor, Subject
from sporades.notices import queries as notices

LIFE_OF_A_LINK = timedelta(hours=48)
# To take back an address that somebody else changed: a week-end away from one's mails.
LIFE_OF_A_WAY_BACK = timedelta(hours=72)

LIFE_OF_AN_INVITATION = timedelta(days=7)


def dies_at(notice: UUID, *, life: timedelta = LIFE_OF_A_LINK) -> datetime | None:
    """The first instant at which the link in this mail is dead; None while the mail waits."""
    gone = notices.gone_at(notice)
    return gone + life if gone else None


def is_over(notice: UUID, *, life: timedelta = LIFE_OF_A_LINK, now: datetime) -> bool:
    due = dies_at(notice, life=life)
    return due is not None and now >= due


def subject_of(account: Account) -> Subject:
    return Subject("account", account.id)


def owner_of(account: Account) -> Actor:
    """Whose account it is: a token from their mailbox, or their password, has proved it."""
    officer = getattr(account, "officer", None)
    return Actor("officer", str(officer.id)) if officer else Actor("candidate", str(account.id))


def about(account: Account) -> tuple[str, ...]:
    """What a password must not be made of."""
    officer = getattr(account, "officer", None)
    if officer is not None:
        return (account.email, *officer.name.split())
    candidate = account.candidate
    return (account.email, candidate.birth_name, candidate.given_names)
