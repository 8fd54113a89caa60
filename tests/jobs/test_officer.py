"""What no page can do: the first administrator is invited, and the only one is let in again."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from sporades.accounts import actions
from sporades.accounts.models import Officer
from sporades.journal.models import Entry
from sporades.rules.rights import Role
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.people import MAUD, NOW

pytestmark = pytest.mark.django_db

PASSWORD = "quatre chevaux sous la pluie"


def test_the_first_administrator_is_invited_from_the_command_line():
    call_command("officer", "invite", MAUD.email, MAUD.name, "23", "31")
    actions.accept_invitation(Mailbox().token(MAUD.email), password=PASSWORD, now=NOW)

    maud = Officer.objects.get()
    assert (maud.name, maud.role, maud.academies) == (MAUD.name, Role.ADMINISTRATOR.value, ["23", "31"])
    assert Entry.objects.get(kind="officer_invited").actor_kind == "system"


def test_an_academy_that_does_not_exist_is_refused_by_its_code():
    with pytest.raises(CommandError, match="code 99"):
        call_command("officer", "invite", MAUD.email, MAUD.name, "99")


def test_who_cannot_be_invited_is_told_in_a_sentence():
    people.officer(MAUD)
    people.candidate(people.LEA)

    for address, why in (
        ("maud", "maud is no address"),
        (MAUD.email, "is already of the office"),
        (people.LEA.email, "is the address of a candidate: an officer needs another one"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command("officer", "invite", address, "Quelqu’un", "23")


def test_the_only_administrator_who_lost_everything_chooses_another_factor():
    maud = people.officer(MAUD)
    people.enrolled(maud)

    call_command("officer", "reset", MAUD.email.upper(), "Téléphone volé.")

    assert not Authenticator.objects.exists()
    assert Entry.objects.get(kind="factors_reset").actor_kind == "system"


def test_the_only_administrator_who_lost_their_mailbox_is_invited_at_another_and_switches_the_former_account_off():
    former = people.officer(MAUD)

    call_command("officer", "invite", "maud.lenoir@rectorat.exemple.fr", MAUD.name, *MAUD.academies)
    token = Mailbox().token("maud.lenoir@rectorat.exemple.fr")
    actions.accept_invitation(token, password=PASSWORD, now=NOW)

    maud = Officer.objects.exclude(id=former.id).get()
    said = {"reason": "Adresse perdue.", "token": people.token(), "by": people.acting(maud), "now": NOW}
    actions.switch_off(former, **said)
    assert Officer.objects.get(id=former.id).switched_off_at == NOW
    assert maud.mandate == former.mandate


def test_nobody_is_reset_who_is_not_of_the_office():
    people.candidate(people.LEA)

    with pytest.raises(CommandError, match="nobody of the office"):
        call_command("officer", "reset", people.LEA.email, "x")
