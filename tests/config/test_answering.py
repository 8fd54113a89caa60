"""`check --deploy` tells what does not answer, to whoever has not opened the service yet."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from sporades.config import answering
from tests.services.clamd import clamd

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_antivirus_that_answers_is_nothing_to_say(settings):
    with clamd() as socket:
        settings.CLAMD_SOCKET = socket

        assert answering.the_antivirus_answers(None) == []


def test_an_antivirus_that_does_not_answer_is_named_with_its_socket(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "clamd.ctl")

    (found,) = answering.the_antivirus_answers(None)

    assert found.id == "sporades.W005"
    assert found.msg.startswith(f"clamd does not answer at {tmp_path}/clamd.ctl: FileNotFoundError")


def test_a_database_with_its_tables_is_ready_and_one_without_a_migration_is_not():
    assert answering.the_database_is_ready(None) == []

    call_command("migrate", "usersessions", "zero", fake=True, verbosity=0)
    (found,) = answering.the_database_is_ready(None)
    call_command("migrate", "usersessions", fake=True, verbosity=0)

    assert found.msg == "1 migration(s) wait: `sporades migrate` makes what this release adds."


def test_a_database_that_does_not_answer_is_told(monkeypatch):
    def refused() -> None:
        raise OperationalError("connection refused")

    connection.close()
    with monkeypatch.context() as away:
        away.setattr(connection, "connect", refused)
        (found,) = answering.the_database_is_ready(None)

    assert found.msg == "The database that SPORADES_DATABASE names could not be used: connection refused"
