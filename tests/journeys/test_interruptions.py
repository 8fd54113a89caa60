"""What stops somebody half-way loses nothing: a session that ended, a page left open, a second tab."""

from datetime import timedelta

import pytest

from sporades.adapters import clocks
from tests import people
from tests.browser import PHONE
from tests.journeys.hands import Hands
from tests.pages import registering
from tests.people import KARIM, NOW

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "quatre chevaux sous la pluie"


@pytest.fixture
def karim():
    return people.candidate(KARIM, password=PASSWORD)


@pytest.fixture
def row(karim):
    return registering.start(registering.browser_of(karim))


@pytest.fixture
def here(hands, karim, row):
    """Karim, at the step of his address."""
    return hands(registering.url(row, "contact"), karim)


def log_in(here: Hands) -> None:
    here.type("Adresse électronique", KARIM.email)
    here.type("Mot de passe", PASSWORD)
    here.enter()


def answer(here: Hands, city: str) -> None:
    here.type("Adresse", "12 rue des Îles")
    here.type("Code postal", "83000")
    here.type("Commune", city)
    here.choose("Pays", "France")
    here.type("Téléphone", "06 12 34 56 78")


def test_a_session_that_ended_in_the_middle_of_a_step_loses_nothing(here, row, visitor):
    answer(here, "Hyères")
    here.page.context.clear_cookies(name="session")
    here.press("Suivant")
    here.is_at("Vous n’êtes plus connecté")
    visitor.look_at(here.page, "session over")

    here.reach(here.link("Connectez-vous dans un nouvel onglet"))
    with here.page.context.expect_page() as opened:
        here.page.keyboard.press("Enter")
    log_in(Hands(opened.value))
    here.press("Continuer")
    # To log in gave the browser a new token: the page of before it is asked once more.
    here.is_at("Votre page est restée ouverte trop longtemps")
    here.press("Continuer")

    here.is_at("Votre situation")
    assert registering.kept(row, "contact")["city"] == "Hyères"


def test_a_page_left_open_until_its_token_is_stale_loses_nothing(here, row, visitor):
    answer(here, "Hyères")
    here.page.context.clear_cookies(name="csrf")
    here.press("Suivant")
    here.is_at("Votre page est restée ouverte trop longtemps")
    visitor.look_at(here.page, "token stale")

    here.press("Continuer")

    here.is_at("Votre situation")
    assert registering.kept(row, "contact")["city"] == "Hyères"


@pytest.mark.parametrize(
    ("choice", "city"), [("Garder ce que je viens de saisir", "Hyères"), ("Garder l’autre", "Toulon")]
)
def test_with_two_tabs_one_chooses_which_answers_stay(here, row, visitor, choice, city):
    second = Hands(visitor.open_beside(here.page, here.page.url))
    answer(second, "Hyères")
    answer(here, "Toulon")
    here.press("Suivant")

    second.press("Suivant")

    second.is_at("Vous avez répondu à cette étape dans une autre page")
    second.reads("Toulon")
    second.reads("Hyères")
    choose = second.button(choice) if "saisir" in choice else second.link(choice)
    second.reach(choose)
    second.enter()
    assert registering.kept(row, "contact")["city"] == city


def test_the_next_day_from_another_telephone_the_draft_goes_on(here, visitor, javascript):
    answer(here, "Hyères")
    here.press("Suivant")
    here.is_at("Votre situation")
    here.type("Dans quel métier ou domaine ?", "commis de cuisine")
    here.press("Précédent")
    here.page.context.close()
    clocks.move_to(NOW + timedelta(days=1))

    there = Hands(visitor.open("/connexion/", javascript=javascript, screen=PHONE))
    log_in(there)
    there.is_at("Mes inscriptions")
    there.reads("Rien n’est enregistré.")
    there.follow("Reprendre mon brouillon")
    visitor.look_at(there.page, "next day")
    there.follow("Vos coordonnées")

    there.holds("Commune", "Hyères")
    there.press("Suivant")
    there.holds("Dans quel métier ou domaine ?", "commis de cuisine")
