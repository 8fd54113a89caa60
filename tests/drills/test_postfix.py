"""Do the lines that docs/operations.md gives for Postfix bring a real bounce back to the candidate's page?

A real Postfix takes our mails, a server refuses them as servers do, Postfix
writes what it writes and hands it to deploy/run. It starts as root only:
for anybody else this file is not collected.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from sporades.adapters import clocks
from sporades.notices import actions
from sporades.notices.models import Notice
from sporades.registrations.models import Registration
from tests import people
from tests.notices import conftest
from tests.pages import space
from tests.people import KARIM
from tests.services import postfix, privately
from tests.source import ROOT

relay = conftest.relay  # here, the receivers' server
pytestmark = [pytest.mark.drill, pytest.mark.once]

# Who, what their server answers to the address or to the whole mail, and what we make of it.
AT_ONCE = {
    "inconnu": ("550 5.1.1 <inconnu@exemple.fr>: Recipient address rejected: User unknown", "", "address"),
    "orange": ("", "552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417", "full"),
    "filtre": ("", "554 5.7.1 Message rejected as spam by Content Filtering.", "refused"),
}
IN_THE_END = {
    "plein": ("452 4.2.2 <plein@exemple.fr>: user is over quota", "", "full"),
    "occupe": ("", "451 4.3.0 Temporary system problem, try again later", "silent"),
    "muet": ("", "", "silent"),  # nobody listens there
}
SILENT = "muet@exemple.fr    smtp:[127.0.0.1]:1"


def address(name: str) -> str:
    return f"{name}@exemple.fr"


@pytest.fixture
def deployed(session, settings) -> Iterator[Path]:
    """deploy/run as an operator has it, but that it finds the settings and the database of this test."""
    space.begin(settings, settings.DATA_DIR)
    database = Path(connection.settings_dict["NAME"])
    with privately.folder("deployed") as folder:
        text = (ROOT / "deploy" / "run").read_text(encoding="utf-8")
        for there, place in (
            ("/etc/sporades.env", folder / "sporades.env"),
            ("/var/lib/sporades", database.parent),
            ("/srv/sporades/.venv/bin", Path(sys.executable).parent),
            # Postfix hands over as the user sporades; the tests are root's.
            ('[ "$(id -u)" -ne 0 ]', "true"),
        ):
            assert there in text
            text = text.replace(there, str(place))
        (folder / "run").write_text(text, encoding="utf-8")
        (folder / "run").chmod(0o700)
        said = f"# As an operator writes it.\nSPORADES_LOCAL=1\nSPORADES_DATABASE=sqlite://{database}\n"
        (folder / "sporades.env").write_text(said, encoding="utf-8")
        yield folder / "run"


def send_all() -> None:
    while actions.send_next(machine_now=clocks.machine_now()):
        pass


def fates() -> dict[str, str]:
    """What is kept of each mail about a registration, by the name it went to; nothing of one that did not come back."""
    mails = Notice.objects.filter(subject_kind="registration").values_list("recipient", "returned_for")
    return {recipient.partition("@")[0]: cause for recipient, cause in mails}


def test_what_postfix_writes_of_a_mail_refused_or_given_up_reaches_the_candidate(deployed, relay, settings):
    rows = {name: people.saved(replace(KARIM, email=address(name))) for name in ("lu", *AT_ONCE, *IN_THE_END)}
    for name, (to_address, to_mail, _cause) in {**AT_ONCE, **IN_THE_END}.items():
        if to_address:
            relay.refusals[address(name)] = to_address
        if to_mail:
            relay.second_thoughts[address(name)] = to_mail
    domain = settings.MAIL_RETURN.partition("@")[2]
    receiver = settings.EMAIL_PORT
    with postfix.postfix(domain=domain, receiver=receiver, program=deployed, more=SILENT) as server:
        settings.EMAIL_PORT = server.port
        send_all()
        assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}

        # Each is refused, or told to be late: a warning is no return.
        said = {name: cause for name, (_, _, cause) in AT_ONCE.items()}
        server.until(lambda: server.handed_over() == len(AT_ONCE) + len(IN_THE_END))
        assert fates() == {"lu": "", **said, **dict.fromkeys(IN_THE_END, "")}

        server.give_up()
        said |= {name: cause for name, (_, _, cause) in IN_THE_END.items()}
        server.until(lambda: server.handed_over() == len(AT_ONCE) + 2 * len(IN_THE_END))
        assert fates() == {"lu": "", **said}
        assert not server.waiting()
    assert relay.titles() == [Notice.objects.get(recipient=address("lu"), subject_kind="registration").title]
    assert_told(rows["inconnu"], "à inconnu@exemple.fr : cette adresse n’existe pas.")
    assert_told(rows["plein"], "à plein@exemple.fr")
    assert "tous nos courriels vous sont parvenus" in told(rows["lu"])


def told(row: Registration) -> str:
    return space.read(space.enter(row), reverse("returned_mails"))


def assert_told(row: Registration, words: str) -> None:
    assert words in told(row)


def test_while_the_database_is_away_postfix_keeps_the_return_and_hands_it_over_again(
    deployed, relay, settings
):
    row = people.saved(replace(KARIM, email=address("inconnu")))
    relay.refusals[address("inconnu")] = AT_ONCE["inconnu"][0]
    env = deployed.parent / "sporades.env"
    away = deployed.parent / "away"
    shutil.move(env, away)
    domain, receiver = settings.MAIL_RETURN.partition("@")[2], settings.EMAIL_PORT
    with postfix.postfix(domain=domain, receiver=receiver, program=deployed) as server:
        settings.EMAIL_PORT = server.port
        send_all()
        server.until(lambda: "status=deferred (temporary failure" in server.log)
        assert fates() == {"inconnu": ""}
        assert not server.handed_over()

        shutil.move(away, env)
        server.flush()

        server.until(lambda: server.handed_over() == 1)
        assert fates() == {"inconnu": "address"}
    assert_told(row, "cette adresse n’existe pas")
