"""Does this password open an active account?

One hash is spent in each case: unknown address, wrong password, account not
activated. A person whose account waits is told the same as everybody.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password
from django.db.models import QuerySet
from django.http import HttpRequest

from sporades.accounts import passwords
from sporades.accounts.addresses import NotAnAddress, canonical
from sporades.accounts.models import Account
from sporades.adapters.prepared import prepared

NOBODY = "!"  # an unusable hash: Django spends a real one before it says no


class Mailbox(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **other: Any
    ) -> Account | None:
        try:
            account = Account.objects.filter(email_canonical=canonical(email)).first()
        except NotAnAddress:
            account = None
        if account is None:
            check_password(passwords.normal(password), NOBODY)
            return None
        opens = account.check_password(password) and account.is_active and not is_switched_off(account)
        return account if opens else None

    def get_user(self, user_id: UUID) -> Account | None:
        account = _active.first(user_id)
        return None if account is None or is_switched_off(account) else account


@prepared
def _active(account: UUID) -> QuerySet[Account]:
    # The candidate or the officer comes along: every private page needs it.
    return Account.objects.select_related("candidate", "officer").filter(id=account, is_active=True)


def is_switched_off(account: Account) -> bool:
    """An officer who has left: asked at every request, so that every device is out at once."""
    officer = getattr(account, "officer", None)
    return officer is not None and officer.switched_off_at is not None
