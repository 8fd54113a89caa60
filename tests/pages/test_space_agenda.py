"""« Ajouter à mon agenda »: the candidate's own telephone reminds them, at the right instant everywhere."""

import pytest
from django.urls import reverse

from sporades.adapters import clocks
from tests import people
from tests.pages import space
from tests.people import KARIM, PATISSIER, RAOUL, paris

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


def agenda(row) -> str:
    return space.enter(row).get(reverse("registration_agenda", args=[row.id])).content.decode()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_each_limit_is_the_hour_that_ends_with_it():
    lines = unfolded(agenda(people.saved(KARIM, PATISSIER)))

    ends = [line for line in lines if line.startswith("DTEND")]
    starts = [line for line in lines if line.startswith("DTSTART")]
    assert ends == ["DTEND:20241108T160000Z", "DTEND:20241115T230000Z"]
    assert starts == ["DTSTART:20241108T150000Z", "DTSTART:20241115T220000Z"]


def test_the_instants_are_those_of_the_academy_wherever_it_is(settings, tmp_path):
    clocks.start_at(paris(2023, 11, 2, 9))
    row = people.saved(RAOUL, PATISSIER, academy="31", exam_session=2024, now=paris(2023, 11, 2, 9))

    assert "DTEND:20231117T210000Z" in unfolded(agenda(row))


def test_a_limit_that_has_passed_is_left_out():
    row = people.saved(KARIM, PATISSIER)
    clocks.move_to(people.CAP_CLOSES)

    assert "DTEND:20241108T160000Z" not in agenda(row)
    assert "DTEND:20241115T230000Z" in agenda(row)


def test_a_line_is_at_most_75_bytes_and_no_letter_is_cut():
    text = agenda(people.saved(KARIM, PATISSIER))

    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert (
        "Date limite de dépôt de la confirmation signée et des pièces – CAP Pâtissier\\, session 2025"
        in "".join(unfolded(text))
    )


def test_the_telephone_is_asked_to_remind():
    lines = unfolded(agenda(people.saved(KARIM, PATISSIER)))

    assert lines.count("TRIGGER;RELATED=END:-P1D") == 2


def test_an_agenda_keeps_one_entry_when_the_file_is_taken_twice():
    row = people.saved(KARIM, PATISSIER)

    first, second = ([line for line in unfolded(agenda(row)) if line.startswith("UID")] for _ in range(2))

    assert first == second
    assert len(set(first)) == len(first) == 2


def test_once_every_limit_has_passed_there_is_nothing_to_add():
    row = people.confirmed(KARIM, PATISSIER)
    client, path = space.enter(row), space.first_screen(row)
    assert "Ajouter à mon agenda" in space.read(client, path)

    clocks.move_to(paris(2025, 4, 1))

    assert "Ajouter à mon agenda" not in space.read(client, path)
