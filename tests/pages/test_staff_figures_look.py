"""The figures in a real browser: with a session before and an estimate, and with nothing yet."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sporades.registrations.actions import past_curves, reviewing
from tests import people
from tests.pages import space, staff
from tests.people import KARIM, LEA, NOW, PATISSIER, PAUL, TOM, paris

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_the_figures_are_read_by_everybody_empty_and_full(visitor):
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_figures"))
    visitor.look_at(page, "empty")
    page.get_by_role("link", name="Certificat d’aptitude professionnelle").click()
    visitor.look_at(page, "empty")

    for person, day in ((KARIM, 15), (TOM, 29)):
        people.saved(person, PATISSIER, now=paris(2024, 10, day, 12))
    lea = people.confirmed(LEA)
    people.give(lea, "identity")
    space.found_clean(lea)
    reviewing.refuse_piece(
        people.piece(lea, "identity"), reason_code="unreadable", sentence="Floue.", by=people.OFFICER, now=NOW
    )
    page.get_by_role("link", name="Donner les inscriptions de la session précédente").click()
    visitor.look_at(page)
    page.get_by_role("button", name="Garder ces nombres").click()
    visitor.look_at(page, "refused")
    said = {"closed_on": date(2023, 11, 8), "source": "Extraction", "token": people.token()}
    days = {date(2023, 10, 9) + timedelta(days=day): day for day in range(31)}
    past_curves.give(people.window().id, days, **said, by=people.OFFICER, now=NOW)

    page.goto(reverse("staff_figures_window", args=[people.window().id]))
    visitor.look_at(page, "full")
    assert page.get_by_role("img", name="Inscriptions enregistrées depuis l’ouverture, CAP 2025").is_visible()
    page.goto(reverse("staff_figures"))
    visitor.look_at(page, "full")
