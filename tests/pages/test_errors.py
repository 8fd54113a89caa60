"""When a request goes no further: what is said, and what is not lost."""

import html
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from sporades.candidate_site import errors
from sporades.rules.lifecycle import State
from tests import people
from tests.pages import space
from tests.pages.public import words
from tests.people import KARIM, PATISSIER

pytestmark = pytest.mark.django_db

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row():
    return people.saved(KARIM, PATISSIER)


@pytest.fixture
def strict(row) -> Client:
    """A browser whose forms are checked as they are in production."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(row.candidate.account)
    return client


def hidden(page: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in fields}


# ── A page left open too long ────────────────────────────────────────────────
def test_what_was_typed_waits_in_a_new_form(strict, row, keep_html):
    typed = {"token": "t", "confirmed": "on", "remark": 'Ça « tient » & <b>"bien"</b>'}

    response = strict.post(reverse("withdraw", args=[row.id]), typed, headers=OURS)

    keep_html("csrf", response)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Rien n’est perdu : vos réponses sont encore ici." in words(page)
    assert {name: hidden(page)[name] for name in typed} == typed
    assert f'action="{reverse("withdraw", args=[row.id])}"' in page


def test_one_press_carries_it_out(strict, row):
    path = reverse("withdraw", args=[row.id])
    page = strict.post(path, {"token": people.token(), "confirmed": "on"}, headers=OURS).content.decode()
    form = page[page.index("<main") :]

    strict.post(path, hidden(form), headers=OURS)

    assert State(people.fresh(row).state) is State.WITHDRAWN


def test_several_answers_of_one_name_are_all_kept(strict, row):
    page = strict.post(reverse("space"), {"units": ["UP1", "UP2"]}, headers=OURS).content.decode()

    assert re.findall(r'name="units" value="([^"]+)"', page) == ["UP1", "UP2"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Referer": "https://elsewhere.example/page"},
        {"Origin": "null"},
        {},
    ],
)
def test_what_another_site_sent_is_never_one_press_away(strict, row, headers):
    response = strict.post(reverse("withdraw", args=[row.id]), {"confirmed": "on"}, headers=headers)

    page = response.content.decode()
    assert response.status_code == 403
    assert 'name="confirmed"' not in page
    assert "Ce que vous aviez déjà enregistré n’est pas perdu." in words(page)


@pytest.mark.parametrize(
    "headers", [OURS, {"Origin": "http://testserver"}, {"Referer": "http://testserver/x/"}]
)
def test_a_browser_of_any_age_is_recognised(strict, row, headers):
    page = strict.post(
        reverse("withdraw", args=[row.id]), {"confirmed": "on"}, headers=headers
    ).content.decode()

    assert 'name="confirmed"' in page


def test_a_password_is_never_sent_back():
    typed = {"email": "karim@exemple.fr", "password": "quatre iles", "current": "trois iles"}

    page = Client(enforce_csrf_checks=True).post(reverse("login"), typed, headers=OURS).content.decode()

    assert hidden(page)["email"] == "karim@exemple.fr"
    assert "iles" not in page


def test_a_file_cannot_wait_and_the_page_says_what_to_do(strict, row):
    response = strict.post(space.piece_page(row), {"chosen": space.photo(), "token": "t"}, headers=OURS)

    page = response.content.decode()
    assert "token" not in hidden(page)
    assert "Revenez à la page précédente, rechargez-la, puis envoyez à nouveau." in words(page)


# ── Too much ─────────────────────────────────────────────────────────────────
def test_more_files_than_a_request_takes_are_refused_with_a_sentence(row, keep_html):
    many = [space.photo(f"{number}.jpg") for number in range(13)]

    response = space.send(space.enter(row), space.piece_page(row), *many)

    keep_html("too many files", response)
    assert response.status_code == 400
    assert "dix fichiers au plus à la fois" in words(response.content.decode())


def test_a_body_too_large_is_refused_with_a_sentence(row, settings, keep_html):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = space.enter(row).post(reverse("withdraw", args=[row.id]), {"remark": "x" * 2000})

    keep_html("too large", response)
    assert response.status_code == 413
    assert "10 Mo au plus" in words(response.content.decode())


# ── The rest ─────────────────────────────────────────────────────────────────
def test_a_page_that_does_not_exist_says_where_to_go(row, keep_html):
    response = space.enter(row).get("/nulle-part/")

    keep_html("404", response)
    assert response.status_code == 404
    assert "Cette page n’existe pas" in words(response.content.decode())


@pytest.mark.parametrize(("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403)])
def test_a_refusal_says_that_nothing_was_changed(view, status):
    response = view(RequestFactory().get("/"), Exception())

    assert response.status_code == status
    assert "Rien n’a été modifié." in words(response.content.decode())


def test_a_fault_of_ours_is_told_without_asking_anything(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.broken(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "C’est notre faute, pas la vôtre." in words(response.content.decode())


def test_a_lock_that_is_waited_for_too_long_does_not_say_that_the_service_is_closed(rf):
    try:
        raise OperationalError("canceling statement due to lock timeout")
    except OperationalError:
        response = errors.broken(rf.get("/"))

    assert response.status_code == 500
    assert "C’est notre faute, pas la vôtre." in words(response.content.decode())


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_stopped_a_visitor_is_asked_to_come_back_in_a_minute(client, monkeypatch):
    def refused() -> None:
        raise OperationalError("connection refused")

    client.raise_request_exception = False
    connection.close()
    with monkeypatch.context() as away:
        away.setattr(connection, "connect", refused)
        response = client.get("/")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "Le service est fermé quelques instants" in response.content.decode()
