"""The second factor in a real browser: an application without JavaScript, a security key with it."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from sporades.accounts import totp
from tests import people
from tests.pages import space, staff
from tests.people import SYLVIE

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "quatre chevaux sous la pluie"


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def press(page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def log_in(visitor, officer, **opened):
    page = visitor.open(reverse("login"), **opened)
    page.get_by_label("Adresse électronique", exact=True).fill(officer.account.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    press(page, "Me connecter")
    return page


def plug_in_a_key(page) -> None:
    """A security key of Chromium's own, which says yes to whoever touches it."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    talk.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_an_application_is_enrolled_and_opens_without_javascript(visitor):
    sylvie = people.officer(SYLVIE, password=PASSWORD)
    page = log_in(visitor, sylvie, javascript=False)
    page.wait_for_url(f"**{reverse('first_factor')}")
    visitor.look_at(page)
    press(page, "Continuer")
    visitor.look_at(page, "with errors")
    secret = page.locator("code").inner_text().replace(" ", "")

    page.get_by_label("Code de vérification").fill(totp.code_now(secret))
    press(page, "Continuer")
    visitor.look_at(page, "recovery codes")
    code = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Je les ai notés : continuer").click()
    page.wait_for_url(f"**{reverse('staff_worklist')}")

    again = log_in(visitor, sylvie, javascript=False)
    visitor.look_at(again, "second login")
    again.get_by_label("Code de vérification").fill(code)
    press(again, "Continuer")
    again.wait_for_url(f"**{reverse('staff_worklist')}")


def test_a_security_key_is_enrolled_and_opens(visitor):
    page = log_in(visitor, people.officer(SYLVIE, password=PASSWORD))
    page.wait_for_url(f"**{reverse('first_factor')}")
    plug_in_a_key(page)
    visitor.look_at(page, "with a key")
    press(page, "Ajouter une clé de sécurité")
    page.get_by_role("link", name="Je les ai notés : continuer").click()
    assert [one.type for one in Authenticator.objects.order_by("type")] == ["recovery_codes", "webauthn"]
    press(page, "Se déconnecter")

    page.goto(reverse("login"))
    page.get_by_label("Adresse électronique", exact=True).fill(SYLVIE.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    press(page, "Me connecter")
    visitor.look_at(page, "a key is known")
    press(page, "Utiliser ma clé de sécurité")

    page.wait_for_url(f"**{reverse('staff_worklist')}")


def test_a_key_that_is_not_the_accounts_leaves_the_code(visitor):
    sylvie = people.officer(SYLVIE, password=PASSWORD)
    page = log_in(visitor, sylvie)
    plug_in_a_key(page)
    press(page, "Ajouter une clé de sécurité")
    page.get_by_role("link", name="Je les ai notés : continuer").click()

    other = log_in(visitor, sylvie)
    plug_in_a_key(other)  # another one, that the account does not know
    press(other, "Utiliser ma clé de sécurité")

    other.get_by_text("La clé n’a pas répondu. Réessayez, ou entrez un code.").wait_for()
    visitor.look_at(other, "no answer")


def test_the_pages_of_an_officers_own_account_are_clean(visitor):
    sylvie = people.officer(SYLVIE, password=PASSWORD)
    people.enrolled(sylvie)
    page = staff.inside(visitor, sylvie, reverse("staff_account"))
    visitor.look_at(page)
    page.get_by_role("link", name="Mon téléphone").click()
    visitor.look_at(page)
    press(page, "Retirer")
    visitor.look_at(page, "with errors")
    for name in (
        "staff_factor_add",
        "staff_factor_codes",
        "staff_account_email",
        "staff_account_password",
        "staff_account_devices",
    ):
        page.goto(reverse(name))
        visitor.look_at(page)
