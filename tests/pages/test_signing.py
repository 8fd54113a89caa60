"""« Signer ma confirmation »: reread, ticked, the password again; what is wrong is said, and nothing is signed."""

import pytest
from django.urls import reverse

from sporades.calendars.models import Window
from sporades.registrations.actions import signing
from sporades.registrations.models import Deposit
from tests import people
from tests.pages import space
from tests.people import KARIM, PATISSIER

PASSWORD = "quatre chevaux sous la pluie"


@pytest.fixture
def row(db, settings, tmp_path):
    space.begin(settings, tmp_path)
    Window.objects.update(signature="online")
    karim = people.candidate(KARIM, password=PASSWORD)
    return people.save(people.draft(karim, people.answers_of(KARIM, PATISSIER)))


@pytest.fixture
def client(row):
    return space.enter(row)


def page(row) -> str:
    return reverse("sign", args=[people.piece(row).id])


def sign(client, row, **typed):
    form = {
        "sha256": signing.to_sign(row).sha256,
        "reread": "on",
        "current": PASSWORD,
        "token": people.token(),
    }
    return client.post(page(row), {**form, **typed}, follow=True)


def test_the_first_screen_leads_there_and_the_page_shows_all_that_is_signed(client, row):
    first = space.read(client, space.first_screen(row))
    assert "il manque votre confirmation, à signer à l’écran ou à déposer signée" in first
    assert "Signer ma confirmation" in first
    assert "à relire et à signer à l’écran" in first

    said = space.read(client, page(row))

    assert "Pâtissier" in said
    assert "Je certifie que ces renseignements sont exacts" in said
    assert signing.to_sign(row).sha256 in said


def test_signed_it_is_received_and_nothing_is_left_to_print(client, row):
    answer = sign(client, row)

    assert "Confirmation signée" in answer.content.decode()
    assert "Votre dossier est déposé, le service l’examine." in space.read(client, space.first_screen(row))
    assert client.get(page(row)).status_code == 200  # until it is accepted, one may sign again


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reread": ""}, "puis cochez la case"),
        ({"current": "autre chose que le mien"}, "mot de passe"),
        ({"sha256": "0" * 64}, "Votre inscription a changé depuis que cette page est ouverte"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_signed(client, row, typed, sentence):
    answer = sign(client, row, **typed)

    said = answer.content.decode()
    assert sentence in said
    assert "Erreur" in said
    assert PASSWORD not in said
    assert not Deposit.objects.exists()


def test_where_the_office_asks_for_paper_the_page_leads_to_the_deposit(client, row):
    Window.objects.update(signature="signed_upload")

    assert client.get(page(row)).url == space.piece_page(row)
