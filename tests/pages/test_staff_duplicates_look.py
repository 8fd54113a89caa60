"""Two files side by side, in a real browser."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests import people
from tests.pages import space, staff
from tests.people import AEPE, KARIM, PATISSIER, PAUL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_the_head_compares_reads_the_mail_and_decides(visitor):
    row = people.confirmed(KARIM, PATISSIER)
    again = people.saved(replace(KARIM, email="karim.bis@exemple.fr"), AEPE)
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_duplicates"))
    visitor.look_at(page)
    page.goto(reverse("staff_file", args=[row.id]))
    visitor.look_at(page, "with another file beside it")

    page.get_by_role("link", name="Comparer les deux dossiers").click()
    visitor.look_at(page)
    page.get_by_role("button", name="Lire ce qui se passera").click()
    visitor.look_at(page, "with errors")
    page.get_by_label(f"C’est la même personne : garder {row.number}, clore {again.number}").check()
    page.get_by_label("Motif").fill("Même pièce d’identité dans les deux dossiers.")
    page.get_by_role("button", name="Lire ce qui se passera").click()
    visitor.look_at(page, "with its mail")
    page.get_by_role("button", name="Confirmer").click()
    visitor.look_at(page, "with nothing left")

    assert people.fresh(again).state == "withdrawn"
