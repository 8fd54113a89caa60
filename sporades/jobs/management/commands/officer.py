"""`sporades officer invite|reset`: what no page can do, for nobody is inside yet, or nobody else is left.

The first administrator is invited from here; and the only one of an académie,
who has lost their second factor, is let in again from here.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sporades.accounts import actions
from sporades.accounts.actions.refusals import AddressOfACandidate, AlreadyOfTheOffice
from sporades.accounts.addresses import NotAnAddress
from sporades.accounts.queries import office
from sporades.accounts.sentences import REFUSALS
from sporades.adapters import clocks
from sporades.journal.values import SYSTEM
from sporades.reference.load import reference
from sporades.rules.rights import Mandate, Role
from sporades.ui.tokens import new_token

NOT_INVITED: dict[type[Exception], str] = {
    NotAnAddress: "is no address",
    AlreadyOfTheOffice: "is already of the office",
    AddressOfACandidate: "is the address of a candidate: an officer needs another one",
}


class Command(BaseCommand):
    help = "Invites an administrator, or takes away the second factors of somebody who has lost them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        invite = acts.add_parser("invite", help="a link leaves by mail, good for seven days")
        invite.add_argument("email")
        invite.add_argument("name", help="first name and name, between quotes")
        invite.add_argument("academies", nargs="+", help="codes of reference/academies.csv: 23 31")
        reset = acts.add_parser("reset", help="another second factor is chosen at the next login")
        reset.add_argument("email")
        reset.add_argument("reason", help="kept in the journal, between quotes")

    def handle(self, *, act: str, **options: Any) -> str:
        return _invite(**options) if act == "invite" else _reset(**options)


def _invite(*, email: str, name: str, academies: list[str], **options: Any) -> str:
    unknown = sorted(set(academies) - reference().academies.keys())
    if unknown:
        raise CommandError(f"no académie has the code {', '.join(unknown)}")
    mandate = Mandate(role=Role.ADMINISTRATOR, academies=frozenset(academies))
    try:
        actions.invite(
            email=email, name=name, mandate=mandate, within=mandate,
            token=new_token(), by=SYSTEM, now=clocks.legal_now(),
        )  # fmt: skip
    except REFUSALS as refusal:
        raise CommandError(f"{email} {NOT_INVITED.get(type(refusal), type(refusal).__name__)}") from refusal
    return f"the invitation of {email} waits for the worker; its link is good for seven days"


def _reset(*, email: str, reason: str, **options: Any) -> str:
    try:
        officer = office.officer_at(email)
    except NotAnAddress as unread:
        raise CommandError(f"{email} is no address") from unread
    if officer is None:
        raise CommandError(f"nobody of the office has the address {email}")
    actions.reset_factors(
        officer.account, reason=reason, token=new_token(), by=SYSTEM, now=clocks.legal_now()
    )
    return f"{email} chooses another second factor at the next login"
