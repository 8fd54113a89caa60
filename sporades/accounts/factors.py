"""Has this session passed a second factor, and is it still an officer's at their desk?

An officer's session ends after 30 minutes without a request, and after 12
hours in all, by the machine's clock. The last request is written down once a
minute, not at each page: the end comes between the 30th and the 31st minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.http import HttpRequest

from sporades.accounts import stages
from sporades.accounts.models import Account
from sporades.adapters import clocks

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
GRAIN = timedelta(minutes=1)

_PASSED = "second_factor"  # in the session: whose, since when, and last seen when

RECOVERY = Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing the officer has: an application (« totp ») or a security key (« webauthn »)."""

    id: int
    kind: str
    name: str
    since: datetime
    last_used: datetime | None


def let_in(request: HttpRequest) -> str:
    """The second factor was right: this session is the officer's, and leads where they wanted to go."""
    then = stages.leave(request)
    mark(request.session, request.user.pk)
    request.session.set_expiry(LONGEST)
    return then


def mark(session: Any, account_id: object) -> None:
    """Writes in the session that this account has just passed a second factor."""
    now = clocks.machine_now().isoformat()
    session[_PASSED] = {"account": str(account_id), "at": now, "seen": now}


def is_inside(request: HttpRequest) -> bool:
    """Whether this session has passed a second factor, not too long ago; the request is noted."""
    held = request.session.get(_PASSED)
    if not isinstance(held, dict) or held["account"] != str(request.user.pk):
        return False
    now = clocks.machine_now()
    at, seen = datetime.fromisoformat(held["at"]), datetime.fromisoformat(held["seen"])
    if now - at >= LONGEST or now - seen >= IDLE + GRAIN:
        return False
    if now - seen >= GRAIN:
        request.session[_PASSED] = {**held, "seen": now.isoformat()}
    return True


def of(account: Account) -> list[Factor]:
    """What the account can prove itself with, the oldest first; recovery codes are not among them."""
    return list(_factors(account))


def _factors(account: Account) -> Iterator[Factor]:
    rows = Authenticator.objects.filter(user=account).exclude(type=RECOVERY)
    for row in rows.order_by("created_at", "id"):
        last = row.last_used_at
        yield Factor(
            id=row.id,
            kind=str(row.type),
            name=str(row.data.get("name", "")),
            since=clocks.legal_at(row.created_at),
            last_used=clocks.legal_at(last) if last else None,
        )


def is_enrolled(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account).exclude(type=RECOVERY).exists())


def codes_left(account: Account) -> int:
    """How many recovery codes have not served yet."""
    row = Authenticator.objects.filter(user=account, type=RECOVERY).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0
