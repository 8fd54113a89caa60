"""How does an officer's mandate change, end, begin again?

A mandate is asked at each request, so what is taken away is gone at the next
click. Switched off, every session is ended and no link opens the account. No
académie is ever left without an administrator: the act is refused.
"""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from sporades.accounts import facts
from sporades.accounts.actions.inviting import mandate_as_data
from sporades.accounts.actions.refusals import LastAdministrator, OutsideMandate
from sporades.accounts.models import Account, Officer
from sporades.journal import actions as journal
from sporades.journal import queries as entries
from sporades.journal.values import Actor
from sporades.notices import actions as notices
from sporades.notices.values import Urgency
from sporades.rules.rights import Mandate, Role, manages


@transaction.atomic
def change_mandate(
    officer: Officer, *, name: str, mandate: Mandate, within: Mandate, token: str, by: Actor, now: datetime
) -> None:
    """`within` is the mandate of who changes it. Raises OutsideMandate, LastAdministrator."""
    row = _locked(officer)
    before = row.mandate
    if not (manages(within, before.academies) and manages(within, mandate.academies)):
        raise OutsideMandate
    if (row.name, before) == (name, mandate) or entries.act_of(token):
        return
    left = before.academies - mandate.academies if mandate.role is Role.ADMINISTRATOR else before.academies
    _keep_an_administrator(row, left)
    row.name, row.mandate = name, mandate
    row.save()
    journal.record(
        facts.subject_of(row.account),
        "mandate_changed",
        by=by,
        now=now,
        data={"before": mandate_as_data(before), "after": mandate_as_data(mandate)},
        details={"name": name},
        token=token,
    )
    _tell(row, "mandate_changed", now=now)


@transaction.atomic
def switch_off(officer: Officer, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """The account opens nothing any more, anywhere. Raises LastAdministrator."""
    row = _locked(officer)
    if row.switched_off_at is not None or entries.act_of(token):
        return
    _keep_an_administrator(row, row.mandate.academies)
    row.switched_off_at = now
    row.save(update_fields=["switched_off_at"])
    for session in UserSession.objects.filter(user=row.account):
        session.end()
    _record(row, "officer_switched_off", reason, token=token, by=by, now=now)


@transaction.atomic
def switch_on(officer: Officer, *, reason: str, token: str, by: Actor, now: datetime) -> None:
    """Switched off or suspended, the account opens again, with the password and the factors it had."""
    row = _locked(officer)
    if entries.act_of(token) or (row.switched_off_at is None and row.suspended_at is None):
        return
    row.switched_off_at = row.suspended_at = None
    row.save(update_fields=["switched_off_at", "suspended_at"])
    _record(row, "officer_switched_on", reason, token=token, by=by, now=now)


def _locked(officer: Officer) -> Officer:
    # The account's row is what every act on a person of the office locks.
    Account.objects.select_for_update().get(id=officer.account_id)
    return Officer.objects.select_related("account").get(id=officer.id)


def _keep_an_administrator(officer: Officer, academies: frozenset[str]) -> None:
    """Raises LastAdministrator if one of these académies would be left with none."""
    if officer.role != Role.ADMINISTRATOR.value:
        return
    # Locked together, in one order: two administrators who leave at once do not both go.
    others = Officer.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR.value, switched_off_at=None, account__is_active=True
    )
    held = {code for one in others.order_by("id") if one.id != officer.id for code in one.academies}
    if academies - held:
        raise LastAdministrator


def _record(officer: Officer, kind: str, reason: str, *, token: str, by: Actor, now: datetime) -> None:
    journal.record(
        facts.subject_of(officer.account), kind, by=by, now=now, details={"reason": reason}, token=token
    )
    _tell(officer, kind, now=now)


def _tell(officer: Officer, kind: str, *, now: datetime) -> None:
    account = officer.account
    notices.queue(
        kind, to=account.email, subject=facts.subject_of(account), context={}, now=now, urgency=Urgency.ACCESS
    )
