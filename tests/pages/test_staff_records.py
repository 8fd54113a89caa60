"""« Conservation des données »: what is past its time, the two people of a list, what holds it back."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from sporades.accounts.models import Officer
from sporades.adapters import clocks
from sporades.jobs import purge as jobs
from sporades.journal.values import Actor
from sporades.records.actions import purging
from sporades.records.models import Hold, Purge
from sporades.records.queries import lists
from sporades.registrations.models import File
from tests import people
from tests.pages import space, staff
from tests.pages.public import queries_counted, words
from tests.people import KARIM, LEA, MAUD, PATISSIER, PAUL, ROSE, paris

pytestmark = pytest.mark.django_db(transaction=True)

OVER = paris(2027, 1, 2, 9)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def press(client: Client, name: str, *args: object, **said: str) -> str:
    """What the page says once the button is pressed."""
    response = client.post(reverse(name, args=args), {"token": people.token(), **said}, follow=True)
    assert response.status_code == 200
    return words(response.content.decode())


def complete() -> None:
    """What the worker does."""
    while purging.list_next(machine_now=clocks.machine_now(), now=OVER):
        pass


def test_a_list_is_frozen_by_one_approved_by_another_then_its_certificate_says_what_went(keep_html):
    people.confirmed(KARIM, PATISSIER)
    clocks.start_at(OVER)
    paul, maud = staff.enter(people.officer(PAUL)), staff.enter(people.officer(MAUD))

    said = press(paul, "staff_purge_freeze", academy="23")

    assert "La liste se prépare 1 ligne y figure déjà." in said
    assert "Pièces déposées 1" in said
    purge = Purge.objects.get()
    keep_html("in the making", maud.get(reverse("staff_purge", args=[purge.id])))
    assert "se prépare" in words(maud.get(reverse("staff_records")).content.decode())
    assert "La liste se prépare encore" in press(maud, "staff_purge_approve", purge.id)
    complete()
    assert "une autre personne l’approuve" in press(paul, "staff_purge_approve", purge.id)
    assert Purge.objects.get().approved_at is None
    assert "Effacement en cours" in press(maud, "staff_purge_approve", purge.id)
    assert "a déjà décidé de cette liste" in press(paul, "staff_purge_drop", purge.id)
    jobs.settle_all(now=OVER)
    page = maud.get(reverse("staff_purge", args=[purge.id]))
    keep_html("done", page)
    assert "Fichiers déposés 1" in words(page.content.decode())
    certificate = maud.get(reverse("staff_purge_certificate", args=[purge.id])).json()
    assert certificate["lines"][0]["erased"]["registrations.File"] == 1
    assert not File.objects.exists()


def test_a_list_that_cannot_be_made_says_so_and_may_be_given_up_for_another(keep_html):
    people.confirmed(KARIM, PATISSIER)
    clocks.start_at(OVER)
    paul = staff.enter(people.officer(PAUL))
    press(paul, "staff_purge_freeze", academy="23")
    purge = Purge.objects.get()
    Purge.objects.update(listing="unknown")
    complete()

    assert "ne peut pas être préparée" in words(paul.get(reverse("staff_records")).content.decode())
    keep_html("failing", page := paul.get(reverse("staff_purge", args=[purge.id])))
    assert "Chaque essai échoue depuis le" in words(page.content.decode())
    assert f"purge {purge.number} cannot be listed since" in refusal_of("files", "status")

    assert "Liste abandonnée" in press(paul, "staff_purge_drop", purge.id)
    assert "La liste se prépare 1 ligne" in press(paul, "staff_purge_freeze", academy="23")
    assert lists.unmade() == []


def refusal_of(*command: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(*command)
    return str(refused.value)


def test_a_session_held_back_is_counted_apart_until_it_is_lifted():
    people.confirmed(KARIM, PATISSIER)
    clocks.start_at(OVER)
    paul = staff.enter(people.officer(PAUL))
    asked = {"calendar": str(people.window().calendar_id), "ground": "litigation", "reason": "TA de Nice."}

    assert "TA de Nice." in press(paul, "staff_records_hold", **asked)

    assert "Rien n’a dépassé sa durée" in press(paul, "staff_purge_freeze", academy="23")
    press(paul, "staff_records_lift", Hold.objects.get().id, reason="Jugement définitif.")
    assert "Pièces déposées 1" in press(paul, "staff_purge_freeze", academy="23")


def test_a_file_is_held_back_from_its_own_page():
    row = people.confirmed(KARIM, PATISSIER)
    paul = staff.enter(people.officer(PAUL))

    said = press(paul, "staff_file_hold", row.id, ground="archives", reason="Demandé le 4.")

    assert "Demandé le 4." in said
    assert "Visa des Archives attendu" in said


def test_another_academy_and_a_part_of_one_have_no_list_here():
    people.confirmed(KARIM, PATISSIER)
    clocks.start_at(OVER)
    paul, rose = people.officer(PAUL), staff.enter(people.officer(ROSE, role="head"))
    press(staff.enter(paul), "staff_purge_freeze", academy="23")
    purge = Purge.objects.get()

    for name in ("staff_purge", "staff_purge_approve", "staff_purge_drop", "staff_purge_certificate"):
        assert rose.get(reverse(name, args=[purge.id])).status_code == 404
    assert rose.post(reverse("staff_purge_freeze"), {"academy": "23", "token": "a"}).status_code == 404
    paul.diplomas = ["cap"]
    paul.save()
    assert staff.enter(paul).get(reverse("staff_purge", args=[purge.id])).status_code == 404


def test_the_accounts_of_nowhere_are_the_administrators():
    people.candidate(LEA)
    clocks.start_at(OVER)

    assert staff.enter(people.officer(PAUL)).post(
        reverse("staff_purge_freeze"), {"academy": "", "token": "a"}
    ).status_code == 404  # fmt: skip
    assert "Comptes sans inscription 1" in press(
        staff.enter(people.officer(MAUD)), "staff_purge_freeze", academy=""
    )


def test_a_longer_list_costs_no_more_queries():
    counted = []
    for number, person in enumerate((KARIM, LEA, people.TOM, people.INES, people.HUGO)):
        people.confirmed(person, PATISSIER)
        if number in (0, 4):
            counted.append(queries_of_a_list())

    assert counted[0] == counted[1]


def queries_of_a_list() -> list[int]:
    """How many queries the table and a list cost, as things stand."""
    Purge.objects.all().delete()
    clocks.start_at(OVER)
    purge = purging.freeze("23", token=people.token(), by=Actor("officer", "x"), now=OVER)
    complete()
    maud = staff.enter(Officer.objects.filter(name=MAUD.name).first() or people.officer(MAUD))
    seen = []
    for path in (reverse("staff_records"), reverse("staff_purge", args=[purge.id])):
        with queries_counted() as counted:
            assert maud.get(path).status_code == 200
        seen.append(counted["all"])
        assert counted["in templates"] == 0
    return seen
