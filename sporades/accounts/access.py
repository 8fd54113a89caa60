"""Who comes in, who leaves, and on which devices an account is open."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sporades.accounts import browsers, clients, throttles
from sporades.accounts.addresses import canonical
from sporades.accounts.models import Account
from sporades.adapters import clocks

log = logging.getLogger(__name__)


class NotRecognised(Exception):
    """Unknown address, wrong password or account not activated: nobody learns which."""


@dataclass(frozen=True, slots=True)
class Device:
    browser: str
    system: str
    since: datetime
    current: bool


def log_in(request: HttpRequest, *, email: str, password: str, then: str) -> HttpResponse:
    """The way to `then`, or home, logged in under a new session id; for an officer, to the second factor.

    Raises NotRecognised, TooMany, NotAnAddress.
    """
    attempts = _count(request, email)
    account = authenticate(request, email=email, password=password)
    if account is None:
        log.info("login refused")
        raise NotRecognised
    log.info("login of account %s", account.pk)
    throttles.give_back(attempts)
    login = Login(account, redirect_url=then or home_of(account))
    response = cast(HttpResponse, flows.login.perform_password_login(request, {}, login))
    clients.remember(request, response, email)
    return response


def home_of(account: object) -> str:
    """The first page of a candidate, or of an officer."""
    is_officer = hasattr(account, "officer")
    return reverse(settings.STAFF_REDIRECT_URL if is_officer else settings.LOGIN_REDIRECT_URL)


def _count(request: HttpRequest, email: str) -> list[str]:
    device = clients.device_for(request, email)
    if device is not None:
        return [throttles.consume(throttles.LOGINS_OF_DEVICE, f"{device} {canonical(email)}")]
    place = throttles.consume(throttles.LOGINS_OF_ADDRESS, clients.network(request))
    return [place, throttles.consume(throttles.LOGINS_OF_ACCOUNT, canonical(email))]


def may_ask_for_mail(request: HttpRequest, email: str) -> None:
    """Counts one mail asked by a stranger for this address. Raises TooMany, NotAnAddress."""
    throttles.consume(throttles.MAILS_OF_ADDRESS, clients.network(request))
    throttles.consume(throttles.MAILS_OF_MAILBOX, canonical(email))


def remember_owner(request: HttpRequest, response: HttpResponse, account_id: UUID) -> None:
    """Who held a link from the mailbox is at home on this device, whatever strangers try meanwhile."""
    email = Account.objects.values_list("email", flat=True).get(id=account_id)
    clients.remember(request, response, email)


def log_out(request: HttpRequest) -> None:
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()
    flows.logout.logout(request, show_message=False)


def devices(request: HttpRequest, account: Account) -> list[Device]:
    """Where the account is open now, this device first; sessions that are over are dropped."""
    sessions = sorted(
        UserSession.objects.purge_and_list(account),
        key=lambda session: (not session.is_current(), -session.pk),
    )
    return [
        Device(
            *browsers.name_of(session.user_agent),
            since=clocks.legal_at(session.created_at),
            current=session.is_current(),
        )
        for session in sessions
    ]


def log_out_others(request: HttpRequest, account: Account) -> None:
    for session in UserSession.objects.filter(user=account).exclude(session_key=request.session.session_key):
        session.end()


def go_on(request: HttpRequest, account: Account) -> None:
    """After a change of password: this session under a new id, the others over."""
    log_out_others(request, account)
    UserSession.objects.filter(user=account).delete()
    update_session_auth_hash(request, account)
    UserSession.objects.create_from_request(request)
