"""The three roles of PostgreSQL: the site can work, and cannot rewrite what happened.

The database is made as `deploy/postgresql-roles.sql` says, step by step; each
role then logs in by its own name.
"""

import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection

from sporades.accounts import actions as accounts
from sporades.accounts.values import CivilIdentity
from sporades.adapters import clocks
from sporades.jobs import purge as jobs
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal import roots
from sporades.journal.values import Actor, Subject
from sporades.records import erasing
from sporades.records.actions import purging
from sporades.records.queries import lists
from sporades.registrations.actions import (
    changing_academy,
    claiming,
    deciding,
    reviewing,
    searching,
    withdrawing,
)
from sporades.registrations.models import Claim, SavedSearch
from sporades.rules.calendar import GRACE
from tests import people
from tests.accounts.mailbox import Mailbox
from tests.jobs import places
from tests.source import ROOT

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

NAME = "deployed"
PASSWORD = "quatre chevaux sous la pluie"
ROLES_FILE = ROOT / "deploy" / "postgresql-roles.sql"


@pytest.fixture(scope="module")
def deployed(django_db_setup, django_db_blocker, tmp_path_factory):
    """A new database, its roles, its tables, then the rights on them."""
    with django_db_blocker.unblock():
        places.create_database(NAME)
        give_rights()
        owner = places.Place(tmp_path_factory.mktemp("data"), places.as_role("sporades_migrate", NAME))
        migrated = owner.sporades("migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        give_rights()


def give_rights() -> None:
    host = connection.settings_dict["HOST"]
    subprocess.run(
        [
            *("psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--single-transaction"),
            *("--host", host, "--username", "sporades", "--dbname", NAME, "--file", str(ROLES_FILE)),
        ],
        check=True,
    )


@contextmanager
def logged_in(role):
    """This process's connection, as that role in that database."""
    known = connection.settings_dict
    before = {"NAME": known["NAME"], "USER": known["USER"]}
    connection.close()
    known.update(NAME=NAME, USER=role)
    try:
        yield
    finally:
        connection.close()
        known.update(before)


@pytest.fixture
def as_app(deployed, transactional_db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with logged_in("sporades_app"):
        yield


@pytest.fixture
def as_purge(deployed, transactional_db):
    with logged_in("sporades_purge"):
        yield


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_site_and_the_worker_can_do_all_they_have_to(as_app):
    people.the_session()
    registered = people.confirmed(people.LEA)
    people.scan_all()
    withdrawing.withdraw(
        people.fresh(registered), token=people.token(), by=people.actor(registered.candidate), now=people.NOW
    )
    people.saved(people.TOM)

    report = tick(now=people.R408_DUE)
    call_command("clearsessions")
    roots.close_days(now=people.R408_DUE)

    assert report.done["cancelled"] == 1
    assert not report.failed
    assert [*journal.broken_chains(), *roots.faults()] == []


def test_an_account_moves_comes_back_and_another_disappears(as_app):
    mailbox, karim = Mailbox(), people.candidate(people.KARIM, password=PASSWORD).account
    by = Actor("candidate", str(karim.id))
    accounts.ask_email_change(karim, email="karim@nouvelle.fr", password=PASSWORD, by=by, now=people.NOW)
    accounts.confirm_email_change(mailbox.token("karim@nouvelle.fr"), now=people.NOW)
    accounts.restore_address(mailbox.token(people.KARIM.email), now=people.NOW)
    tom = CivilIdentity("Martin", "Tom", people.TOM.birth_date)
    accounts.sign_up(email="tom@nouvelle.fr", password=PASSWORD, identity=tom, now=people.NOW)
    mailbox.left(people.NOW)

    report = tick(now=people.NOW + timedelta(hours=48) + GRACE)

    assert report.done["account_deleted"] == 1
    assert not report.failed


def test_the_office_takes_back_what_it_may_and_takes_a_file_from_another_academie(as_app):
    people.the_session()
    people.another_academy("28")
    row, sylvie = people.confirmed(people.JEANNE, people.PATISSIER), people.officer(people.SYLVIE)
    by, machine_now = people.acting(sylvie), clocks.machine_now()
    searching.keep(officer=sylvie, name="À voir", query="q=Jeanne")
    assert searching.forget(SavedSearch.objects.get().id, officer=sylvie)
    asked = reviewing.ask_piece(row, title="Livret", explanation="Votre nom a changé.", by=by, now=people.NOW)
    deciding.undo(asked, by=by, now=people.NOW, machine_now=machine_now)
    claiming.claim(row, officer=sylvie, machine_now=machine_now)
    claiming.release(row, officer=sylvie)
    claiming.claim(row, officer=sylvie, machine_now=machine_now)
    said = {"by": by, "now": people.NOW}
    changing_academy.propose(row, academy="28", reason="Déménagement.", token=people.token(), **said)
    change = row.academy_changes.get()

    changing_academy.accept(change.id, seen=1, token=people.token(), **said)

    assert people.fresh(row).academy == "28"
    assert not Claim.objects.exists()
    assert not row.pieces.filter(title="Livret").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE journal_entry",
        "ALTER TABLE journal_entry ADD COLUMN mine text",
        "CREATE TABLE mine (id int)",
        "TRUNCATE journal_entry",
        "UPDATE journal_entry SET kind = 'nothing'",
        "DELETE FROM journal_entry",
        "UPDATE journal_detail SET content = '{}'",
        "DELETE FROM journal_detail",
        "UPDATE journal_root SET root = ''",
        "UPDATE journal_leaf SET digest = ''",
        "UPDATE records_purgeline SET outcome = 'done'",
        "DELETE FROM journal_chain",
        "UPDATE journal_chain SET subject_kind = 'account'",
        "UPDATE registrations_version SET answers = '{}'",
        "DELETE FROM registrations_registration",
        "DELETE FROM registrations_file",
        "DELETE FROM documents_document",
        "DELETE FROM django_migrations",
    ],
)
def test_the_site_can_neither_rewrite_what_happened_nor_take_it_away(as_app, statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(statement)


def test_the_purge_takes_away_a_whole_file_and_an_account_and_every_chain_still_holds(
    deployed, transactional_db, settings, tmp_path
):
    """As deployed: the site lists and approves as its own role, the purge erases as its own."""
    settings.DATA_DIR = tmp_path
    paul, maud = Actor("officer", "paul"), Actor("officer", "maud")
    files_go = people.paris(2032, 1, 2)
    with logged_in("sporades_app"):
        people.the_session()
        registered = people.confirmed(people.INES, people.PATISSIER)
        account, alone = registered.candidate.account, people.candidate(people.AWA).account
        left = people.officer(people.YVES, switched_off_at=people.paris(2023, 1, 2)).account
        for academy in ("23", ""):
            held = purging.freeze(academy, token=people.token(), by=paul, now=files_go)
            while purging.list_next(machine_now=clocks.machine_now(), now=files_go):
                pass
            purging.approve(held.id, token=people.token(), by=maud, now=files_go)
        with pytest.raises(ProgrammingError, match="permission denied"):
            jobs.settle_all(now=files_go)
    with logged_in("sporades_purge"):
        jobs.settle_all(now=files_go)

        assert lists.waiting() == []
        assert list(journal.broken_chains()) == []
        known = [erasing.is_known(Subject("account", one.id)) for one in (account, alone, left)]
        assert known == [True, False, False]
        assert not erasing.is_known(Subject("registration", registered.id))


def test_the_unit_of_the_purge_erases_without_the_files_and_the_keys_of_the_site(
    deployed, transactional_db, settings, tmp_path
):
    settings.DATA_DIR = tmp_path / "site"
    paul, maud, now = Actor("officer", "paul"), Actor("officer", "maud"), clocks.machine_now()
    with logged_in("sporades_app"):
        alone = people.candidate(people.AWA).account
        type(alone).objects.filter(id=alone.id).update(created_at=now - timedelta(days=800), last_login=None)
        held = purging.freeze("", token=people.token(), by=paul, now=now)
        while purging.list_next(machine_now=now, now=now):
            pass
        purging.approve(held.id, token=people.token(), by=maud, now=now)
    unit = (ROOT / "deploy" / "sporades-purge.service").read_text(encoding="ascii").splitlines()
    (given,) = [line.removeprefix("Environment=") for line in unit if line.startswith("Environment=")]
    environment = dict(pair.split("=") for pair in given.split())
    environment |= {
        "SPORADES_DATA": str(tmp_path),
        "SPORADES_DATABASE": places.as_role("sporades_purge", NAME),
    }

    command = [sys.executable, "-m", "sporades", "purge"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    with logged_in("sporades_app"):
        assert not erasing.is_known(Subject("account", alone.id))
    assert [one.name for one in (tmp_path / "purges").iterdir()] == [f"{held.number:06}.json"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal_entry",
        "UPDATE registrations_registration SET state = 'admitted'",
        "UPDATE accounts_account SET email = ''",
        "DELETE FROM accounts_invitation",
        "UPDATE records_purge SET approved_by = 'me'",
        "UPDATE records_purgeline SET subject_id = purge_id",
        "INSERT INTO journal_root (day, chains, root, made_at) VALUES (now(), 0, '', now())",
        "DROP TABLE journal_detail",
    ],
)
def test_the_purge_can_do_nothing_else(as_purge, statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(statement)


def test_the_rights_can_be_given_again_at_any_time(deployed):
    give_rights()
