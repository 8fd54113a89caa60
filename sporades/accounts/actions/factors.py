"""How does an officer prove a second time who they are, and what do they prove it with?

Each act locks the account first: two requests with one code find it taken, and
the last factor is never removed twice. Codes that get somebody back in are made
with the first factor, shown in the answer to that act, and never again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from allauth.usersessions.models import UserSession
from django.db import transaction

from sporades.accounts import facts, security_keys, throttles, totp
from sporades.accounts.actions.refusals import LastFactor, WrongCode
from sporades.accounts.models import Account
from sporades.adapters import clocks
from sporades.journal import actions as journal
from sporades.journal.values import Actor
from sporades.notices import actions as notices
from sporades.notices.values import Urgency

TOTP, WEBAUTHN = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
RECOVERY = Authenticator.Type.RECOVERY_CODES


def pass_code(account: Account, *, code: str, now: datetime) -> None:
    """A code of the application, or a recovery code, which then is spent. Raises WrongCode, TooMany."""
    attempt = throttles.consume(throttles.SECOND_FACTORS, str(account.id))
    with transaction.atomic():
        row = _locked(account)
        if not (_take_totp(row, code) or _take_recovery(row, code, now=now)):
            raise WrongCode
    throttles.give_back([attempt])


def pass_key(account: Account, *, answer: str) -> None:
    """What one of the account's security keys has signed. Raises WrongCode, TooMany."""
    attempt = throttles.consume(throttles.SECOND_FACTORS, str(account.id))
    with transaction.atomic():
        _used(security_keys.entered(_locked(account), answer))
    throttles.give_back([attempt])


def add_totp(
    account: Account, *, secret: str, code: str, name: str, by: Actor, now: datetime
) -> tuple[str, ...]:
    """The application that shows this code becomes a factor, in the place of an older one.

    Gives the recovery codes if this is the first factor. Raises WrongCode, TooMany.
    """
    attempt = throttles.consume(throttles.SECOND_FACTORS, str(account.id))
    counter = totp.counter_of(secret, code) if secret else None
    if counter is None:
        raise WrongCode
    throttles.give_back([attempt])
    with transaction.atomic():
        row = _locked(account)
        Authenticator.objects.filter(user=row, type=TOTP).delete()
        data = {"secret": encrypt(secret), "name": name, "last_counter": counter}
        return _add(row, TOTP, data, by=by, now=now)


def add_key(account: Account, *, answer: str, name: str, by: Actor, now: datetime) -> tuple[str, ...]:
    """The security key that signed this answer becomes a factor. Gives and raises as `add_totp`."""
    credential = security_keys.added(answer)
    with transaction.atomic():
        data = {"name": name, "credential": credential}
        return _add(_locked(account), WEBAUTHN, data, by=by, now=now)


@transaction.atomic
def rename_factor(account: Account, factor_id: int, *, name: str, by: Actor, now: datetime) -> None:
    row = _locked(account)
    factor = _own(row, factor_id)
    if factor.data.get("name") != name:
        factor.data["name"] = name
        factor.save(update_fields=["data"])
        journal.record(facts.subject_of(row), "factor_renamed", by=by, now=now, data={"kind": factor.type})


@transaction.atomic
def remove_factor(account: Account, factor_id: int, *, by: Actor, now: datetime) -> None:
    """Raises LastFactor."""
    row = _locked(account)
    factor = _own(row, factor_id)
    if not _factors(row).exclude(id=factor.id).exists():
        raise LastFactor
    factor.delete()
    journal.record(facts.subject_of(row), "factor_removed", by=by, now=now, data={"kind": factor.type})
    _tell(row, "factor_removed", {"kind": factor.type}, now=now)


@transaction.atomic
def renew_codes(account: Account, *, by: Actor, now: datetime) -> tuple[str, ...]:
    """New recovery codes; the older ones are dead."""
    row = _locked(account)
    Authenticator.objects.filter(user=row, type=RECOVERY).delete()
    journal.record(facts.subject_of(row), "recovery_codes_made", by=by, now=now)
    return _make_codes(row)


@transaction.atomic
def reset_factors(account: Account, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """An administrator takes every factor away: the officer enrols again at the next login."""
    row = _locked(account)
    removed, _ = Authenticator.objects.filter(user=row).delete()
    for session in UserSession.objects.filter(user=row):
        session.end()
    if removed:
        journal.record(
            facts.subject_of(row), "factors_reset", by=by, now=now, details={"reason": reason}, token=token
        )
        _tell(row, "factors_reset", {}, now=now)


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update(of=("self",)).select_related("officer").get(id=account.id)


def _take_totp(account: Account, code: str) -> bool:
    factor = Authenticator.objects.filter(user=account, type=TOTP).first()
    counter = totp.counter_of(decrypt(factor.data["secret"]), code) if factor else None
    if factor is None or counter is None or counter <= factor.data["last_counter"]:
        return False
    factor.data["last_counter"] = counter
    _used(factor)
    return True


def _take_recovery(account: Account, code: str, *, now: datetime) -> bool:
    factor = Authenticator.objects.filter(user=account, type=RECOVERY).first()
    if factor is None or not RecoveryCodes(factor).validate_code(code):
        return False
    left = len(RecoveryCodes(Authenticator.objects.get(id=factor.id)).get_unused_codes())
    journal.record(
        facts.subject_of(account),
        "recovery_code_used",
        by=facts.owner_of(account),
        now=now,
        data={"left": left},
    )
    _tell(account, "recovery_code_used", {"left": left}, now=now)
    return True


def _used(factor: Authenticator) -> None:
    factor.last_used_at = clocks.machine_now()
    factor.save(update_fields=["data", "last_used_at"])


def _add(
    account: Account, kind: str, data: Mapping[str, object], *, by: Actor, now: datetime
) -> tuple[str, ...]:
    is_first = not Authenticator.objects.filter(user=account, type=RECOVERY).exists()
    created_at = clocks.machine_now()
    Authenticator.objects.create(user=account, type=kind, data=dict(data), created_at=created_at)
    journal.record(facts.subject_of(account), "factor_added", by=by, now=now, data={"kind": kind})
    _tell(account, "factor_added", {"kind": kind}, now=now)
    return _make_codes(account) if is_first else ()


def _make_codes(account: Account) -> tuple[str, ...]:
    data = {"seed": encrypt(RecoveryCodes.generate_seed()), "used_mask": 0}
    made = Authenticator.objects.create(
        user=account, type=RECOVERY, data=data, created_at=clocks.machine_now()
    )
    return tuple(RecoveryCodes(made).generate_codes())


def _factors(account: Account) -> Any:
    return Authenticator.objects.filter(user=account).exclude(type=RECOVERY)


def _own(account: Account, factor_id: int) -> Authenticator:
    return _factors(account).get(id=factor_id)


def _tell(account: Account, kind: str, context: Mapping[str, object], *, now: datetime) -> None:
    notices.queue(
        kind,
        to=account.email,
        subject=facts.subject_of(account),
        context=context,
        now=now,
        urgency=Urgency.ACCESS,
    )
