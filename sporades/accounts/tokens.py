"""What is in a link that we send, and how do we know it again?

The links of activation and of a new address carry 256 random bits, kept as a
digest. A reset's link is an HMAC over the password's hash, the address and the
last login: it dies with the first of them that changes, one hour at the latest.
"""

import hashlib
import secrets

from django.contrib.auth.tokens import PasswordResetTokenGenerator


def new() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class ResetTokens(PasswordResetTokenGenerator):
    key_salt = "sporades.accounts.reset"


reset_tokens = ResetTokens()
