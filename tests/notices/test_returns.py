"""A mail that comes back is kept, told to its reader and to the office; a forged return changes nothing."""

import io
import re
from mailbox import Maildir
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.urls import reverse

from sporades.jobs import bounces, worker
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import envelopes
from sporades.notices import queries as notices
from sporades.notices.models import Notice
from sporades.registrations.actions.common import subject_of
from sporades.registrations.queries import counting, waits
from tests import people
from tests.adapters.test_bounces import RETURN, report
from tests.pages import space
from tests.people import KARIM, NOW, PATISSIER

UNKNOWN = ("failed", "5.1.1", "550 5.1.1 <karim@exemple.fr>: User unknown")


@pytest.fixture
def row(db, settings, tmp_path):
    space.begin(settings, tmp_path)
    row = people.saved(KARIM, PATISSIER)
    Notice.objects.update(state="sent", left_at=NOW)
    return row


def mail_of(row) -> Notice:
    return Notice.objects.get(subject_id=row.id)


def returned(notice_id, *said: str) -> bytes:
    """The report of a server about that mail, as it arrives in the mailbox of the returns."""
    return report(*(said or UNKNOWN)).replace(RETURN.encode(), envelopes.sender_of(notice_id).encode())


def kept(row) -> tuple[object, ...]:
    mail = mail_of(row)
    return mail.state, mail.returned_for, mail.failure, entries(row)


def entries(row) -> int:
    return sum(entry.kind == "mail_returned" for entry in journal.timeline(subject_of(row)))


def test_a_mail_that_comes_back_is_kept_with_its_cause_and_journaled_once_with_the_file(row):
    came = returned(mail_of(row).id)

    assert "came back: address" in bounces.take(came)
    assert "known to have come back" in bounces.take(came)

    assert kept(row) == ("sent", "address", UNKNOWN[2], 1)
    assert not list(journal.broken_chains())
    officer = people.officer(people.SYLVIE)
    assert counting.bounced([row.window_id], officer.mandate) == counting.Mails(mails=1, files=1)
    unreached = waits.ANOMALIES["mail_refused"](officer.mandate, NOW)
    assert list(type(row).objects.filter(unreached)) == [row]


def test_the_message_id_alone_tells_which_mail_came_back_whatever_the_servers_did_to_its_case(row):
    quoted = report(*UNKNOWN).replace(b"<x@y>", envelopes.message_id(mail_of(row).id).upper().encode())

    assert "came back" in bounces.take(quoted)


def test_a_key_that_was_replaced_still_tells_our_own_returns(row, settings):
    came = returned(mail_of(row).id)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a newer key of the service", [settings.SECRET_KEY]

    assert "came back" in bounces.take(came)


def test_a_forged_return_changes_nothing(row):
    mail = mail_of(row)
    token = envelopes.sender_of(mail.id).partition("+")[2].partition("@")[0]
    before = kept(row)

    forged = [
        report(*UNKNOWN),
        # Who knows the mail's id, but has never seen the mail.
        report(*UNKNOWN).replace(b"a" * 40, token[:-1].encode() + (b"a" if token[-1] != "a" else b"b")),
        returned(mail.id).replace(token[:26].encode(), envelopes.sender_of(uuid4()).partition("+")[2][:26].encode()),
        returned(uuid4()),
        returned(mail.id, "delayed", "4.4.1", "connect to mx: Connection timed out"),
        returned(mail.id, "delivered", "2.0.0", "250 OK"),
        b"From: Karim <karim@exemple.fr>\nAuto-Submitted: auto-replied\nIn-Reply-To: "
        + envelopes.message_id(mail.id).encode()
        + b"\nSubject: Absence\n\nJe suis absent. 550 5.1.1\n",
        b"\xff" * 2000,
    ]  # fmt: skip

    assert [bounces.take(raw).partition(":")[0] for raw in forged] == ["ignored"] * len(forged)
    assert kept(row) == before


def test_a_mail_of_no_file_that_comes_back_is_kept_without_an_entry(row):
    account = row.candidate.account
    mail = Notice.objects.create(
        kind="password_changed", recipient=account.email, subject_kind="account", subject_id=account.id,
        title="t", text="t", html="t", state="sent", queued_at=NOW, recorded_at=NOW, next_try_at=NOW, left_at=NOW,
    )  # fmt: skip

    assert "came back: full" in bounces.take(returned(mail.id, "failed", "5.2.2", "552 5.2.2 over quota"))
    assert kept(row)[-1] == 0
    assert notices.mails_about(Subject("account", account.id))[0].fate == "returned"


def test_a_mail_that_the_relay_refuses_is_a_return_like_any_other(row, relay):
    people.give(row)
    relay.refusals[row.candidate.account.email] = "550 5.1.1 no such user"

    worker.work_once()

    given = Notice.objects.get(kind="piece_deposited")
    assert (given.state, given.returned_for, given.left_at) == ("refused", "address", None)
    assert entries(row) == 1


def test_the_command_reads_what_a_server_hands_over_and_every_new_message_of_a_folder(
    row, monkeypatch, tmp_path, capsys
):
    raw = returned(mail_of(row).id)
    box = Maildir(tmp_path / "retours")
    for said in (raw, b"Subject: publicite\n\nAchetez.\n"):
        box.add(said)

    call_command("bounce", "--maildir", tmp_path / "retours")
    said = capsys.readouterr().out
    assert (said.count("came back: address"), said.count("ignored")) == (1, 1)
    call_command("bounce", "--maildir", tmp_path / "retours")
    assert capsys.readouterr().out.strip() == ""

    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("bounce")
    assert "known to have come back" in capsys.readouterr().out


def test_while_the_database_is_away_the_server_is_asked_to_come_again(row, monkeypatch):
    def away(*_: object) -> None:
        raise OperationalError("no such host")

    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(returned(mail_of(row).id))))

    with connection.execute_wrapper(away), pytest.raises(SystemExit) as left:
        call_command("bounce")

    assert left.value.code == 75


@pytest.mark.once
def test_what_cannot_be_read_is_put_aside_and_the_next_message_is_read(row, tmp_path, capsys, caplog):
    box, token = Maildir(tmp_path / "retours"), envelopes.sender_of(mail_of(row).id).encode()
    head = b"MIME-Version: 1.0\nTo: " + token + b"\nFrom: Mail-Daemon"
    nested = (f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(1500))
    hostile = [
        head + b"\xe9 <mailer-daemon@relais.example>\n\n550 5.1.1 secret\n",
        head + b'@r.example\nContent-Type: text/plain; charset="\x00"\n\n550 5.1.1 secret \xe9\n',
        head + b"@r.example\n" + "".join(nested).encode(),
    ]
    for raw in [*hostile, returned(mail_of(row).id)]:
        box.add(raw)
        # Without a token it is not opened at all.
        assert "no token" in bounces.take(raw.replace(token, b"retours@sporades.example"))

    call_command("bounce", "--maildir", tmp_path / "retours")

    said = capsys.readouterr().out
    assert (said.count("ignored: it cannot be read"), said.count("came back: address")) == (3, 1)
    assert "secret" not in caplog.text
    assert [len(list((tmp_path / "retours" / one).iterdir())) for one in ("new", "cur")] == [0, 4]


@pytest.mark.once
def test_whatever_fails_before_a_message_is_read_asks_the_server_to_come_again(settings):
    settings.MIDDLEWARE = None

    with pytest.raises(SystemExit) as left:
        call_command("bounce", skip_checks=False)

    assert left.value.code == 75


@pytest.mark.once
def test_the_candidate_is_told_at_the_next_login_which_mail_where_why_and_what_to_do(row):
    client, page = space.enter(row), reverse("returned_mails")
    assert "ne vous parviennent pas" not in space.read(client, reverse("space"))
    assert "tous nos courriels vous sont parvenus" in space.read(client, page)
    bounces.take(returned(mail_of(row).id))

    for first in (reverse("space"), space.first_screen(row)):
        assert "1 courriel que nous vous avons écrit n’a pas pu vous être remis." in space.read(client, first)
    said = space.read(client, page)
    assert "Pré-inscription enregistrée, confirmation à signer : CAP Pâtissier, session 2025" in said
    assert "à karim@exemple.fr : cette adresse n’existe pas." in said
    assert "il manque votre confirmation signée" in said
    assert "Changer mon adresse" in said

    # What another tab shows later does not take off what it did not show.
    client.post(page, {"mail": [str(uuid4())]})
    assert "ne vous parviennent pas" in space.read(client, reverse("space"))
    shown = re.findall(r'name="mail" value="([^"]+)"', client.get(page).content.decode())
    client.post(page, {"mail": shown})
    assert "ne vous parviennent pas" not in space.read(client, reverse("space"))
    assert mail_of(row).seen_at is not None


@pytest.mark.once
def test_nobody_is_shown_the_mails_of_somebody_else(row):
    bounces.take(returned(mail_of(row).id))
    other = people.saved(people.INES)

    client = space.enter(other)

    assert "tous nos courriels vous sont parvenus" in space.read(client, reverse("returned_mails"))
    client.post(reverse("returned_mails"), {"mail": [str(mail_of(row).id)]})
    assert mail_of(row).seen_at is None
