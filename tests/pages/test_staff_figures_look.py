"""The figures and the exports in a real browser, in the states that differ."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sporades.jobs.worker import work_once
from sporades.registrations.actions import exporting, past_curves, reviewing
from sporades.registrations.queries import exports
from tests import people
from tests.pages import space, staff
from tests.people import KARIM, LEA, NOW, PATISSIER, PAUL, SYLVIE, TOM, paris

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


def test_an_export_is_asked_by_keyboard_and_a_long_one_is_agreed_to(visitor, monkeypatch):
    people.saved(KARIM, PATISSIER)
    said = {"query": "", "columns": ["number"], "file_format": "csv", "purpose": "Convoquer.", "now": NOW}
    monkeypatch.setattr(exports, "ALONE", 0)
    by = people.acting(people.officer(SYLVIE))
    held = exporting.ask(people.window().calendar, **said, token=people.token(), by=by)
    monkeypatch.setattr(exports, "ALONE", 1000)

    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_exports"))
    visitor.look_at(page)
    page.goto(reverse("staff_export", args=[held]))
    visitor.look_at(page, "held")
    page.get_by_role("button", name="Ne pas accorder").click()
    visitor.look_at(page, "refused without a reason")

    page.goto(reverse("staff_export_new"))
    visitor.look_at(page)
    page.get_by_role("button", name="Demander l’export").press("Enter")
    visitor.look_at(page, "refused")
    page.get_by_label("À quoi servira ce fichier").press_sequentially("Convoquer à l’EPS")
    page.get_by_role("button", name="Demander l’export").press("Enter")
    visitor.look_at(page, "queued")
    work_once()
    page.reload()
    visitor.look_at(page, "ready")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le fichier").press("Enter")
    assert download.value.suggested_filename == "inscriptions-23-2025-20241105.xlsx"
