"""The pages on which an inscription changes exam, in a real browser."""

import pytest
from django.urls import reverse

from tests import people
from tests.pages import space, staff
from tests.people import COUVREUR, KARIM, PATISSIER, PAUL

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
