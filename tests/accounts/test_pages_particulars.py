"""« Mon compte »: what it shows, and what may be changed there."""

import pytest
from django.test import Client
from django.urls import reverse

from sporades.accounts import actions
from sporades.accounts.models import Candidate, RectificationRequest
from sporades.journal.values import Actor
from tests.accounts.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db

HOME = {
    "line1": "12 rue des Îles",
    "line2": "",
    "postal_code": "06300",
    "city": "Nice",
    "country": "FR",
    "phone": "06 12 34 56 78",
}
PRIVATE = [
    "account",
    "identity_edit",
    "contact_edit",
    "rectification",
    "email_change",
    "password_change",
    "devices",
]


@pytest.mark.parametrize("page", PRIVATE)
def test_a_private_page_sends_a_stranger_to_the_login_and_back(client, db, page):
    assert client.get(reverse(page)).url == f"{reverse('login')}?next={reverse(page)}"


@pytest.mark.parametrize("page", PRIVATE)
def test_a_private_page_is_kept_by_no_cache_and_names_its_menu(inside, page):
    answer = inside.get(reverse(page))

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("page", [*PRIVATE, "logout", "sign_up", "resend", "login", "password_reset"])
def test_nothing_changes_without_the_token_of_our_own_form(lea, page):
    careless = Client(enforce_csrf_checks=True)
    careless.force_login(lea)

    assert careless.post(reverse(page), HOME).status_code == 403


def test_the_address_and_telephone_are_kept(inside):
    assert inside.post(reverse("contact_edit"), HOME).url == reverse("account")

    candidate = Candidate.objects.get()
    assert (candidate.city, candidate.country, candidate.phone) == ("Nice", "FR", "+33612345678")
    assert "12 rue des Îles, 06300 Nice, France" in inside.get(reverse("account")).text


@pytest.mark.parametrize(
    ("postal_code", "phone", "kept"),
    [
        ("97400", "0692 12 34 56", "+262692123456"),
        ("98800", "75 12 34", "+687751234"),
        ("06300", "+33 6 12 34 56 78", "+33612345678"),
    ],
)
def test_a_number_is_read_as_where_one_lives_writes_it(inside, postal_code, phone, kept):
    inside.post(reverse("contact_edit"), HOME | {"postal_code": postal_code, "phone": phone})

    assert Candidate.objects.get().phone == kept


def test_the_account_asks_for_the_address_as_the_registration_does(inside):
    answer = inside.post(reverse("contact_edit"), HOME | {"postal_code": "0630"})

    assert "Un code postal français a cinq chiffres" in answer.text
    assert Candidate.objects.get().postal_code == ""
    inside.post(reverse("contact_edit"), HOME)
    assert 'value="06 12 34 56 78"' in inside.get(reverse("contact_edit")).text


def test_a_number_that_is_none_loses_nothing_of_the_rest(inside):
    answer = inside.post(reverse("contact_edit"), HOME | {"phone": "06 12"})

    assert answer.status_code == 200
    assert "12 rue des Îles" in answer.text
    assert Candidate.objects.get().phone == ""


def test_the_identity_is_edited_until_frozen_then_asked_for(inside, lea):
    typed = {"birth_name": "Ménager", "given_names": "Léa", "birth_date": "29/02/2004"}
    inside.post(reverse("identity_edit"), typed)
    assert Candidate.objects.get().birth_name == "Ménager"
    actions.freeze_identity(lea.candidate, by=Actor("candidate"), now=NOW)

    for answer in (inside.get(reverse("identity_edit")), inside.post(reverse("identity_edit"), typed)):
        assert answer.url == reverse("rectification")
    assert "demande de rectification" in inside.get(reverse("account")).text


def test_a_rectification_shows_its_state(inside):
    text = "Je m’appelle Ménager,\npas Menager. <b>Merci</b>"

    assert inside.post(reverse("rectification"), {"text": text}).url == reverse("rectification")

    page = inside.get(reverse("rectification")).text
    assert "à l’étude" in page
    assert "Menager. &lt;b&gt;Merci" in page
    assert RectificationRequest.objects.get().text == text


def test_a_field_added_by_hand_is_not_written(inside):
    inside.post(
        reverse("identity_edit"),
        {
            "birth_name": "Ménager",
            "given_names": "Léa",
            "birth_date": "29/02/2004",
            "identity_frozen_at": "",
            "phone": "+33600000000",
            "is_active": "",
        },
    )

    assert Candidate.objects.get().phone == ""


def test_a_wrong_present_password_is_said_at_its_field(inside):
    wrong = "cinq girafes dans un ascenseur"

    change = inside.post(reverse("password_change"), {"current": wrong, "password": wrong})
    move = inside.post(reverse("email_change"), {"email": "lea@nouvelle.fr", "current": wrong})

    for answer in (change, move):
        assert "Ce n’est pas votre mot de passe actuel." in answer.text
    assert "lea@nouvelle.fr" in move.text
    assert PASSWORD not in change.text + move.text
