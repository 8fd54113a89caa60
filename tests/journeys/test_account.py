"""To open an account and to keep the key to it, by keyboard alone."""

import pytest

from tests import people
from tests.journeys import post
from tests.people import KARIM

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "quatre chevaux sous la pluie"
NEW = "cinq girafes dans un ascenseur"
HOME = "Mes inscriptions"


def log_in(hands, email: str, password: str) -> None:
    hands.type("Adresse électronique", email)
    hands.type("Mot de passe", password)
    hands.enter()


@pytest.fixture
def karim():
    return people.candidate(KARIM, password=PASSWORD)


def test_one_signs_up_activates_the_account_and_logs_in(hands, visitor):
    here = hands("/")
    here.follow("M’inscrire")
    here.type("Nom de naissance", "N’Diaye")
    here.type("Prénoms", "Awa Mariama")
    here.type_date("Date de naissance", "3", "11", "1989")
    here.type("Adresse électronique", "awa@exemple.fr")
    here.type("Mot de passe", PASSWORD)
    here.press("Créer mon compte")
    visitor.look_at(here.page, "by keyboard")

    here.page.goto(post.link("awa@exemple.fr"))
    here.is_at("Activer mon compte")
    here.press("Activer mon compte")
    here.is_at("Me connecter")
    log_in(here, "awa@exemple.fr", PASSWORD)

    here.is_at(HOME)
    here.reads("Vous n’avez aucune inscription pour l’instant.")


def test_one_who_forgot_the_password_chooses_another(hands, karim):
    here = hands("/connexion/")
    here.follow("Mot de passe oublié")
    here.type("Adresse électronique", KARIM.email)
    here.press("Recevoir un lien")
    here.is_at("Ouvrez le courriel que nous vous envoyons")

    here.page.goto(post.link(KARIM.email))
    here.type("Nouveau mot de passe", NEW)
    here.press("Changer mon mot de passe")
    here.is_at("Me connecter")
    log_in(here, KARIM.email, PASSWORD)
    assert here.page.title().startswith("Erreur")
    log_in(here, KARIM.email, NEW)

    here.is_at(HOME)


def test_one_changes_the_address_and_both_addresses_are_told(hands, karim):
    here = hands("/compte/", karim)
    here.follow("Changer mon adresse électronique")
    here.type("Nouvelle adresse électronique", "karim@nouvelle.fr")
    here.type("Votre mot de passe", PASSWORD)
    here.press("Changer mon adresse")
    here.is_at("Mon compte")
    here.reads("Nouvelle adresse à confirmer")

    here.page.goto(post.link("karim@nouvelle.fr"))
    here.press("Confirmer ma nouvelle adresse")
    here.page.goto("/compte/")

    here.reads("karim@nouvelle.fr")
    assert "karim@nouvelle.fr" not in here.page.get_by_text("à confirmer").all_inner_texts()
    assert post.newest(KARIM.email).kind == "email_changed"


def test_one_logs_out_a_telephone_that_was_lost(hands, karim):
    lost = hands("/connexion/")
    log_in(lost, KARIM.email, PASSWORD)
    here = hands("/connexion/")
    log_in(here, KARIM.email, PASSWORD)
    here.follow("Mon compte")
    here.follow("Mes appareils")
    here.press("Déconnecter les autres appareils")
    here.reads("Aucun autre appareil n’est connecté.")

    lost.page.goto("/mes-inscriptions/")

    lost.is_at("Me connecter")


def test_one_logs_out_and_the_way_back_shows_nothing(hands, karim):
    here = hands("/mes-inscriptions/", karim)
    here.press("Se déconnecter")

    here.page.go_back()

    here.is_at("Me connecter")
