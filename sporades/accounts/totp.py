"""Which six digits does the officer's application show now, and have they served already?

RFC 6238: a code lives for thirty seconds, and one more each way for clocks
that differ. One that was taken, or any before it, is never taken again; the
counter is written under the account's lock, so that two processes agree.
"""

import base64
import secrets
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

import qrcode
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.backends.base import SessionBase
from qrcode.image.svg import SvgPathFillImage

from sporades.accounts.mfa_adapter import USE
from sporades.accounts.models import Account
from sporades.adapters import clocks, sealing

PERIOD = 30  # seconds
_OFFERED = "totp_offered"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an application must know: a picture to scan, or the same to type."""

    picture: str  # an address « data: »
    typed: str  # the secret, in groups of four


def offer(session: SessionBase, account: Account) -> Offer:
    """The secret that waits in this session, sealed; a new one the first time."""
    secret = offered(session)
    if not secret:
        secret = base64.b32encode(secrets.token_bytes(20)).decode()
        session[_OFFERED] = sealing.seal_text(secret, use=USE)
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return Offer(picture=_picture(_address(secret, account)), typed=" ".join(groups))


def offered(session: SessionBase) -> str:
    """The secret that was offered in this session, or ""."""
    held = session.get(_OFFERED, "")
    return sealing.unseal_text(held, use=USE) if held else ""


def withdraw(session: SessionBase) -> None:
    session.pop(_OFFERED, None)


def counter_of(secret: str, code: str) -> int | None:
    """The thirty seconds whose code this is; None if it is none of now."""
    present = present_counter()
    for counter in (present - 1, present, present + 1):
        if compare_user_code(actual=code, expected=code_of(secret, counter)):
            return counter
    return None


def code_now(secret: str) -> str:
    """What the application shows at this instant."""
    return code_of(secret, present_counter())


def code_of(secret: str, counter: int) -> str:
    return str(format_hotp_value(hotp_value(secret, counter)))


def present_counter() -> int:
    """Which thirty seconds since 1970 these are, by the machine's clock."""
    return int(clocks.machine_now().timestamp()) // PERIOD


def _address(secret: str, account: Account) -> str:
    return f"otpauth://totp/Sporades:{quote(account.email)}?secret={secret}&issuer=Sporades"


def _picture(address: str) -> str:
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, border=2).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
