"""What do we know of an account, and which ones were never activated?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sporades.accounts import facts, tokens
from sporades.accounts.backends import is_switched_off
from sporades.accounts.models import (
    Account,
    Candidate,
    EmailChange,
    FormerAddress,
    Officer,
    RectificationRequest,
)
from sporades.accounts.values import CivilIdentity
from sporades.rules import calendar
from sporades.rules.answers import Contact


class Link(StrEnum):
    """What the page of a link from a mail can offer."""

    READY = "ready"
    CHOOSE = "choose"  # ready, and a password is to be chosen
    DONE = "done"
    OVER = "over"


def activation(token: str, *, now: datetime) -> Link:
    account = Account.objects.filter(activation_digest=tokens.digest(token)).first()
    if account is None:
        return Link.OVER
    if account.is_active:
        return Link.DONE
    if facts.is_over(account.activation_notice, now=now):
        return Link.OVER
    return Link.READY if account.has_usable_password() else Link.CHOOSE


def reset(account_id: UUID, token: str) -> Link:
    account = Account.objects.select_related("officer").filter(id=account_id, is_active=True).first()
    if account is None or is_switched_off(account):
        return Link.OVER
    return Link.READY if tokens.reset_tokens.check_token(account, token) else Link.OVER


def email_change(token: str, *, now: datetime) -> Link:
    change = EmailChange.objects.filter(digest=tokens.digest(token)).first()
    return Link.READY if change and not facts.is_over(change.notice, now=now) else Link.OVER


def former_address(token: str, *, now: datetime) -> Link:
    former = FormerAddress.objects.filter(digest=tokens.digest(token)).first()
    if former is None or facts.is_over(former.notice, life=facts.LIFE_OF_A_WAY_BACK, now=now):
        return Link.OVER
    return Link.READY


def pending_address(account: Account, *, now: datetime) -> str:
    """The new address that waits for its mailbox's word, or ""."""
    change = EmailChange.objects.filter(account=account).first()
    return change.email if change and not facts.is_over(change.notice, now=now) else ""


def addresses_at(domain: str) -> set[str]:
    """The addresses of the accounts of one domain: for the demonstration, which knows its own people by it."""
    of_domain = Account.objects.filter(email_canonical__endswith=f"@{domain}")
    return set(of_domain.values_list("email", flat=True))


def unactivated(now: datetime) -> Iterator[Account]:
    """The accounts whose 48 hours, and their ten minutes of grace, are over."""
    earliest = now - facts.LIFE_OF_A_LINK - calendar.GRACE
    waiting = Account.objects.filter(is_active=False, activation_asked_at__lte=earliest)
    for account in waiting.order_by("activation_asked_at").iterator(chunk_size=500):
        due = facts.dies_at(account.activation_notice)
        if due is not None and calendar.deadline_may_act(due, now=now):
            yield account


def deletions_ahead() -> list[datetime]:
    """When each account that waits for its activation may be deleted, grace included: for the demonstration's jumps."""
    notices = Account.objects.filter(is_active=False).values_list("activation_notice", flat=True)
    return [due + calendar.GRACE for notice in notices if (due := facts.dies_at(notice)) is not None]


def identity(candidate: Candidate) -> CivilIdentity:
    return CivilIdentity(candidate.birth_name, candidate.given_names, candidate.birth_date)


def contact(candidate: Candidate) -> Contact:
    return Contact(
        line1=candidate.line1,
        line2=candidate.line2,
        postal_code=candidate.postal_code,
        city=candidate.city,
        country=candidate.country,
        phone=candidate.phone,
    )


@dataclass(frozen=True, slots=True)
class Request:
    """A rectification as its candidate sees it."""

    text: str
    state: str
    filed_at: datetime
    answer: str


def rectifications(candidate: Candidate) -> list[Request]:
    rows = RectificationRequest.objects.filter(candidate=candidate)
    return [Request(row.text, row.state, row.filed_at, row.answer) for row in rows]


def officer_names(ids: Iterable[str]) -> dict[str, str]:
    """The name of each officer of these ids; what is no officer's id has none."""
    known = {one for one in ids if _is_uuid(one)}
    rows = Officer.objects.filter(id__in=known).values_list("id", "name") if known else []
    return {str(officer_id): name for officer_id, name in rows}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
