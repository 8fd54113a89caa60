"""Attempts are counted hard for one account, loosely for one classroom."""

from datetime import UTC, datetime, timedelta

import pytest

from sporades.accounts import throttles
from sporades.accounts.models import Attempts
from sporades.accounts.throttles import Limit, TooMany
from sporades.adapters import clocks

pytestmark = pytest.mark.django_db

THREE = Limit("three", 3, timedelta(minutes=15))
START = datetime(2024, 11, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    def stop(after: timedelta) -> None:
        monkeypatch.setattr(clocks, "machine_now", lambda: START + after)

    stop(timedelta(0))
    return stop


def test_the_last_attempt_allowed_passes_and_the_next_is_told_how_long_to_wait(at):
    for _allowed in range(3):
        throttles.consume(THREE, "lea")
    at(timedelta(minutes=5))

    with pytest.raises(TooMany) as refusal:
        throttles.consume(THREE, "lea")

    assert refusal.value.minutes == 11


def test_the_next_stretch_of_time_starts_from_nothing(at):
    for _allowed in range(3):
        throttles.consume(THREE, "lea")

    at(timedelta(minutes=15) - timedelta(milliseconds=1))
    with pytest.raises(TooMany):
        throttles.consume(THREE, "lea")
    at(timedelta(minutes=15))
    throttles.consume(THREE, "lea")


def test_one_persons_attempts_are_not_anothers(at):
    for _allowed in range(3):
        throttles.consume(THREE, "lea")

    throttles.consume(THREE, "tom")


def test_what_is_given_back_was_never_counted(at):
    for _success in range(5):
        throttles.give_back([throttles.consume(THREE, "lea")])

    assert Attempts.objects.get().count == 0


def test_a_counter_names_nobody(at):
    throttles.consume(THREE, "lea@exemple.fr")

    assert "lea" not in Attempts.objects.get().key


def test_counters_of_the_past_are_forgotten(at):
    throttles.consume(THREE, "lea")
    at(timedelta(minutes=16))
    throttles.consume(THREE, "lea")

    assert throttles.forget_past() == 1
    assert Attempts.objects.count() == 1
