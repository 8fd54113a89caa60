"""What allauth keeps of a second factor, and under which name a security key knows us.

The secret of a TOTP and the seed of the recovery codes are sealed under the
master key: a copy of the database makes no code.
"""

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from sporades.accounts.models import Account
from sporades.adapters import sealing

USE = "second factor"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # published without types
    def encrypt(self, text: str) -> str:
        return sealing.seal_text(text, use=USE)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal_text(encrypted_text, use=USE)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Sporades"}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, object]:
        return {"id": user.id.bytes, "display_name": user.officer.name, "name": user.email}
