"""« Demander à la remplacer »: what a candidate reads and does when a piece is accepted."""

import pytest
from django.urls import reverse

from sporades.registrations.actions import replacing, reviewing
from sporades.registrations.models import Piece, Registration, Replacement
from sporades.rules.lifecycle import State
from tests import people
from tests.pages import space
from tests.pages.public import words
from tests.people import KARIM, LEA, NOW, OFFICER, PATISSIER

pytestmark = pytest.mark.django_db

WHY = "J’ai déposé ma carte périmée."


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row() -> Registration:
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    space.found_clean(row)
    reviewing.accept_piece(people.piece(row, "identity"), by=OFFICER, now=NOW)
    return row


@pytest.fixture
def client(row):
    return space.enter(row)


def page_of(row: Registration, kind: str = "identity") -> str:
    return reverse("replacement", args=[people.piece(row, kind).id])


def ask(client, row: Registration, text: str = WHY) -> str:
    sent = {"text": text, "token": people.token()}
    return words(client.post(page_of(row), sent, follow=True).content.decode())


def test_an_accepted_piece_leads_to_its_request(row, client):
    for path in (space.piece_page(row, "identity"), reverse("registration_pieces", args=[row.id])):
        page = client.get(path).content.decode()
        assert f'href="{page_of(row)}"' in page
        assert "Cette pièce est validée : vous n’avez plus rien à faire." in words(page)


def test_a_request_is_received_and_said_to_be_studied(row, client):
    said = ask(client, row)

    assert "Votre demande est enregistrée." in said
    assert WHY in said
    assert "le mardi 5 novembre 2024" in said
    assert "la pièce reste validée" in said
    assert Replacement.objects.get().text == WHY
    assert "Vous avez demandé à remplacer une pièce validée" in space.read(client, space.first_screen(row))


def test_without_a_reason_nothing_is_asked_and_the_page_says_what_is_missing(row, client):
    said = ask(client, row, text="  ")

    assert "Dites pourquoi cette pièce doit être remplacée." in said
    assert Replacement.objects.count() == 0


def test_asked_twice_from_two_tabs_the_second_one_reads_that_it_was_received(row, client):
    ask(client, row)

    said = ask(client, row, text="Une autre raison.")

    assert WHY in said
    assert Replacement.objects.count() == 1


def test_a_refusal_is_read_word_for_word_and_one_may_ask_again(row, client):
    ask(client, row)
    replacing.refuse_replacement(Replacement.objects.get(), sentence="Celle-ci suffit.", by=OFFICER, now=NOW)

    said = space.read(client, page_of(row))

    assert "Votre demande précédente n’a pas été acceptée Celle-ci suffit." in said
    assert "Envoyer ma demande" in said


def test_once_agreed_the_piece_can_be_replaced_and_says_until_when(row, client):
    ask(client, row)
    replacing.agree_replacement(Replacement.objects.get(), by=OFFICER, now=NOW)

    said = space.read(client, page_of(row))

    assert "Vous pouvez remplacer cette pièce" in said
    assert "Celle-ci reste validée tant que vous n’avez rien déposé." in said
    assert "Au plus tard le vendredi 15 novembre 2024, 23 h 59 (heure de Paris)" in said
    assert "Vous pouvez la remplacer, au plus tard le" in space.read(client, space.first_screen(row))
    assert space.send(client, space.piece_page(row, "identity"), space.photo()).status_code == 302
    assert people.piece(row, "identity").state == "deposited"


def test_a_piece_that_is_not_locked_needs_no_request(row, client):
    response = client.get(page_of(row, "signed_confirmation"))

    assert response.headers["Location"] == space.piece_page(row)


def test_of_a_registration_that_has_ended_nothing_is_asked(row, client):
    Registration.objects.update(state=State.WITHDRAWN.value)

    assert client.get(page_of(row)).headers["Location"] == space.piece_page(row, "identity")
    assert page_of(row) not in client.get(space.piece_page(row, "identity")).content.decode()


def test_the_piece_of_somebody_else_does_not_exist(row):
    stranger = space.enter(people.saved(LEA))

    assert stranger.get(page_of(row)).status_code == 404
    assert stranger.post(page_of(row), {"text": WHY}).status_code == 404
    assert Piece.objects.get(kind="identity", registration=row).replacements.count() == 0
