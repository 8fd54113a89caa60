import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from sporades.adapters import clocks

NOVEMBER = datetime(2024, 11, 5, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def demo(settings):
    settings.SPORADES_DEMO = True


def test_outside_a_demonstration_the_legal_clock_is_the_machine_s_whatever_the_file_says(settings, demo):
    clocks.start_at(NOVEMBER)
    settings.SPORADES_DEMO = False

    before = clocks.machine_now()
    legal = clocks.legal_now()

    assert before <= legal <= clocks.machine_now()


@pytest.mark.parametrize("move", [clocks.move_to, clocks.start_at])
def test_outside_a_demonstration_nobody_moves_the_clock(settings, move, data_dir):
    settings.SPORADES_DEMO = False

    with pytest.raises(clocks.ClockIsReal):
        move(datetime(2099, 1, 1, tzinfo=UTC))

    assert not list(data_dir.iterdir())


def test_a_demonstration_nobody_moved_lives_in_the_present(demo):
    machine = clocks.machine_now()

    assert clocks.legal_at(machine) == machine


def test_the_demonstration_clock_runs_from_where_it_was_set(demo):
    before = clocks.machine_now()
    clocks.start_at(NOVEMBER)
    after = clocks.machine_now()

    assert NOVEMBER <= clocks.legal_at(after) <= NOVEMBER + (after - before)
    assert clocks.legal_at(after + timedelta(hours=1)) - clocks.legal_at(after) == timedelta(hours=1)


def test_the_demonstration_clock_moves_forward(demo):
    clocks.start_at(NOVEMBER)
    closing = datetime(2024, 11, 8, 16, 0, tzinfo=UTC)

    clocks.move_to(closing)

    assert closing <= clocks.legal_now() < closing + timedelta(minutes=1)


def test_the_demonstration_clock_never_moves_backward(demo):
    clocks.start_at(NOVEMBER)

    with pytest.raises(clocks.ClockGoesBack):
        clocks.move_to(NOVEMBER - timedelta(milliseconds=1))

    assert clocks.legal_now() >= NOVEMBER


def test_a_move_made_by_another_process_is_seen_at_once(demo, data_dir):
    clocks.start_at(NOVEMBER)
    assert clocks.legal_now() < NOVEMBER + timedelta(days=1)

    subprocess.run(
        [
            sys.executable,
            "-c",
            "from datetime import datetime; from django.conf import settings\n"
            f"settings.configure(SPORADES_DEMO=True, DATA_DIR={str(data_dir)!r})\n"
            "from sporades.adapters import clocks\n"
            "clocks.move_to(datetime.fromisoformat('2025-03-14T12:00:00+00:00'))",
        ],
        check=True,
        env=os.environ,
    )

    assert clocks.legal_now() >= datetime(2025, 3, 14, 12, 0, tzinfo=UTC)


def test_both_clocks_speak_utc(demo):
    clocks.start_at(datetime.fromisoformat("2024-11-05T09:00:00+01:00"))

    assert clocks.legal_now().utcoffset() == timedelta(0)
    assert clocks.machine_now().utcoffset() == timedelta(0)
