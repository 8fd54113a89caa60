"""What allauth may do on its own: nothing that a person would see.

It logs in by stages (ours is the second factor of officers), keeps the list of
sessions, and asks us for the address of a request. Its mails and messages
are ours to write, and its throttles are replaced by `throttles`.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from sporades.accounts import clients


class UnexpectedMail(RuntimeError):
    """Allauth wanted to write to somebody: every mail of ours goes through the outbox."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # published without types
    def get_client_ip(self, request: HttpRequest) -> str:
        return clients.address(request)

    def get_login_stages(self) -> list[str]:
        return ["sporades.accounts.stages.SecondFactor"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise UnexpectedMail(template_prefix)

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """The pages say what happened, in their own words."""
