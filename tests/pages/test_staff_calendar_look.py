"""The office's year in a real browser, on a desk and on a telephone, played as Maud and Paul would."""

import pytest
from django.urls import reverse

from sporades.calendars.models import Calendar, Draft, Extension, Incident
from sporades.registrations.actions import announcing
from sporades.rules.reasons import Blocked
from tests import people
from tests.pages import space, staff
from tests.people import AWA, CAP_CLOSES, COUVREUR, HUGO, KARIM, LEA, MAUD, NOW, PAUL

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def some_registrations():
    people.draft(people.candidate(AWA), people.answers_of(AWA))
    people.saved(LEA)
    people.confirmed(HUGO, COUVREUR)


def test_the_year_and_a_campaign_are_clean(visitor, some_registrations):
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_calendar"))
    visitor.look_at(page)

    page.get_by_role("link", name="Réglages et historique").click()
    visitor.look_at(page)
    assert page.get_by_role("heading", name="Académie de Nice").is_visible()


def test_maud_begins_next_year_from_this_one_and_sees_it_as_a_candidate_will(visitor):
    page = staff.inside(visitor, people.officer(MAUD), reverse("staff_calendar_new"))
    visitor.look_at(page)
    page.get_by_label("Académie", exact=True).select_option("23")
    page.get_by_label("Session", exact=True).fill("2026")
    page.get_by_label("la dernière session publiée").check()
    page.get_by_role("button", name="Commencer le brouillon").click()
    visitor.look_at(page)
    draft = Draft.objects.get()

    page.get_by_role("link", name="CAP, Source").click()
    page.get_by_role("button", name="Garder").click()
    visitor.look_at(page)
    for diploma in ("cap", "bac_pro", "bp", "cs"):
        page.goto(reverse("staff_calendar_draft_window", args=[draft.id, diploma]))
        page.get_by_label("Source").fill("Article 2")
        page.get_by_role("button", name="Garder").click()
    page.goto(reverse("staff_calendar_draft_general", args=[draft.id]))
    visitor.look_at(page)
    page.get_by_label("Source du calendrier").fill("Arrêté du 1er septembre 2025")
    page.get_by_role("button", name="Garder").click()
    visitor.look_at(page)

    page.get_by_role("link", name="Voir comme un candidat le verra").click()
    visitor.look_at(page)
    page.goto(reverse("staff_calendar_draft", args=[draft.id]))
    page.get_by_role("button", name="Publier le calendrier").click()
    assert Calendar.objects.filter(exam_session=2026).exists()


def test_paul_gives_two_more_days_and_follows_what_it_does(visitor, some_registrations):
    with pytest.raises(Blocked):
        people.draft(people.candidate(KARIM), people.answers_of(KARIM), now=CAP_CLOSES)
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_calendar_extend"))
    visitor.look_at(page)
    page.get_by_label("CAP, session 2025").check()
    closing = page.get_by_role("group", name="Nouvelle clôture")
    for name, value in (("Jour", "10"), ("Mois", "11"), ("Année", "2024")):
        closing.get_by_label(name).fill(value)
    page.get_by_label("Nouvelle clôture\xa0: heure").fill("17 h")
    page.get_by_label("Motif").fill("Le site était en panne le 8 novembre.")
    page.get_by_role("button", name="Voir ce que cela fera").click()
    visitor.look_at(page)

    page.get_by_role("button", name="Prolonger").click()
    visitor.look_at(page)
    assert Extension.objects.count() == 1
    while announcing.announce_next(now=NOW):
        pass
    page.reload()
    assert page.get_by_text("tout le monde est prévenu").is_visible()


def test_paul_declares_an_incident_and_ends_it(visitor, some_registrations):
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_calendar_incident_new"))
    visitor.look_at(page)
    page.get_by_label("CAP, session 2025").check()
    page.get_by_label("Ce qui ne marche pas").fill("Le dépôt ne répond plus.")
    page.get_by_role("button", name="Déclarer l’incident").click()
    visitor.look_at(page)
    act = Incident.objects.get().act
    page.goto("/")
    visitor.look_at(page)

    page.goto(reverse("staff_calendar_incident", args=[act]))
    page.get_by_label("À quelle heure").fill("9 h")
    page.get_by_role("button", name="Mettre fin à l’incident").click()
    visitor.look_at(page)
