"""The exam office's pages in a real browser, on a desk and on a telephone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.registrations.models import Checkup
from tests import people
from tests.pages import space, staff
from tests.people import KARIM, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_the_work_list_and_a_file_are_clean(visitor):
    row = people.confirmed(KARIM, PATISSIER)
    # Every alarm that may stand above the list.
    at = clocks.machine_now()
    Checkup.objects.create(kind="antivirus", looked_at=at, found={"made_at": "2024-11-01T08:00:00+00:00"})
    Checkup.objects.create(kind="store", looked_at=at, found={"faults": {"ab": ["file 1", "changed"]}})
    clocks.move_to(people.NOW + timedelta(hours=3))

    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_worklist"))
    visitor.look_at(page)
    page.get_by_role("link", name="Benali Karim").click()
    visitor.look_at(page)

    assert page.url.endswith(reverse("staff_file", args=[row.id]))


def test_an_empty_work_list_says_so(visitor):
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_worklist"))

    visitor.look_at(page)
    assert page.get_by_text("Rien n’attend de décision.").is_visible()


def test_the_search_for_a_file_is_clean_before_and_after(visitor):
    people.confirmed(KARIM, PATISSIER)

    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_files"))
    visitor.look_at(page)
    page.get_by_label("Chercher un dossier").fill("benali 29/02/1996")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Benali Karim").wait_for()
    visitor.look_at(page)
    page.get_by_label("Chercher un dossier").fill("personne")
    page.keyboard.press("Enter")
    page.get_by_text("Aucun dossier ne répond").wait_for()
    visitor.look_at(page)
