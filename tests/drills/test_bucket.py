"""Files in a bucket of a real S3 server: whole, shut, named when they change, there again after an outage."""

import os
import signal
import threading
import time
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from sporades.adapters import storage
from sporades.documents.queries import published
from sporades.jobs import upkeep
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.records import archive
from sporades.registrations.actions import checkups
from sporades.registrations.actions.depositing import Upload
from sporades.registrations.models import Deposit, File
from sporades.registrations.queries import alarms
from sporades.rules.reasons import Blocked
from tests import people
from tests.jobs import places
from tests.pages import space
from tests.pages.public import words
from tests.people import KARIM, NOW
from tests.services import swift as services

pytestmark = [pytest.mark.drill, pytest.mark.once, pytest.mark.django_db(transaction=True)]

NIGHT = datetime(2026, 11, 30, 1, tzinfo=UTC)
PATIENCE = 30


@pytest.fixture(scope="module")
def swift():
    with services.swift() as running:
        with running.answering():
            services.make_bucket(running)
        yield running


@pytest.fixture
def bucket(swift, settings, tmp_path):
    """The service keeps its files in an empty bucket of a server that answers."""
    space.begin(settings, tmp_path)
    settings.STORAGE, settings.STORAGE_KEY, settings.STORAGE_SECRET = (
        swift.address,
        services.KEY,
        services.SECRET,
    )
    with swift.answering() as door:
        for kept in list(storage.keys()):
            storage.delete(kept.key)
        swift.door = door
        yield swift


def read(stored) -> bytes:
    return storage.get(stored.key, stored.wrapped_key, stored.key_id)


def keys_kept() -> set[str]:
    return {kept.key for kept in list(storage.keys())}


def place_of(key: str) -> str:
    return f"files/{key[:2]}/{key}"


def close_the_door(swift) -> None:
    swift.door.send_signal(signal.SIGKILL)
    swift.door.wait()


def said() -> list[str]:
    return [alarm.kind for alarm in alarms.alarms(now=NOW, machine_now=NIGHT)]


def photos(count: int) -> tuple[Upload, ...]:
    return tuple(Upload(f"{number}.jpg", people.photo(str(number))) for number in range(count))


@pytest.mark.parametrize("size", [0, 1, 10 * 1024 * 1024, 60 * 1024 * 1024])
def test_what_is_put_comes_back_the_same_and_the_server_saw_none_of_it(bucket, size):
    content = os.urandom(size // 2) + b"\0" * (size - size // 2)

    stored = storage.put(content)

    assert read(stored) == content
    assert keys_kept() == {stored.key}
    there = (
        services.client(bucket).get_object(Bucket=services.BUCKET, Key=place_of(stored.key))["Body"].read()
    )
    assert len(there) == size + 28  # a nonce before, a tag after
    assert size < 1000 or content[:1000] not in there


@pytest.mark.parametrize(("key", "secret"), [(services.KEY, "wrong"), ("nobody:here", services.SECRET)])
def test_who_signs_with_the_wrong_secret_is_neither_given_nor_taken_anything(bucket, settings, key, secret):
    stored = storage.put(b"mine")
    before = bucket.objects()
    settings.STORAGE_KEY, settings.STORAGE_SECRET = key, secret

    with pytest.raises(storage.StoreIsAway, match="SignatureDoesNotMatch"):
        read(stored)
    with pytest.raises(storage.StoreIsAway, match="SignatureDoesNotMatch"):
        storage.put(b"somebody else's")
    storage.delete(stored.key)

    assert bucket.objects() == before


def test_a_bucket_that_is_not_there_says_nothing_of_a_file(bucket, settings):
    stored = storage.put(b"mine")
    settings.STORAGE = bucket.address.replace(f"//{services.BUCKET}/", "//elsewhere/")

    with pytest.raises(storage.StoreIsAway, match="NoSuchBucket"):
        read(stored)

    settings.STORAGE = bucket.address
    with pytest.raises(storage.FileIsMissing):
        storage.get("0" * 32, stored.wrapped_key, stored.key_id)


def test_a_changed_byte_is_named_and_so_is_one_that_the_server_finds_first(bucket, antivirus):
    people.give(people.saved(KARIM), "identity", files=photos(2))
    people.scan_all()
    changed, rotten = File.objects.order_by("position")
    assert checkups.verify_all(machine_now=NIGHT)["files"] == 3
    # By somebody who holds the bucket: the server finds nothing to say.
    mine = services.client(bucket)
    there = bytearray(mine.get_object(Bucket=services.BUCKET, Key=place_of(changed.key))["Body"].read())
    there[40] ^= 1
    mine.put_object(Bucket=services.BUCKET, Key=place_of(changed.key), Body=bytes(there))
    # On the server's own disk: it gives what it reads, whole or cut, then puts the object aside.
    sealed = storage.sealed(rotten.key)
    (on_disk,) = [place for place in bucket.objects() if place.read_bytes() == sealed]
    with on_disk.open("r+b") as file:
        file.write(bytes([sealed[0] ^ 1]))

    found = checkups.verify_all(machine_now=NIGHT)

    assert found["files"] == 3
    assert dict(found["faults"].values())[f"file {changed.id}"] == "changed"
    assert dict(found["faults"].values())[f"file {rotten.id}"] in {"changed", "not given"}
    assert len(found["faults"]) == 2
    assert said() == ["damaged"]
    assert checkups.verify_all(machine_now=NIGHT)["faults"][rotten.key][1] == "missing"


def test_an_outage_loses_nothing_is_told_and_ends(bucket):
    row = people.saved(KARIM)
    browser = space.enter(row)
    space.send(browser, space.piece_page(row, "identity"), space.photo())
    kept = File.objects.get()
    checkups.look_at_the_store(machine_now=NIGHT)
    assert said() == []
    close_the_door(bucket)

    refused = space.send(browser, space.piece_page(row), space.photo("signée.jpg"))
    asked = browser.get(reverse("deposit_file", args=[kept.id]))

    assert "la panne vient de chez nous" in words(refused.content.decode())
    trace = journal.timeline(Subject("registration", row.id))[0]
    assert (trace.kind, trace.rule) == ("deposit_refused", "not_stored")
    assert len(trace.data["files"][0]["sha256"]) == 64
    assert asked.status_code == 503
    assert "Les fichiers ne sont pas disponibles" in words(asked.content.decode())
    assert browser.get(reverse("receipt", args=[kept.deposit_id])).status_code == 200
    assert File.objects.count() == 1
    assert not checkups.look_at_the_store(machine_now=NIGHT)
    assert not checkups.verify_next(machine_now=NIGHT + timedelta(minutes=1))
    assert said() == ["away"]
    with pytest.raises(CommandError, match="away since 2026-11-30T01:00"):
        call_command("files", "status")

    with bucket.answering():
        assert checkups.look_at_the_store(machine_now=NIGHT + timedelta(hours=1))
        assert said() == []
        space.send(browser, space.piece_page(row), space.photo("signée.jpg"))
        assert people.fresh(row).state == "confirmed"
        assert b"".join(browser.get(reverse("deposit_file", args=[kept.id]))) == people.photo()


def test_cut_in_the_middle_of_a_deposit_nothing_of_it_is_received_and_the_sweeper_takes_the_rest(bucket):
    row = people.saved(KARIM)
    before = len(bucket.objects())

    def cut() -> None:
        until = time.monotonic() + PATIENCE
        while len(bucket.objects()) == before and time.monotonic() < until:
            time.sleep(0.001)
        close_the_door(bucket)

    cutter = threading.Thread(target=cut)
    cutter.start()
    with pytest.raises(Blocked) as blocked:
        people.give(row, files=photos(10))
    cutter.join()

    assert [reason.code for reason in blocked.value.reasons] == ["not_stored"]
    assert not Deposit.objects.exists()
    with bucket.answering():
        left = len(list(storage.keys()))
        assert 0 < left < 10
        people.give(row, files=photos(10))
        assert upkeep.sweep(older_than=timedelta(seconds=-5)) == left
        assert keys_kept() == set(File.objects.values_list("key", flat=True))


def test_what_somebody_else_put_there_stops_neither_a_copy_nor_the_sweeper(bucket, settings):
    theirs = ("README", "00000000.txt", "0" * 31 + "G")
    with bucket.answering():
        mine, place = storage.put(b"a file of ours"), storage.at(settings.STORAGE)
        for key in theirs:
            place.write(key, b"not ours")
        assert keys_kept() == {mine.key}
        assert upkeep.sweep(older_than=timedelta(seconds=-5)) == 1
        assert keys_kept() == set()
        for key in theirs:
            assert place.read(key) == b"not ours"
            place.erase(key)


def test_all_that_is_served_comes_from_the_bucket(bucket, antivirus, tmp_path):
    row = people.confirmed(KARIM)
    people.scan_all()
    browser, deposit = space.enter(row), Deposit.objects.get()

    whole = b"".join(browser.get(reverse("deposit_pdf", args=[deposit.id])))
    paper = next(paper for paper in published(Subject("registration", row.id)) if paper.kind == "receipt")
    receipt = b"".join(browser.get(reverse("document_pdf", args=[paper.id])))
    given = b"".join(archive.stream(row.candidate, at=NOW))
    with zipfile.ZipFile(BytesIO(given)) as mine:
        broken, names = mine.testzip(), mine.namelist()

    assert whole.startswith(b"%PDF-")
    assert receipt.startswith(b"%PDF-")
    assert broken is None
    assert sum("/pieces/" in name for name in names) == 1
    assert not (tmp_path / "files").exists()


def test_the_files_of_a_folder_go_to_a_bucket_and_a_backup_brings_them_back(bucket, settings, tmp_path):
    settings.STORAGE = ""
    row = people.confirmed(KARIM)
    people.give(row, "identity", files=photos(3))
    close_the_door(bucket)
    with pytest.raises(CommandError, match="does not answer"):
        call_command("files", "copy", bucket.address)

    with bucket.answering():
        assert call_command("files", "copy", bucket.address) == "4 files copied, 0 were there"
        people.give(row, "identity", files=photos(1))
        assert call_command("files", "copy", bucket.address) == "1 files copied, 4 were there"
        settings.STORAGE = bucket.address
        # What is left of the folder serves nobody any more.
        settings.DATA_DIR = tmp_path / "empty"
        assert call_command("files", "verify") == "5 files are those that were received"

        call_command("backup", str(tmp_path / "copy"))
        elsewhere = places.empty(tmp_path, "elsewhere")
        restored = elsewhere.sporades("restore", str(tmp_path / "copy"))

    assert restored.returncode == 0, restored.stderr
    settings.STORAGE, settings.DATA_DIR = "", elsewhere.data
    assert keys_kept() == set(File.objects.values_list("key", flat=True))
    assert all(read(file) for file in File.objects.all())
