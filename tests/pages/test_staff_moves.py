"""The exam of an inscription is corrected, and everything that follows is read before it is done."""

import pytest
from django.urls import reverse

from sporades.registrations import facts
from tests import people
from tests.pages import space, staff
from tests.people import COUVREUR, KARIM, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db

REASON = "Le candidat s’est trompé de ligne."


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row():
    return people.confirmed(KARIM, PATISSIER)


# ── « Corriger le diplôme, la spécialité ou la forme » ───────────────────────
def exam(row, **sent):
    said = {"specialty": COUVREUR, "form": "global", "pe": "sit", "pe_activities": "tennis_de_table"}
    named = {"seen": "1", "shown": COUVREUR, "reason": REASON, "token": people.token()}
    return reverse("staff_correct_exam", args=[row.id]), {**said, "language": "anglais", **named, **sent}


def test_another_speciality_is_chosen_its_papers_are_asked_then_all_it_changes_is_read(row):
    paul = staff.enter(people.officer(PAUL))
    place, said = exam(row)

    chosen = paul.post(place, said | {"specialty-typed": "couvreur", "shown": PATISSIER})
    assert f'value="{COUVREUR}"' in chosen.content.decode()
    assert "Erreur" not in chosen.content.decode()
    read = paul.post(place, said).content.decode()

    assert "Pièces nouvellement attendues" in read and "R.408" in read
    assert "vendredi 14 mars 2025" in read
    assert "Votre examen est corrigé" in read and REASON in read
    assert people.fresh(row).specialty == PATISSIER, "nothing has changed yet"

    paul.post(place, {**said, "decide": "1"})

    assert people.fresh(row).specialty == COUVREUR
    assert "Le service a corrigé votre examen" in space.read(space.enter(row), space.first_screen(row))


def test_what_a_speciality_asks_is_not_left_out_and_what_was_typed_stays(row):
    paul = staff.enter(people.officer(PAUL))
    place, said = exam(row, specialty=PATISSIER, shown=PATISSIER, form="progressive", pe="none")

    shown = paul.post(place, said).content.decode()

    assert "Choisissez au moins une épreuve" in shown
    assert REASON in shown


def test_to_the_same_exam_nothing_is_announced(row):
    place, said = exam(row, specialty=PATISSIER, shown=PATISSIER)
    read = staff.enter(people.officer(PAUL)).post(place, said).content.decode()

    assert "Rien ne changerait" in read


def test_a_page_older_than_the_last_version_says_to_read_again(row):
    people.save(people.fill(row, people.with_usage_name(facts.drafted(row))), said_twice=True)
    place, said = exam(row)

    shown = staff.enter(people.officer(PAUL)).post(place, said).content.decode()

    assert "Une autre version a été enregistrée depuis" in shown


def test_only_the_diplomas_of_the_mandate_are_offered_and_an_officer_proposes(row):
    of_cap = staff.enter(people.officer(PAUL, diplomas=["cap"]))
    place, said = exam(row, **{"specialty": "", "specialty-typed": "bp boulanger", "_search": "specialty"})

    assert "BP Boulanger" not in of_cap.post(place, said).content.decode()
    sylvie = staff.enter(people.officer(SYLVIE))
    assert sylvie.get(place).status_code == 403
    proposed = space.read(sylvie, reverse("staff_propose", args=[row.id]))
    assert "Corriger le diplôme, la spécialité ou la forme" in proposed
