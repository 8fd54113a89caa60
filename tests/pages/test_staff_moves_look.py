"""The pages on which an inscription changes exam or académie, in a real browser."""

import pytest
from django.urls import reverse

from sporades.registrations.actions import changing_academy
from tests import people
from tests.pages import space, staff
from tests.people import COUVREUR, INES, KARIM, NOW, PATISSIER, PAUL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_the_head_corrects_an_exam_and_reads_what_follows(visitor):
    row = people.confirmed(KARIM, PATISSIER)
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_correct_exam", args=[row.id]))
    visitor.look_at(page)

    page.locator("#id_specialty_typed").fill("CAP Couvreur")
    page.get_by_role("button", name="Lire ce que cela change").click()
    visitor.look_at(page, "the papers of the other speciality")
    page.get_by_label("Motif").fill("Le candidat s’est trompé de ligne.")
    page.get_by_role("button", name="Lire ce que cela change").click()
    assert "R.408" in page.inner_text("main")
    visitor.look_at(page, "what changes")
    page.get_by_role("button", name="Corriger l’examen").click()

    assert people.fresh(row).specialty == COUVREUR


def test_a_file_is_proposed_and_another_one_is_taken(visitor):
    row = people.confirmed(KARIM, PATISSIER)
    paul = people.officer(PAUL)
    page = staff.inside(visitor, paul, reverse("staff_change_academy", args=[row.id]))
    visitor.look_at(page, "with no other académie")
    people.another_academy("28", "cap")
    elsewhere = people.saved(INES, academy="28")
    asked = {"reason": "Elle a déménagé à Nice.", "token": people.token(), "by": people.OFFICER, "now": NOW}
    changing_academy.propose(elsewhere, academy="23", **asked)

    page.reload()
    visitor.look_at(page)
    page.get_by_label("Académie d’arrivée").select_option(label="La Réunion")
    page.get_by_label("Motif").fill("Il a déménagé à Saint-Denis.")
    page.get_by_role("button", name="Proposer").click()
    visitor.look_at(page, "waiting")
    page.goto(reverse("staff_academy_changes"))
    visitor.look_at(page)
    page.locator("main table a").first.click()
    visitor.look_at(page, "what taking it changes")
    page.get_by_role("button", name="Prendre ce dossier").click()
    page.get_by_text("Le dossier est maintenant dans votre académie").wait_for()

    assert people.fresh(elsewhere).academy == "23"
