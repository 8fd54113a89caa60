"""« Revenir à la version signée »: offered beside signing again, with what would change, in one click."""

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from tests import people
from tests.pages import space
from tests.people import CAP_CLOSES, INES, PATISSIER

OFFER = "Revenir à la version signée"


@pytest.fixture
def row(db, settings, tmp_path):
    space.begin(settings, tmp_path)
    row = people.confirmed(INES, PATISSIER)
    space.found_clean(row)
    modified = people.with_usage_name(people.answers_of(INES, PATISSIER), "Moreau")
    return people.save(people.fill(row, modified), said_twice=True)


@pytest.fixture
def client(row):
    return space.enter(row)


def page(row) -> str:
    return reverse("go_back", args=[row.id])


def test_the_piece_leads_to_a_page_that_says_what_would_change(client, row):
    assert OFFER in space.read(client, space.piece_page(row))

    said = space.read(client, page(row))

    assert "Vous avez signé la version 1. Votre inscription est à la version 2." in said
    assert "Moreau" in said
    assert "Revenir à la version 1" in said


def test_one_click_and_the_file_is_received_again(client, row):
    answer = client.post(page(row), {"to": 1, "token": people.token()}, follow=True)

    assert "vous n’avez rien à signer" in answer.content.decode()
    assert people.fresh(row).state == "confirmed"
    assert OFFER not in space.read(client, space.piece_page(row))
    assert client.get(page(row)).status_code == 302  # nothing to come back to any more


def test_once_closed_it_is_not_offered_and_a_page_left_open_says_why(client, row):
    clocks.start_at(CAP_CLOSES)

    assert OFFER not in space.read(client, space.piece_page(row))
    answer = client.post(page(row), {"to": 1, "token": people.token()}, follow=True)

    assert "closes" in answer.content.decode()
    assert people.fresh(row).state == "saved"
