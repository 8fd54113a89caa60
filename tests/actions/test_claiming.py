"""Two officers never work on the same file unknowingly."""

from datetime import UTC, datetime, timedelta

import pytest

from sporades.registrations.actions import claiming
from sporades.registrations.actions.claiming import LEASE
from sporades.registrations.models import Claim
from sporades.registrations.queries.claims import holder
from tests import people
from tests.people import KARIM, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db

# Of the machine's clock, which the legal one does not move.
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def row(session):
    return people.confirmed(KARIM, PATISSIER)


@pytest.fixture
def sylvie():
    return people.officer(SYLVIE)


@pytest.fixture
def paul():
    return people.officer(PAUL)


def test_who_opens_a_file_that_nobody_has_holds_it(row, sylvie):
    assert claiming.claim(row, officer=sylvie, machine_now=MORNING).mine

    held = holder(row.id, machine_now=MORNING + timedelta(minutes=4))
    assert (held.name, held.minutes) == ("Sylvie Arnaud", 4)


def test_who_comes_next_is_told_who_has_it_and_changes_nothing(row, sylvie, paul):
    claiming.claim(row, officer=sylvie, machine_now=MORNING)

    told = claiming.claim(row, officer=paul, machine_now=MORNING + LEASE - timedelta(seconds=1))

    assert (told.mine, told.officer) == (False, "Sylvie Arnaud")
    assert Claim.objects.get().until == MORNING + LEASE


def test_the_lease_ends_by_itself_at_its_exact_instant(row, sylvie, paul):
    claiming.claim(row, officer=sylvie, machine_now=MORNING)

    assert holder(row.id, machine_now=MORNING + LEASE) is None
    assert claiming.claim(row, officer=paul, machine_now=MORNING + LEASE).mine


def test_each_request_renews_the_lease_and_keeps_its_beginning(row, sylvie, paul):
    claiming.claim(row, officer=sylvie, machine_now=MORNING)
    again = MORNING + timedelta(minutes=9)
    claiming.claim(row, officer=sylvie, machine_now=again)

    later = MORNING + timedelta(minutes=12)
    assert not claiming.claim(row, officer=paul, machine_now=later).mine
    assert holder(row.id, machine_now=later).minutes == 12


def test_a_lease_that_had_ended_begins_anew(row, sylvie):
    claiming.claim(row, officer=sylvie, machine_now=MORNING)

    later = MORNING + timedelta(hours=2)

    assert claiming.claim(row, officer=sylvie, machine_now=later).mine
    assert holder(row.id, machine_now=later + timedelta(minutes=3)).minutes == 3


def test_another_officer_takes_over_and_the_first_one_is_told(row, sylvie, paul):
    claiming.claim(row, officer=sylvie, machine_now=MORNING)

    taken = claiming.take_over(row, officer=paul, machine_now=MORNING + timedelta(minutes=4))
    told = claiming.claim(row, officer=sylvie, machine_now=MORNING + timedelta(minutes=5))

    assert taken.mine
    assert (told.mine, told.officer) == (False, "Paul Mercier")


def test_only_its_holder_gives_a_file_back(row, sylvie, paul):
    claiming.claim(row, officer=sylvie, machine_now=MORNING)

    claiming.release(row, officer=paul)
    assert holder(row.id, machine_now=MORNING)
    claiming.release(row, officer=sylvie)
    assert not holder(row.id, machine_now=MORNING)
