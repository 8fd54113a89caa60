"""What a backup holds comes back whole; what is not whole is refused by its name."""

import json
import subprocess

import pytest
from django.core.management import CommandError, call_command

from sporades.adapters import dumps, storage
from sporades.registrations.actions import scanning
from sporades.registrations.models import File
from tests import people
from tests.jobs import places


@pytest.fixture
def copy(service, tmp_path):
    """A backup of the service, just made."""
    folder = tmp_path / "copy"
    call_command("backup", str(folder))
    return folder


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def sealed_copies(folder):
    return sorted(path for path in (folder / "files").rglob("*") if path.is_file())


def test_an_empty_place_receives_every_row_and_every_file(copy, service, elsewhere, settings):
    said = elsewhere.sporades("restore", str(copy))

    assert said.returncode == 0, said.stderr
    assert elsewhere.rows() == places.here()
    settings.DATA_DIR = elsewhere.data
    for file in File.objects.all():
        assert storage.get(file.key, file.wrapped_key, file.key_id)


def test_it_says_what_came_back_and_the_journal_holds_there(copy, elsewhere):
    rows = manifest(copy)["rows"]

    said = elsewhere.sporades("restore", str(copy))

    assert (
        f"{sum(rows.values())} rows, 1 files and {rows['journal_chain']} chains of the journal" in said.stdout
    )
    assert elsewhere.sporades("journal", "verify").stdout.strip() == "every chain holds"


def test_coreutils_alone_can_check_it(copy):
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


def test_the_keys_are_named_and_are_not_in_it(copy, settings):
    (key_id,) = settings.FILE_KEYS

    assert manifest(copy)["key_ids"] == [key_id]
    everything = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    assert settings.FILE_KEYS[key_id] not in everything
    assert settings.FILE_KEYS[key_id].hex().encode() not in everything


@pytest.mark.once
@pytest.mark.parametrize("which", ["the database", "a file"])
def test_one_changed_byte_is_refused_by_the_name_of_its_file(copy, elsewhere, which):
    place = copy / manifest(copy)["database"] if which == "the database" else sealed_copies(copy)[0]
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)

    said = elsewhere.sporades("restore", str(copy))

    assert said.returncode != 0
    assert f"{place.relative_to(copy)}: changed since the backup was made" in said.stderr
    assert elsewhere.sporades("restore", str(copy)).stderr == said.stderr  # nothing was begun


@pytest.mark.once
def test_a_missing_file_is_refused_by_its_name(copy, elsewhere):
    place = sealed_copies(copy)[0]
    place.unlink()

    said = elsewhere.sporades("restore", str(copy))

    assert said.returncode != 0
    assert f"{place.relative_to(copy)}: missing" in said.stderr


@pytest.mark.once
def test_a_list_that_was_touched_is_refused(copy, elsewhere):
    (copy / "SHA256SUMS").write_text("", encoding="ascii")

    said = elsewhere.sporades("restore", str(copy))

    assert "SHA256SUMS: changed since the backup was made" in said.stderr


@pytest.mark.once
def test_a_copy_cut_short_is_no_backup(copy, elsewhere):
    (copy / "manifest.json").unlink()

    said = elsewhere.sporades("restore", str(copy))

    assert "this is no backup, or one cut short" in said.stderr


def test_nothing_is_put_back_over_a_service(copy, elsewhere):
    elsewhere.sporades("restore", str(copy))

    said = elsewhere.sporades("restore", str(copy))

    assert "The database here is not empty" in said.stderr
    assert "already keeps files" in said.stderr


def test_without_the_keys_it_says_which_one_is_missing(copy, elsewhere):
    other = "other:" + "A" * 43 + "="

    said = elsewhere.sporades("restore", str(copy), SPORADES_FILE_KEYS=other)

    assert "SPORADES_FILE_KEYS lacks the master key « local »" in said.stderr


def test_a_backup_never_covers_another(copy):
    with pytest.raises(CommandError, match="is not empty"):
        call_command("backup", str(copy))


def test_what_happens_during_the_copy_of_the_rows_is_not_in_it(service, elsewhere, tmp_path):
    before = places.here()["notices_notice"]
    target = tmp_path / dumps.file_name()

    with dumps.frozen() as dump:
        places.other_process().python(
            "from django.db import connection; connection.cursor().execute('DELETE FROM notices_notice')"
        )
        dump(target)

    elsewhere.data.mkdir()
    elsewhere.python(
        f"from pathlib import Path; from sporades.adapters import dumps; dumps.load(Path('{target}'))"
    )
    assert places.here()["notices_notice"] == []
    assert elsewhere.rows()["notices_notice"] == before


def test_a_file_erased_between_the_rows_and_its_copy_is_not_named_by_the_backup(
    service, tmp_path, monkeypatch
):
    file = File.objects.get()
    sealed = storage.sealed

    def erased_just_before(key):
        monkeypatch.setattr(storage, "sealed", sealed)
        scanning.settle(file, infected_with="Eicar-Test", now=people.NOW)
        return sealed(key)

    monkeypatch.setattr(storage, "sealed", erased_just_before)
    call_command("backup", str(tmp_path / "copy"))

    assert manifest(tmp_path / "copy")["missing"] == []
    assert sealed_copies(tmp_path / "copy") == []


def test_a_file_that_was_lost_before_is_said_and_the_rest_is_kept(service, elsewhere, tmp_path):
    file = File.objects.get()
    storage.delete(file.key)

    with pytest.raises(CommandError, match=file.key):
        call_command("backup", str(tmp_path / "copy"))
    said = elsewhere.sporades("restore", str(tmp_path / "copy"))

    assert said.returncode == 0, said.stderr
    assert f"lost before that copy was made: {file.key}" in said.stdout


def test_a_file_that_is_an_alarm_already_fails_no_copy_and_is_named_by_it(service, tmp_path):
    file = File.objects.get()
    storage.delete(file.key)
    with pytest.raises(CommandError, match="missing"):
        call_command("files", "verify")

    assert f"lost, as `files verify` says: {file.key}" in call_command("backup", str(tmp_path / "copy"))
    assert at_fault(tmp_path / "copy") == [f"files/{file.key[:2]}/{file.key}"]


def test_a_file_that_changed_in_the_store_is_named_by_the_copy_of_it_until_it_is_mended(service, tmp_path):
    file = File.objects.get()
    kept = storage.sealed(file.key)
    storage.put_back(file.key, kept[:-1] + b"?")
    with pytest.raises(CommandError, match="changed"):
        call_command("files", "verify")
    call_command("backup", str(tmp_path / "copy"))
    assert at_fault(tmp_path / "copy") == [f"files/{file.key[:2]}/{file.key}"]

    storage.put_back(file.key, kept)
    call_command("files", "verify")
    call_command("backup", str(tmp_path / "mended"))

    assert at_fault(tmp_path / "mended") == []


def at_fault(folder):
    return (folder / "AT-FAULT").read_text().splitlines()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_client_of_postgresql_one_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        CommandError, match=r"pg_dump is not installed\. On Debian: apt-get install postgresql-client"
    ):
        call_command("backup", str(tmp_path / "copy"))
