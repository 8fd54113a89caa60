"""Two officers open the same file in the same second: one has it, the other is told who."""

import pytest

from sporades.adapters import clocks
from sporades.registrations.actions import claiming
from sporades.registrations.models import Claim
from tests import people
from tests.drills.together import at_once, while_it_holds
from tests.people import KARIM, PATISSIER, PAUL, SYLVIE

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("session")]


def opening(row, officer):
    return lambda: claiming.claim(row, officer=officer, machine_now=clocks.machine_now())


def test_of_two_officers_who_open_a_fresh_file_at_once_one_has_it():
    row = people.confirmed(KARIM, PATISSIER)
    sylvie, paul = people.officer(SYLVIE), people.officer(PAUL)

    outcomes = at_once(opening(row, sylvie), opening(row, paul))

    first, second = sorted((outcome.given for outcome in outcomes), key=lambda told: not told.mine)
    assert (first.mine, second.mine) == (True, False)
    assert second.officer == first.officer == Claim.objects.get().officer.name


def test_who_asks_while_another_takes_over_is_told_of_the_new_holder():
    row = people.confirmed(KARIM, PATISSIER)
    sylvie, paul = people.officer(SYLVIE), people.officer(PAUL)
    opening(row, sylvie)()

    def lock():
        Claim.objects.select_for_update().get(registration=row)

    def take_over():
        return claiming.take_over(row, officer=paul, machine_now=clocks.machine_now())

    taken, told = while_it_holds(lock, second=opening(row, sylvie), first=take_over)

    assert not told.refused, told.refused
    assert taken.given.mine
    assert (told.given.mine, told.given.officer) == (False, "Paul Mercier")
