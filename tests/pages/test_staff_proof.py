"""The journal of a file says who, what, when, from what to what and by which rule; a changed byte is named."""

import re

import pytest
from django.urls import reverse

from sporades.journal.models import Detail, Entry
from sporades.registrations import facts
from sporades.registrations.actions import correcting
from sporades.registrations.queries.answers import with_answers
from tests import people
from tests.pages import space, staff
from tests.people import JEANNE, KARIM, NOW, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def sylvie():
    return people.officer(SYLVIE)


@pytest.fixture
def row(sylvie):
    row = people.confirmed(KARIM, PATISSIER)
    answers = with_answers(facts.saved(row.versions.last()), {"identity.birth_place": "Grasse"})
    said = {"seen": 1, "reason": "Faute de frappe.", "rule": "material_error", "token": people.token()}
    correcting.correct(row, answers, **said, by=people.acting(sylvie), now=NOW)
    return people.fresh(row)


def journal(officer, row) -> str:
    return space.read(staff.enter(officer), reverse("staff_file_journal", args=[row.id]))


def test_it_tells_who_did_what_from_what_to_what_and_by_which_rule(sylvie, row):
    shown = journal(sylvie, row)

    assert "Ce journal tient" in shown
    assert "Sylvie Arnaud" in shown
    assert "Commune de naissance : Toulon → Grasse" in shown
    assert "material_error" in shown
    assert "Faute de frappe." in shown


def test_one_changed_byte_is_named(sylvie, row):
    entry = Entry.objects.get(kind="deposited")
    Entry.objects.filter(id=entry.id).update(data={**entry.data, "late": True})

    shown = journal(sylvie, row)

    assert "Ce journal ne tient plus" in shown
    assert f"L’écriture n° {entry.position} n’est plus" in shown


def test_what_a_purge_has_erased_is_said_to_be_and_the_chain_still_holds(sylvie, row):
    Detail.objects.filter(entry__kind="corrected").delete()

    shown = journal(sylvie, row)

    assert "Détails effacés par la purge." in shown
    assert "Ce journal tient" in shown
    assert "Faute de frappe." not in shown


def test_an_accommodation_leaves_no_line_for_who_has_no_right_to_it():
    answers = people.with_accommodation(people.answers_of(JEANNE, PATISSIER))
    jeanne = people.save(people.draft(people.candidate(JEANNE), answers))
    people.give(jeanne, "accommodation")
    without = with_answers(answers, {"situation.accommodation": "new"})
    jeanne = people.save(people.fill(jeanne, without), said_twice=True)

    sylvie, paul = people.officer(SYLVIE), people.officer(PAUL)

    assert "ménagement" not in journal(sylvie, jeanne)
    assert "ménagement" in journal(paul, jeanne)
    # Nor is a number skipped, which would tell it all the same.
    for officer in (sylvie, paul):
        html = staff.enter(officer).get(reverse("staff_file_journal", args=[jeanne.id])).text
        numbers = [int(found) for found in re.findall(r'<th scope="row">(\d+)</th>', html)]
        assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 2
