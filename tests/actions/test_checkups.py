"""A stored file that changes is named, a silent antivirus is told; both stop being said once they are mended."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sporades.adapters import clocks, storage
from sporades.registrations.actions import checkups
from sporades.registrations.actions.depositing import Upload
from sporades.registrations.models import Checkup, Deposit, File
from sporades.registrations.queries import alarms
from tests import people
from tests.people import KARIM, NOW

NIGHT = datetime(2026, 11, 30, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PHOTOS = tuple(Upload(f"{name}.jpg", people.photo(name)) for name in ("un", "deux", "trois"))


@pytest.fixture
def kept(antivirus) -> list[File]:
    """Three photographs and the PDF made of them."""
    people.give(people.saved(KARIM), "identity", files=PHOTOS)
    people.scan_all()
    return list(File.objects.order_by("key"))


def place_of(key: str, settings) -> Path:
    return Path(settings.DATA_DIR) / "files" / key[:2] / key


def flip(place: Path, bit: int = 40) -> None:
    sealed = bytearray(place.read_bytes())
    sealed[bit // 8] ^= 1 << bit % 8
    place.write_bytes(sealed)


def said(now=NOW, machine_now=NIGHT) -> list[tuple[str, int]]:
    return [(alarm.kind, alarm.count) for alarm in alarms.alarms(now=now, machine_now=machine_now)]


def test_a_store_that_is_whole_says_how_many_files_it_holds(kept):
    assert "4 files are those that were received" in call_command("files", "verify")
    assert said() == []


def test_one_flipped_bit_is_named_until_it_is_mended(kept, settings):
    place = place_of(kept[1].key, settings)
    flip(place)

    with pytest.raises(CommandError, match=f"^file {kept[1].id}: changed$"):
        call_command("files", "verify")
    assert said() == [("damaged", 1)]
    with pytest.raises(CommandError, match="damaged"):
        call_command("files", "status")

    flip(place)
    call_command("files", "verify")
    assert said() == []
    assert "no alarm" in call_command("files", "status")


def test_what_is_lost_is_named_and_so_is_the_pdf_that_we_made(kept, settings):
    made = Deposit.objects.get()
    storage.delete(kept[0].key)
    flip(place_of(made.key, settings))

    found = checkups.verify_all(machine_now=NIGHT)

    assert sorted(found["faults"].values()) == [
        [f"deposit {made.id}", "changed"],
        [f"file {kept[0].id}", "missing"],
    ]


def test_a_master_key_that_is_not_there_is_named_and_the_file_is_not_said_to_have_changed(kept, settings):
    (old,) = settings.FILE_KEYS
    settings.FILE_KEYS = {"new": b"n" * 32}

    with pytest.raises(CommandError) as told:
        call_command("files", "verify")

    assert f"file {kept[0].id}: without its master key {old}" in str(told.value).splitlines()
    assert "changed" not in str(told.value)


def test_a_round_goes_on_from_where_it_was_stopped_and_is_made_once_a_night(kept, settings, monkeypatch):
    monkeypatch.setattr(checkups, "SLICE", 2)
    flip(place_of(kept[-1].key, settings))

    assert checkups.verify_next(machine_now=NIGHT)
    assert len(Checkup.objects.get().cursor) == 32
    # The day comes, and the round waits.
    assert not checkups.verify_next(machine_now=NIGHT - SECOND)
    assert not checkups.verify_next(machine_now=NIGHT.replace(hour=6))
    assert checkups.verify_next(machine_now=NIGHT.replace(hour=5, minute=59))
    assert checkups.verify_next(machine_now=NIGHT.replace(hour=5, minute=59))

    assert said() == [("damaged", 1)]
    assert Checkup.objects.get().found["files"] == 4
    assert not checkups.verify_next(machine_now=NIGHT.replace(hour=5, minute=59))
    assert checkups.verify_next(machine_now=NIGHT + timedelta(days=1))
    # A new round has not been everywhere: what the last one found is still wrong.
    assert said() == [("damaged", 1)]


@pytest.mark.parametrize(
    ("waited", "expected"), [(timedelta(hours=2) - SECOND, []), (timedelta(hours=2), [("silent", 1)])]
)
def test_an_antivirus_silent_for_two_hours_is_an_alarm_and_its_answer_the_end_of_it(
    antivirus, settings, waited, expected
):
    settings.CLAMD_SOCKET = ""
    people.give(people.saved(KARIM), "identity")
    people.scan_all()

    assert said(NOW + waited) == expected

    File.objects.update(next_try_at=clocks.machine_now())
    settings.CLAMD_SOCKET = antivirus
    people.scan_all()
    assert said(NOW + waited) == []


@pytest.mark.parametrize(
    ("age", "expected"), [(timedelta(hours=48), []), (timedelta(hours=48, seconds=1), [("old", 0)])]
)
def test_signatures_of_more_than_two_days_are_said(age, expected):
    Checkup.objects.create(
        kind=checkups.ANTIVIRUS, looked_at=NIGHT, found={"made_at": (NIGHT - age).isoformat()}
    )

    assert said() == expected


def test_signatures_without_a_date_are_looked_at_and_not_said_old(antivirus):
    checkups.look_at_signatures(machine_now=NIGHT)

    assert Checkup.objects.get().found == {"made_at": None}
    assert said() == []


def test_a_store_that_is_away_is_an_alarm_since_its_first_silence_and_the_round_waits_for_it(
    kept, settings, tmp_path
):
    home = settings.DATA_DIR
    assert checkups.look_at_the_store(machine_now=NIGHT)
    settings.DATA_DIR = tmp_path / "away"
    settings.DATA_DIR.write_bytes(b"")

    assert not checkups.look_at_the_store(machine_now=NIGHT + SECOND)
    assert not checkups.look_at_the_store(machine_now=NIGHT + timedelta(minutes=9))
    assert not checkups.verify_next(machine_now=NIGHT + timedelta(minutes=9))

    (alarm,) = alarms.alarms(now=NOW, machine_now=NIGHT)
    assert (alarm.kind, alarm.since) == ("away", NIGHT + SECOND)
    with pytest.raises(CommandError, match="The store does not answer"):
        call_command("files", "verify")

    settings.DATA_DIR = home
    assert checkups.look_at_the_store(machine_now=NIGHT + timedelta(minutes=10))
    assert said() == []
    assert checkups.verify_next(machine_now=NIGHT + timedelta(minutes=10))
    assert Checkup.objects.get(kind=checkups.STORE).found["files"] == 4
