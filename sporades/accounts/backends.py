"""Does this password open an active account?

One hash is spent in each case: unknown address, wrong password, account not
activated. A person whose account waits is told the same as everybody.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from sporades.accounts import passwords
from sporades.accounts.addresses import NotAnAddress, canonical
from sporades.accounts.models import Account

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
        # The candidate or the officer comes along: every private page needs it.
        try:
            account = Account.objects.select_related("candidate", "officer").get(id=user_id, is_active=True)
        except Account.DoesNotExist:
            return None
        return None if is_switched_off(account) else account


def is_switched_off(account: Account) -> bool:
    """An officer who has left: asked at every request, so that every device is out at once."""
    officer = getattr(account, "officer", None)
    return officer is not None and officer.switched_off_at is not None
