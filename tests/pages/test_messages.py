"""« Messages avec le service », on both sides."""

import pytest
from django.urls import reverse

from sporades.registrations.actions import messaging
from sporades.registrations.queries import messages
from tests import people
from tests.pages import space, staff
from tests.people import KARIM, NOW, PATISSIER, SYLVIE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row():
    return people.saved(KARIM, PATISSIER)


def own(row) -> str:
    return reverse("registration_messages", args=[row.id])


def test_a_candidate_writes_and_reads_the_answer(row):
    client, officer = space.enter(row), staff.enter(people.officer(SYLVIE))

    client.post(own(row), {"text": "Où signer ?", "token": people.token()})
    assert row.number in space.read(officer, reverse("staff_messages"))
    desk = reverse("staff_file_messages", args=[row.id])
    officer.post(desk, {"text": "En bas de la page.", "token": people.token()})

    assert "En bas de la page." in space.read(client, own(row))
    assert row.number not in space.read(officer, reverse("staff_messages"))


def test_the_page_says_that_the_rectorat_gives_no_pedagogical_information(row):
    assert "ne délivre pas d’informations pédagogiques" in space.read(space.enter(row), own(row))


def test_an_empty_message_is_asked_again_and_one_too_long_is_kept(row):
    client = space.enter(row)

    assert "Il manque une réponse" in client.post(own(row), {"text": ""}).content.decode()
    long = "a" * (messaging.LONGEST + 1)
    assert long in client.post(own(row), {"text": long}).content.decode()
    assert messages.conversation(row) == ()


def test_what_was_typed_is_shown_as_text(row):
    client = space.enter(row)

    client.post(own(row), {"text": "<script>alert(1)</script> & « oui »", "token": people.token()})

    assert "&lt;script&gt;" in client.get(own(row)).content.decode()


def test_somebody_elses_conversation_does_not_exist(row):
    other = people.saved(people.LEA)

    assert space.enter(other).get(own(row)).status_code == 404


def test_an_officer_may_say_that_no_answer_is_needed(row):
    messaging.write_to_office(
        row, text="Merci !", token=people.token(), by=people.actor(row.candidate), now=NOW
    )
    officer = staff.enter(people.officer(SYLVIE))

    officer.post(reverse("staff_file_messages", args=[row.id]), {"settle": "1"})

    assert "Personne n’attend de réponse." in space.read(officer, reverse("staff_messages"))


def test_a_note_is_written_and_the_screen_says_who_may_read_it(row):
    officer = staff.enter(people.officer(SYLVIE))
    page = reverse("staff_file_notes", args=[row.id])

    officer.post(page, {"text": "Photo floue, vue au guichet.", "token": people.token()})

    shown = space.read(officer, page)
    assert "Photo floue, vue au guichet." in shown
    assert "Le candidat peut demander à lire ces notes" in shown
