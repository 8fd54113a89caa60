"""A page runs nothing that is not ours, and no browser and no proxy keeps what is private."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import people


@pytest.fixture
def inside(client: Client, db) -> Client:
    client.force_login(people.candidate(people.LEA).account)
    return client


def policy(response) -> dict[str, str]:
    said = response.headers["Content-Security-Policy"].split("; ")
    return {directive: values for directive, _, values in (one.partition(" ") for one in said)}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/nulle-part/"])
def test_every_answer_forbids_what_is_not_ours(client, address):
    rules = policy(client.get(address))

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert not any("unsafe" in values or "http" in values or "*" in values for values in rules.values())


@pytest.mark.django_db
def test_no_page_may_be_framed_sniffed_or_told_to_others(client):
    headers = client.get("/").headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_page_speaks_french_to_everybody_and_no_cache_tells_answers_apart_by_language(client):
    headers = client.get("/", headers={"accept-language": "en"}).headers

    assert headers["Content-Language"] == "fr"
    assert "Accept-Language" not in headers.get("Vary", "")


@pytest.mark.parametrize("name", ["home", "space", "account"])
def test_nothing_of_who_is_logged_in_is_kept_by_anybody(inside, name):
    response = inside.get(reverse(name))

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


def test_an_error_of_who_is_logged_in_is_kept_by_nobody_either(inside):
    response = inside.get("/nulle-part/")

    assert response.status_code == 404
    assert "no-store" in response.headers["Cache-Control"]


def test_no_script_reads_a_cookie_and_no_other_site_sends_one(client, db):
    people.candidate(people.LEA, password="quatre chevaux sous la pluie")
    client.post(reverse("login"), {"email": people.LEA.email, "password": "quatre chevaux sous la pluie"})

    assert "session" in client.cookies
    for cookie in client.cookies.values():
        assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True), cookie.key
