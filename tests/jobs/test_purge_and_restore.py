"""A backup older than a purge is put back, and what was purged goes again before anybody reads it."""

import shutil
from pathlib import Path

from django.core.management import call_command

from sporades.adapters import clocks
from sporades.journal.values import Actor
from sporades.records import ledger
from sporades.records.actions import purging
from sporades.registrations.models import File
from tests import people

OVER = people.paris(2027, 1, 2)


def test_what_a_purge_erased_does_not_come_back_with_an_older_backup(service, tmp_path, elsewhere, capsys):
    copy = tmp_path / "copy"
    call_command("backup", str(copy))
    held = purging.freeze("23", token=people.token(), by=Actor("officer", "paul"), now=OVER)
    while purging.list_next(machine_now=clocks.machine_now(), now=OVER):
        pass
    purging.approve(held.id, token=people.token(), by=Actor("officer", "maud"), now=OVER)
    kept = {file.key for file in File.objects.all()}
    assert kept
    while purging.settle_next(now=OVER):
        pass
    shutil.copytree(ledger.folder(), Path(elsewhere.data) / "purges")

    said = elsewhere.sporades("restore", str(copy))

    assert said.returncode == 0, said.stderr
    assert f"purged since, {held.lines.count()} erased again" in said.stdout
    assert elsewhere.rows()["registrations_file"] == []
    assert not [key for key in kept if (Path(elsewhere.data) / "files" / key[:2] / key).exists()]
    assert elsewhere.sporades("journal", "verify").stdout.strip() == "every chain holds"
    call_command("purge", "--dry-run")
    assert "nothing is approved" in capsys.readouterr().out
