"""The exam office's pages: each has its right, and what lies outside a mandate does not exist."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from sporades.journal.models import Consultation
from sporades.rules.rights import Act, Role, may
from tests import people
from tests.pages import space, staff
from tests.people import AWA, JEANNE, KARIM, PATISSIER, PAUL, ROSE, SYLVIE, YVES

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROUTES = {route.name: route for route in staff.routes()}


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


def address(name: str, ids: dict[str, uuid.UUID]) -> str:
    converters = ROUTES[name].pattern.converters
    nobodys = {one: 0 if isinstance(how, IntConverter) else uuid.uuid4() for one, how in converters.items()}
    return reverse(name, kwargs={one: ids.get(one, nobodys[one]) for one in converters})


def ids_of(row) -> dict[str, uuid.UUID]:
    return {"registration_id": row.id, "piece_id": people.piece(row).id}


METHODS = ("get", "head", "post", "put", "delete")
NO_SUCH_METHOD = 405


def answers_of(browser: Client, names, ids: dict[str, uuid.UUID]) -> dict[str, set[int]]:
    """What each address answers to all the methods that it knows."""
    asked = {name: address(name, ids) for name in names}
    return {
        name: {getattr(browser, method)(at).status_code for method in METHODS} - {NO_SUCH_METHOD}
        for name, at in asked.items()
    }


def others(answers: dict[str, set[int]], *expected: int) -> dict[str, set[int]]:
    """The addresses that answer something else, or nothing."""
    return {name: said for name, said in answers.items() if not said or not said <= set(expected)}


def test_every_page_names_a_right_of_the_table():
    assert [name for name in ROUTES if not isinstance(getattr(ROUTES[name].callback, "act", None), Act)] == []


def test_a_stranger_is_sent_to_the_login_page():
    answers = {name: Client().get(address(name, {})) for name in ROUTES}

    led = {name: answer.headers.get("Location", "") for name, answer in answers.items()}
    assert {name: to for name, to in led.items() if not to.startswith(reverse("login"))} == {}


def test_the_office_does_not_exist_for_a_candidate_whatever_the_method():
    row = people.confirmed(KARIM, PATISSIER)

    assert others(answers_of(space.enter(row), ROUTES, ids_of(row)), 404) == {}


@pytest.mark.parametrize("role", Role)
def test_who_lacks_the_right_is_told_so_whatever_the_method(role):
    officer = people.officer(SYLVIE, role=role.value)
    row = people.confirmed(KARIM, PATISSIER)
    barred = [name for name, route in ROUTES.items() if not may(officer.mandate, route.callback.act)]

    assert barred
    assert others(answers_of(staff.enter(officer), barred, ids_of(row)), 403) == {}


def test_an_officer_of_another_academy_finds_nothing_whatever_the_method():
    row = people.confirmed(KARIM, PATISSIER)
    about_something = [name for name, route in ROUTES.items() if route.pattern.converters]

    answers = answers_of(
        staff.enter(people.officer(ROSE, role=Role.HEAD.value)), about_something, ids_of(row)
    )

    assert others(answers, 403, 404, 405) == {}


def test_an_officer_of_other_diplomas_finds_nothing():
    of_bp = people.officer(SYLVIE, diplomas=["bp"])
    row = people.confirmed(KARIM, PATISSIER)

    assert staff.enter(of_bp).get(reverse("staff_file", args=[row.id])).status_code == 404


@pytest.mark.parametrize("name", ["space", "new_registration", "pieces", "account"])
def test_an_officer_who_follows_a_candidates_link_is_told_whose_account_this_is_and_led_back_to_work(name):
    response = staff.enter(people.officer(SYLVIE)).get(reverse(name))

    assert response.status_code == 403
    assert "Ce compte est celui du service des examens" in response.text
    assert f'href="{reverse("staff_worklist")}"' in response.text


def test_a_candidates_page_says_the_same_to_an_officer_whether_the_registration_exists_or_not():
    row = people.confirmed(KARIM, PATISSIER)
    client = staff.enter(people.officer(SYLVIE))

    there, nowhere = (client.get(reverse("registration", args=[one])) for one in (row.id, uuid.uuid4()))

    assert (there.status_code, nowhere.status_code) == (403, 403)
    assert KARIM.birth_name not in there.text


def test_an_officer_switched_off_is_out_at_the_next_request():
    sylvie = people.officer(SYLVIE)
    client = staff.enter(sylvie)
    assert client.get(reverse("staff_worklist")).status_code == 200

    sylvie.switched_off_at = people.NOW
    sylvie.save()

    assert client.get(reverse("staff_worklist")).status_code == 302


def test_that_a_file_was_read_is_kept_with_who_and_when():
    sylvie = people.officer(SYLVIE)
    row = people.confirmed(KARIM, PATISSIER)

    staff.enter(sylvie).get(reverse("staff_file", args=[row.id]))

    kept = Consultation.objects.get()
    assert (kept.officer_id, kept.subject_id, kept.page) == (sylvie.id, row.id, "file")


def test_a_file_of_another_academy_leaves_no_trace_of_reading():
    row = people.confirmed(KARIM, PATISSIER)

    staff.enter(people.officer(ROSE)).get(reverse("staff_file", args=[row.id]))

    assert not Consultation.objects.exists()


def test_the_work_list_shows_what_was_given_and_nobody_has_looked_at():
    waits, expected = people.confirmed(KARIM, PATISSIER), people.saved(AWA, people.PATISSIER)

    page = staff.enter(people.officer(SYLVIE)).get(reverse("staff_worklist")).content.decode()

    assert waits.number in page
    assert expected.number not in page


def test_handicap_is_absent_for_who_has_no_right_to_it():
    answers = people.answers_of(JEANNE, PATISSIER)
    row = people.save(people.draft(people.candidate(JEANNE), people.with_accommodation(answers)))

    for without in (people.officer(SYLVIE), people.officer(YVES)):
        shown = staff.enter(without).get(reverse("staff_file", args=[row.id])).content.decode()
        assert "andicap" not in shown
        assert "ménagement" not in shown
    shown = staff.enter(people.officer(PAUL)).get(reverse("staff_file", args=[row.id])).content.decode()
    assert "andicap" in shown
