"""What one does with a registration that is saved: changes it, leaves it, comes too early or too late."""

from datetime import timedelta

import pytest

from sporades.adapters import clocks
from sporades.registrations.models import Registration
from sporades.rules.lifecycle import State
from tests import people
from tests.journeys import post
from tests.pages import registering, space
from tests.people import CAP_CLOSES, CAP_OPENS, KARIM, PATISSIER

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = timedelta(seconds=1)
CAP = registering.NEW + "?academie=23&diplome=cap"


def state_of(row):
    fresh = people.fresh(row)
    return State(fresh.state), fresh.version


def test_a_change_after_signing_is_asked_twice_and_the_old_signature_is_said_stale(hands, visitor):
    row = people.confirmed(KARIM, PATISSIER)
    here = hands(space.first_screen(row), row.candidate)
    here.follow("Modifier mon inscription")
    here.follow("Modifier : Votre identité")
    here.type("Nom d’usage", "Rossi")
    here.press("Continuer")
    here.reads("Modification non enregistrée")
    here.press("Enregistrer")
    here.is_told_of_errors()
    visitor.look_at(here.page, "asked again")
    assert state_of(row) == (State.CONFIRMED, 1)

    here.tick("J’ai compris")
    here.press("Enregistrer")

    assert state_of(row) == (State.SAVED, 2)
    here.reads("Vous n’êtes pas encore inscrit")
    assert post.newest(KARIM.email).kind == "registration_modified"
    here.page.goto(space.piece_page(row))
    here.reads("Votre dépôt n’est pas celui de la dernière version")


def test_a_change_that_one_regrets_is_undone(hands):
    row = people.confirmed(KARIM, PATISSIER)
    here = hands(registering.url(row, "identity") + "?retour=recapitulatif", row.candidate)
    here.type("Nom d’usage", "Rossi")
    here.press("Continuer")
    here.press("Annuler mes modifications")

    here.reads("votre inscription reste celle de la version 1")
    assert state_of(row) == (State.CONFIRMED, 1)


def test_one_leaves_in_two_gestures_never_in_one(hands, visitor):
    row = people.saved(KARIM, PATISSIER)
    here = hands(space.first_screen(row), row.candidate)
    here.follow("Me désinscrire")
    here.press("Me désinscrire")
    here.is_told_of_errors()
    here.goes_to_the_answer("Cochez la case", "Je confirme que je me désinscris de cet examen.")
    here.page.keyboard.press("Space")
    here.press("Me désinscrire")

    here.reads("Votre désinscription est enregistrée.")
    visitor.look_at(here.page, "withdrawn")
    assert state_of(row) == (State.WITHDRAWN, 1)
    assert post.newest(KARIM.email).kind == "registration_withdrawn"


def test_a_second_before_the_opening_no_address_begins_anything(hands, visitor):
    karim = people.candidate(KARIM)
    clocks.start_at(CAP_OPENS - timedelta(minutes=1))
    here = hands(CAP, karim)

    here.reads("Pas encore ouvert")
    visitor.look_at(here.page, "too early")
    assert here.group("Spécialité").count() == 0
    assert not Registration.objects.exists()


def test_a_form_left_open_until_the_closing_is_refused_with_the_person_to_ask(hands, visitor):
    row = people.saved(KARIM, PATISSIER)
    here = hands(registering.url(row, "identity"), row.candidate)
    here.type("Nom d’usage", "Rossi")
    clocks.move_to(CAP_CLOSES)
    here.press("Suivant")

    here.is_at("Les inscriptions sont closes")
    here.reads("Rien n’a été modifié.")
    here.reads("À qui s’adresser")
    visitor.look_at(here.page, "too late")
    assert state_of(row) == (State.SAVED, 1)


@pytest.mark.parametrize("address", ["step", "summary"])
def test_after_the_closing_no_address_opens_the_form_again(hands, address):
    row = people.saved(KARIM, PATISSIER)
    clocks.move_to(CAP_CLOSES)
    path = registering.url(row, "exam") if address == "step" else f"/inscriptions/{row.id}/recapitulatif/"

    here = hands(path, row.candidate)

    here.is_at("Les inscriptions sont closes")
    here.follow("Revenir à mon inscription")
    here.reads("aucune modification ne peut plus être prise en compte")
