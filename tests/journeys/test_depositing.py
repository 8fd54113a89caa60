"""The signed confirmation, given by keyboard alone: received, replaced, refused with a sentence, late."""

from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload

from sporades.adapters import clocks
from sporades.registrations.models import Deposit
from sporades.rules.lifecycle import State
from tests import people
from tests.pages import space
from tests.people import CAP_PIECES_DUE, KARIM, PATISSIER

pytestmark = pytest.mark.django_db(transaction=True)

CHOOSER = "Choisir un fichier ou prendre une photo"
SIGNED = FilePayload(name="signée.jpg", mimeType="image/jpeg", buffer=people.photo())
BETTER = FilePayload(name="plus nette.jpg", mimeType="image/jpeg", buffer=people.photo("plus nette"))
LETTER = FilePayload(name="lettre.pdf", mimeType="application/pdf", buffer=b"Bonjour, voici ma confirmation.")


@pytest.fixture
def row():
    return people.saved(KARIM, PATISSIER)


@pytest.fixture
def here(hands, row):
    return hands(space.first_screen(row), row.candidate)


def deposit(here, file, button="Déposer"):
    here.give(CHOOSER, file)
    here.press(button)


def test_the_signed_confirmation_is_received_and_the_file_goes_to_the_service(here, row, visitor):
    here.follow("Déposer ma confirmation signée")
    deposit(here, SIGNED)

    here.is_at("Dépôt reçu")
    visitor.look_at(here.page, "by keyboard")
    here.follow("Revenir à mon inscription")
    here.reads("Votre dossier est déposé, le service l’examine.")
    assert State(people.fresh(row).state) is State.CONFIRMED


def test_a_clearer_photograph_replaces_the_first_and_pages_are_added(here, row):
    here.page.goto(space.piece_page(row))
    deposit(here, SIGNED)
    here.page.goto(space.piece_page(row))
    deposit(here, BETTER, "Remplacer")
    here.page.goto(space.piece_page(row))
    here.reads("plus nette.jpg")
    deposit(here, SIGNED, "Ajouter des pages")

    here.is_at("Dépôt reçu")
    deposits = Deposit.objects.order_by("sequence")
    assert [(one.superseded, one.adds_pages) for one in deposits] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence_and_the_first_stays(here, row, visitor):
    here.page.goto(space.piece_page(row))
    deposit(here, SIGNED)
    here.page.goto(space.piece_page(row))
    here.give(CHOOSER, LETTER)
    here.reach(here.button("Remplacer"))
    # With scripts, the answer takes the place of the page without another load.
    here.page.keyboard.press("Enter")

    here.is_told_of_errors()
    here.reads("« lettre.pdf »")
    here.reads("Ce que vous aviez déjà déposé reste à sa place.")
    visitor.look_at(here.page, "refused")
    assert Deposit.objects.count() == 1


def test_after_the_date_it_is_taken_as_late_and_says_that_a_person_decides(here, row, visitor):
    clocks.move_to(CAP_PIECES_DUE + timedelta(seconds=1))
    here.page.goto(space.piece_page(row))
    here.reads("La date limite est passée")
    visitor.look_at(here.page, "late")
    deposit(here, SIGNED)

    here.is_at("Dépôt reçu")
    here.reads("après la date limite")
    here.reads("le service décidera")
    assert Deposit.objects.get().late


def test_without_a_file_the_summary_leads_to_the_chooser(here, row):
    here.page.goto(space.piece_page(row))
    here.press("Déposer")

    here.is_told_of_errors()
    here.goes_to_the_answer("Choisissez un fichier", CHOOSER)
