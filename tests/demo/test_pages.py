"""The strip, the mailbox and the accounts, in a real browser: what whoever tries the service sees first."""

import copy

import pytest
from playwright.sync_api import expect

from sporades.adapters import clocks
from sporades.demo.jumps import drain
from sporades.registrations.models import Registration
from tests import people
from tests.journeys.hands import Hands
from tests.pages import space
from tests.people import CAP_CLOSES, KARIM, NOW, PATISSIER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.demo.urls")]


@pytest.fixture(autouse=True)
def _demonstration(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)
    settings.INSTALLED_APPS = ["sporades.demo", *settings.INSTALLED_APPS]
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].append("sporades.demo.context.strip")
    settings.TEMPLATES = templates


@pytest.fixture
def row() -> Registration:
    row = people.saved(KARIM, PATISSIER)
    drain()
    return row


def test_a_jump_moves_the_clock_and_tells_what_fell_due(visitor, row):
    here = Hands(visitor.open("/aide/"))
    visitor.look_at(here.page, "with the strip")
    here.press("pièces dues")
    here.is_at("Aide et contact")
    here.press("+ 1 heure")
    here.is_at("Ce qui s’est passé pendant le saut")
    here.reads("candidatures annulées : 1")
    visitor.look_at(here.page, "a cancellation")

    here.follow("Revenir à la page")

    here.is_at("Aide et contact")


def test_a_jump_that_nobody_offers_moves_nothing(visitor, row):
    page = visitor.open("/")
    page.get_by_role("button", name="clôture", exact=True).evaluate("button => button.value = 'yesterday'")

    page.get_by_role("button", name="clôture", exact=True).click()
    page.wait_for_load_state()

    assert NOW <= clocks.legal_now() < CAP_CLOSES


@pytest.mark.parametrize("javascript", [True, False])
def test_a_mail_is_read_as_it_is_shown_and_as_text(visitor, row, javascript):
    here = Hands(visitor.open("/", javascript=javascript))
    here.follow("Boîte de démonstration")
    here.reads(KARIM.email)
    visitor.look_at(here.page, "with mails")
    here.follow("Pré-inscription enregistrée")
    visitor.look_at(here.page, "a mail")

    shown = here.page.frame_locator("iframe")

    expect(shown.get_by_text("Vous n’êtes pas encore inscrit").first).to_be_visible()
    here.reads("En texte seul")


def test_what_a_mail_holds_runs_nothing(visitor, row):
    page = visitor.open("/demonstration/boite/")
    page.get_by_role("link", name="Pré-inscription enregistrée").first.click()

    answer = page.request.get(page.locator("iframe").get_attribute("src"))

    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_accounts_and_the_question_before_all_is_thrown_away_are_clean(visitor):
    here = Hands(visitor.open("/demonstration/"))
    here.reads("Le mot de passe est le même pour tous")
    here.reads("0 candidats sur 300.")
    here.reads("Ses courriels")
    visitor.look_at(here.page, "accounts")
    here.press("Recommencer")
    here.is_at("Recommencer la démonstration ?")
    visitor.look_at(here.page, "again")

    here.follow("Annuler")

    expect(here.page.get_by_role("heading", level=1)).to_contain_text("S’inscrire à un examen")


def test_the_gallery_of_components_is_there_with_the_strip(visitor):
    visitor.look_at(visitor.open("/demonstration/composants/"), "in the demonstration")
