"""What an officer sees as the candidate, in a real browser."""

import pytest
from django.urls import reverse

from tests import people
from tests.pages import space, staff
from tests.people import KARIM, PATISSIER, SYLVIE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_the_space_is_seen_under_its_banner_and_left_by_the_keyboard(visitor):
    row = people.confirmed(KARIM, PATISSIER)
    page = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_file", args=[row.id]))

    page.get_by_role("link", name="Voir comme le candidat").click()
    visitor.look_at(page)
    page.get_by_role("button", name="Ouvrir la vue").click()
    visitor.look_at(page, "as the candidate sees it")
    page.goto(reverse("registration_documents", args=[row.id]))
    visitor.look_at(page, "not shown")
    page.goto(reverse("registration", args=[row.id]))
    page.get_by_role("button", name="Quitter cette vue").press("Enter")
    page.wait_for_url(f"**{reverse('staff_file', args=[row.id])}")

    assert page.get_by_role("complementary", name="Vue du candidat").count() == 0
