"""The timer's copies go away after two weeks, and nothing else does."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sporades.registrations.actions import checkups
from tests.source import ROOT

FORM = "%Y-%m-%dT%H%MZ"


def copy(folder: Path, days: float, *, whole: bool = True) -> str:
    """One that the timer made so many days ago, cut short unless it is whole."""
    name = f"{datetime.now(UTC) - timedelta(days=days):{FORM}}"
    (folder / name).mkdir()
    if whole:
        (folder / name / "manifest.json").touch()
    return name


def left(folder: Path) -> set[str]:
    """What stays after a new copy was made."""
    subprocess.run([ROOT / "deploy" / "forget-backups", folder], check=True)
    return {one.name for one in folder.iterdir()}


def test_those_of_more_than_two_weeks_go_and_by_their_name_alone(tmp_path):
    kept = {copy(tmp_path, days) for days in (0, 1, 2, 13.9)}
    copy(tmp_path, 14.1)
    copy(tmp_path, 40, whole=False)

    assert left(tmp_path) == kept


def test_the_last_four_that_are_whole_stay_whatever_their_age(tmp_path):
    copy(tmp_path, 70)
    cut = copy(tmp_path, 35, whole=False)
    kept = {copy(tmp_path, days) for days in (0, 30, 40, 50)}

    assert left(tmp_path) == kept | {cut}


def test_where_none_is_whole_nothing_goes(tmp_path):
    kept = {copy(tmp_path, days, whole=False) for days in (20, 30)}

    assert left(tmp_path) == kept


def test_the_oldest_copy_that_has_a_file_that_is_lost_or_changed_stays_until_it_is_mended(tmp_path):
    """Its later copies may be of what it has become."""
    _, oldest, later, cut = (copy(tmp_path, days, whole=days != 35) for days in (50, 40, 30, 35))
    file = "files/ab/ab12"
    for name in (oldest, later, cut):
        (tmp_path / name / file).parent.mkdir(parents=True)
        (tmp_path / name / file).touch()
    kept = {copy(tmp_path, days) for days in (3, 2, 1)}
    newest = copy(tmp_path, 0)
    (tmp_path / newest / "AT-FAULT").write_text(f"files/cd/cd34\n{file}\n")

    assert left(tmp_path) == {oldest, newest} | kept
    (tmp_path / newest / "AT-FAULT").write_text("")
    assert left(tmp_path) == {newest} | kept


def test_nothing_goes_where_more_may_be_at_fault_than_the_nightly_look_names(tmp_path):
    """One that is not named may be whole in any copy."""
    old = copy(tmp_path, 40)
    kept = {copy(tmp_path, days) for days in (3, 2, 1)}
    newest = copy(tmp_path, 0)
    named = [f"files/ab/ab{number}\n" for number in range(checkups.MOST_NAMED)]
    (tmp_path / newest / "AT-FAULT").write_text("".join(named))

    assert left(tmp_path) == {old, newest} | kept
    (tmp_path / newest / "AT-FAULT").write_text("".join(named[1:]))
    assert left(tmp_path) == {newest} | kept


def test_what_somebody_set_aside_or_brought_back_stays(tmp_path):
    for days in range(5):
        copy(tmp_path, days)
    names = {"before-the-update", "2024-11-24", "2024-11-24T0117Z-to-restore"}
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").touch()

    assert names <= left(tmp_path)


def test_the_timer_s_unit_makes_names_of_that_form():
    unit = (ROOT / "deploy" / "sporades-backup.service").read_text(encoding="ascii")

    assert FORM.replace("%", "%%") in unit
    assert "\nExecStartPost=/srv/sporades/deploy/forget-backups /var/backups/sporades\n" in unit
