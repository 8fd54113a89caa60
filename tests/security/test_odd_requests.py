"""What no browser sends is refused before it is read, with a page, whoever sends it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import people
from tests.pages import space
from tests.pages.public import words
from tests.people import KARIM

pytestmark = pytest.mark.django_db

BOUNDARY = "a-boundary"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def karim() -> Client:
    client = Client()
    client.force_login(people.candidate(KARIM).account)
    return client


def in_parts(text: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\n'.encode()
    return head + text + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.parametrize("charset", ["base64", "zip", "idna", "unicode_escape", "utf-7", "utf-16", "latin-1"])
def test_text_in_another_charset_than_ours_is_not_understood(karim, charset):
    said = f"multipart/form-data; boundary={BOUNDARY}; charset={charset}"

    response = karim.generic("POST", reverse("rectification"), in_parts(rb"\ud800 +2AA-"), said)

    assert response.status_code == 400
    assert "Cette demande n’a pas été comprise" in words(response.content.decode())


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF-8"])
def test_text_in_ours_is(karim, charset):
    said = f"multipart/form-data; boundary={BOUNDARY}{charset}"

    response = karim.generic("POST", reverse("rectification"), in_parts("prénom".encode()), said)

    assert response.status_code == 302


def test_a_cookie_that_hides_a_nul_is_not_understood(db):
    response = Client().get(reverse("space"), headers={"cookie": r'session="\000abcdefghijkl"'})

    assert response.status_code == 400


@pytest.mark.parametrize("path", ["login", "sign_up", "rectification"])
def test_a_body_larger_than_any_deposit_is_refused_before_it_is_read(karim, settings, path):
    response = karim.post(reverse(path), {"text": "x"}, CONTENT_LENGTH=str(settings.LARGEST_REQUEST + 1))

    assert response.status_code == 413
    assert "10 Mo au plus" in words(response.content.decode())
    assert response.wsgi_request._read_started is False


def test_the_largest_body_is_read(karim, settings):
    settings.LARGEST_REQUEST = len(b"text=largest")

    response = karim.generic("POST", reverse("rectification"), b"text=largest", FORM)

    assert response.status_code == 302


@pytest.mark.parametrize("length", ["", "-1", "many", "²", "9" * 5000])
def test_a_length_that_is_none_does_not_break_the_page(length):
    response = Client().get(reverse("login"), CONTENT_LENGTH=length)

    assert response.status_code == 200


@pytest.mark.parametrize("wanted", ["mes-inscriptions", "home", "0", "a\x00b", "?next=1", "é"])
def test_where_to_go_after_the_login_is_an_address_or_nothing(karim, wanted):
    response = karim.get(reverse("login"), {"next": wanted})

    assert response.headers["Location"] == reverse("space")
