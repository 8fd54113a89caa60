"""How does a security key (WebAuthn) answer, to be added or to enter?

A key answers to the very site that asks, and signs a challenge that serves
once; the challenge waits in the session of the request that allauth knows.
"""

import json
from ipaddress import ip_address
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from sporades.accounts.actions.refusals import WrongCode
from sporades.accounts.models import Account


def answers_at(host: str) -> bool:
    """Whether a key may answer there: it knows a site by its name, and an address in figures is none."""
    bare = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    try:
        ip_address(bare)
    except ValueError:
        return True
    return False


def to_add(account: Account) -> str:
    """What the browser asks of a key that is not known yet, as JSON; "" where no key can answer."""
    if not answers_at(context.request.get_host()):
        return ""
    return json.dumps(auth.begin_registration(account, passwordless=False)["publicKey"])


def to_enter(account: Account) -> str:
    """What the browser asks of one of the account's keys, as JSON; "" if it has none, or cannot answer."""
    if not answers_at(context.request.get_host()):
        return ""
    if not Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).exists():
        return ""
    return json.dumps(auth.begin_authentication(account)["publicKey"])


def added(answer: str) -> dict[str, Any]:
    """The credential in the answer of a new key, as it is kept. Raises WrongCode."""
    credential = _read(answer)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, KeyError) as refusal:
        raise WrongCode from refusal
    return credential


def entered(account: Account, answer: str) -> Authenticator:
    """The account's key that signed this answer. Raises WrongCode."""
    credential = _read(answer)
    try:
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(account, credential)
    except (ValidationError, ValueError, KeyError) as refusal:
        raise WrongCode from refusal


def _read(answer: str) -> dict[str, Any]:
    try:
        read = json.loads(answer)
    except ValueError as unreadable:
        raise WrongCode from unreadable
    if not isinstance(read, dict):
        raise WrongCode
    return read
