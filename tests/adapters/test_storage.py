import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from sporades.adapters import storage

CONTENT = "relevé de notes de Zoé".encode()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.FILE_KEYS = {"2025": b"k" * 32}
    return tmp_path / "files"


def kept(folder):
    return [place for place in folder.glob("??/*") if place.is_file()]


def read(stored):
    return storage.get(stored.key, stored.wrapped_key, stored.key_id)


@pytest.mark.parametrize("content", [b"", CONTENT, os.urandom(300_000)])
def test_what_is_put_comes_back_the_same(content):
    stored = storage.put(content)

    assert read(stored) == content
    assert stored.size == len(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()


def test_the_disk_shows_neither_the_content_nor_whose_it_is(folder):
    stored = storage.put(CONTENT)

    (place,) = kept(folder)
    assert place.name == stored.key
    assert CONTENT not in place.read_bytes()


def test_two_files_of_the_same_content_do_not_look_alike(folder):
    first, second = storage.put(CONTENT), storage.put(CONTENT)

    assert first.key != second.key
    assert first.wrapped_key != second.wrapped_key
    assert len({place.read_bytes() for place in kept(folder)}) == 2


@pytest.mark.parametrize("position", [0, 20, -1])
def test_one_changed_byte_is_noticed(folder, position):
    stored = storage.put(CONTENT)
    (place,) = kept(folder)
    sealed = bytearray(place.read_bytes())
    sealed[position] ^= 1
    place.write_bytes(sealed)

    with pytest.raises(storage.FileIsDamaged):
        read(stored)


@pytest.mark.parametrize("length", [0, 5, 12, 27])
def test_a_truncated_file_is_noticed(folder, length):
    stored = storage.put(CONTENT)
    (place,) = kept(folder)
    place.write_bytes(place.read_bytes()[:length])

    with pytest.raises(storage.FileIsDamaged):
        read(stored)


def test_a_file_put_in_the_place_of_another_is_noticed(folder):
    mine, other = storage.put(CONTENT), storage.put(b"somebody else's")
    places = {place.name: place for place in kept(folder)}
    places[mine.key].write_bytes(places[other.key].read_bytes())

    with pytest.raises(storage.FileIsDamaged):
        storage.get(mine.key, other.wrapped_key, other.key_id)


@pytest.mark.parametrize("wrapped", ["", "not base64 !", "AAAA", "A" * 80])
def test_a_wrong_key_opens_nothing(wrapped):
    stored = storage.put(CONTENT)

    with pytest.raises(storage.FileIsDamaged):
        storage.get(stored.key, wrapped, stored.key_id)


def test_an_older_master_key_still_opens_what_it_sealed(settings):
    stored = storage.put(CONTENT)
    settings.FILE_KEYS = {"2026": b"n" * 32, "2025": b"k" * 32}

    assert read(stored) == CONTENT
    assert storage.put(CONTENT).key_id == "2026"


def test_without_its_master_key_a_file_stays_shut(settings):
    stored = storage.put(CONTENT)
    settings.FILE_KEYS = {"2026": b"n" * 32}

    with pytest.raises(storage.FileIsDamaged):
        read(stored)


def test_a_deleted_file_is_gone_and_deleting_it_twice_is_no_error(folder):
    stored = storage.put(CONTENT)

    storage.delete(stored.key)
    storage.delete(stored.key)

    assert not kept(folder)
    with pytest.raises(storage.FileIsMissing):
        read(stored)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "0" * 31, "G" * 32, "0" * 32])
def test_a_key_that_is_not_one_finds_nothing_and_touches_nothing(key):
    with pytest.raises(storage.FileIsMissing):
        storage.get(key, "", "2025")


def test_the_sweeper_sees_every_file_and_its_age():
    before = datetime.now(UTC) - timedelta(seconds=2)
    expected = {storage.put(CONTENT).key, storage.put(CONTENT).key}

    found = list(storage.keys())

    assert {kept.key for kept in found} == expected
    assert all(before < kept.written_at < datetime.now(UTC) + timedelta(seconds=2) for kept in found)


def test_nothing_is_found_before_anything_was_ever_put():
    assert list(storage.keys()) == []
    assert storage.discard_unfinished(datetime.now(UTC)) == 0


@pytest.fixture
def crash(folder):
    """Put one file in another process, then die in the middle of a second."""

    def put_and_die_at(call):
        script = (
            "import os, pathlib; from django.conf import settings\n"
            f"settings.configure(STORAGE='', DATA_DIR={str(folder.parent)!r}, FILE_KEYS={{'2025': b'k' * 32}})\n"
            "from sporades.adapters import storage\n"
            "storage.put(b'an earlier file')\n"
            f"{call} = lambda *whatever: os._exit(9)\n"
            "storage.put(b'never finished')"
        )
        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9

    return put_and_die_at


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.rename"])
def test_a_crash_before_the_file_is_whole_leaves_nothing_visible(crash, call):
    crash(call)

    assert len(list(storage.keys())) == 1


def test_what_a_crash_left_half_written_is_swept_when_it_is_old_enough(crash, folder):
    crash("pathlib.Path.rename")
    (unfinished,) = folder.glob("unfinished/*")
    hour_old = (datetime.now(UTC) - timedelta(hours=1)).timestamp()
    os.utime(unfinished, (hour_old, hour_old))

    assert storage.discard_unfinished(datetime.now(UTC) - timedelta(hours=2)) == 0
    assert storage.discard_unfinished(datetime.now(UTC)) == 1

    assert not list(folder.glob("unfinished/*"))
    assert len(list(storage.keys())) == 1


def test_only_the_service_may_enter_the_folder(folder):
    storage.put(CONTENT)

    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.once
def test_what_an_earlier_try_left_unfinished_is_written_over(folder):
    stored = storage.put(CONTENT)
    sealed = storage.sealed(stored.key)
    (folder / "unfinished" / stored.key).write_bytes(sealed[:7])

    storage.put_back(stored.key, sealed)

    assert read(stored) == CONTENT


@pytest.mark.once
def test_no_log_can_show_the_secret_of_a_bucket(settings):
    settings.STORAGE_KEY, settings.STORAGE_SECRET = "sporades", "a secret of the bucket"

    assert "a secret" not in repr(storage.at("s3://files?endpoint=https://s3.example.org"))
