"""A whole registration by keyboard alone: from the choice of the exam to the paper to sign."""

import pytest
from playwright.sync_api import expect

from sporades.registrations.models import Registration
from sporades.rules.lifecycle import State
from tests import people
from tests.journeys import post, walking
from tests.pages import registering
from tests.people import JEANNE, KARIM, TOM

pytestmark = pytest.mark.django_db(transaction=True)

MACON = {"specialty-typed": "macon", "specialty": people.MACON}
ASSP = {"diploma": "bac_pro", "specialty-typed": "assp", "specialty": people.ASSP}


@pytest.fixture
def karim():
    return people.candidate(KARIM)


@pytest.fixture
def draft(hands):
    """A draft just begun, and somebody at one of its steps."""

    def open_at(step, candidate, **exam):
        row = registering.start(registering.browser_of(candidate), **exam)
        return hands(registering.url(row, step), candidate)

    return open_at


def kept(step):
    return Registration.objects.get().draft[step]["answers"]


def test_one_registers_from_the_first_step_to_the_paper_to_sign(hands, karim, visitor):
    here = hands("/mes-inscriptions/", karim)
    here.follow("M’inscrire")
    walking.exam(here)
    for step in walking.STEPS:
        step(here)
    here.is_at("Récapitulatif")
    here.press("Enregistrer")

    here.reads("Vous n’êtes pas encore inscrit : il manque votre confirmation signée.")
    visitor.look_at(here.page, "just saved")
    row = Registration.objects.get()
    assert (State(row.state), row.version) == (State.SAVED, 1)
    assert post.newest(KARIM.email).kind == "registration_saved"
    here.reach(here.page.get_by_role("link", name="Confirmation d’inscription", exact=True))
    with here.page.expect_response("**/documents/*.pdf") as opened:
        here.page.keyboard.press("Enter")
    assert opened.value.ok
    assert here.page.request.get(opened.value.url).body().startswith(b"%PDF-")


def test_an_error_is_corrected_from_the_summary_and_nothing_else_is_typed_again(draft, karim):
    here = draft("contact", karim)
    here.type("Adresse", "12 rue des Îles")
    here.type("Commune", "Toulon")
    here.choose("Pays", "France")
    here.type("Téléphone", "12")
    here.press("Suivant")

    here.is_told_of_errors()
    here.goes_to_the_answer("Code postal", "Code postal")
    here.page.keyboard.type("83000")
    here.type("Téléphone", "06 12 34 56 78")
    here.holds("Adresse", "12 rue des Îles")
    here.enter()

    here.is_at("Votre situation")


def test_the_way_back_keeps_what_was_typed_even_if_it_is_not_finished(draft, karim):
    here = draft("situation", karim)
    here.type("Dans quel métier ou domaine ?", "commis de cuisine")
    here.press("Précédent")
    here.is_at("Vos coordonnées")

    here.page.go_back()
    here.page.reload()

    here.holds("Dans quel métier ou domaine ?", "commis de cuisine")


def test_whoever_has_an_accommodation_is_told_what_to_bring(draft, karim, visitor):
    here = draft("situation", karim)
    here.choose("Comment préparez-vous cet examen ?", "Candidat individuel")
    here.tick("Aucun diplôme")
    here.choose("Handicap : demandez-vous un aménagement d’épreuves, ou en avez-vous déjà un ?", "Oui")
    here.choose("Où en êtes-vous ?", "Une notification d’aménagement existe déjà")
    here.reads("vous la déposerez avec votre confirmation signée")
    visitor.look_at(here.page, "accommodation")
    here.press("Suivant")

    here.is_at("Vos épreuves")
    assert (kept("situation")["handicap"], kept("situation")["accommodation"]) == (True, "existing")


def test_whoever_asks_for_an_accommodation_is_led_to_the_rectorat_before_the_closing(draft, karim):
    here = draft("situation", karim)
    here.choose("Handicap : demandez-vous un aménagement d’épreuves, ou en avez-vous déjà un ?", "Oui")
    here.choose("Où en êtes-vous ?", "Nouvelle demande")

    here.reads("La clôture est le vendredi 8 novembre 2024, 17 h (heure de Paris).")
    here.reach(here.link("Site du rectorat"))
    expect(here.link("Site du rectorat")).to_have_attribute("href", "https://www.ac-nice.fr")


def test_a_minor_is_told_what_the_law_says_and_who_signs_with_them(hands, visitor):
    row = people.saved(TOM, people.MACON)
    here = hands(registering.url(row, "papers"), row.candidate)
    here.choose("Comment passez-vous l’examen ?", "Progressive")
    here.press("Suivant")

    here.reads("Un candidat mineur passe toutes les épreuves à la même session (forme globale).")
    visitor.look_at(here.page, "minor")
    here.page.goto(f"/inscriptions/{row.id}/documents/")
    here.follow("Page web équivalente : Confirmation d’inscription")
    here.reads("représentant légal")


def test_acquis_of_papers_that_the_site_does_not_know_are_taken_as_written(draft, visitor):
    here = draft("acquis", people.candidate(JEANNE), **ASSP)
    here.choose("Avez-vous des notes à conserver, des dispenses ou une VAE ?", "Oui")
    here.select("Français", "Dispense")
    here.type("Intitulé, tel qu’il figure sur votre relevé", "Épreuve E2 de l’ancien règlement")
    here.select("Acquis pour cette épreuve", "Bénéfice de note")
    here.press("Suivant")
    here.select("Ce qui vous dispense", "Baccalauréat")
    here.type("Note obtenue, sur 20", "12,5")
    here.type("Session (année) où vous l’avez obtenue", "2022")
    here.select("Académie où vous l’avez obtenue", "Nice")
    here.press("Suivant")

    here.reads("Rien d’autre ne vous est demandé.")
    visitor.look_at(here.page, "to complete")
    here.press("Suivant")
    here.is_at("Récapitulatif")
    assert [(one["unit"], one["kind"], one["to_complete"]) for one in kept("acquis")] == [
        ("U51", "exemption", False),
        ("", "kept_mark", True),
    ]
