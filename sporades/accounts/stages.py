"""Between the password and the office stands the second factor.

Allauth logs in by stages. At this one an officer is nobody yet: the password
was right, the session is still a stranger's, and only the pages that ask for
the second factor know who is coming.
"""

from typing import Any, cast

from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from sporades.accounts.backends import is_switched_off
from sporades.accounts.models import Account


class SecondFactor(LoginStage):  # type: ignore[misc]  # published without types
    key = "second_factor"
    urlname = "second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if not hasattr(self.login.user, "officer"):
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True


def coming(request: HttpRequest) -> Account | None:
    """The officer whose password was right in this session, and whose second factor is asked."""
    stage = _stage(request)
    account = stage.login.user if stage else None
    if account is None or not hasattr(account, "officer") or is_switched_off(account):
        return None
    return cast(Account, account)


def leave(request: HttpRequest) -> str:
    """Logs the officer in, under a new session id; the address they wanted."""
    stage = _stage(request)
    response = stage.exit()
    return str(response.url)


def _stage(request: HttpRequest) -> Any:
    if request.user.is_authenticated:
        return None
    return LoginStageController.enter(request, SecondFactor.key)
