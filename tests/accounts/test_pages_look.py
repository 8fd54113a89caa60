"""Every page and state of the account, in a real browser, on a telephone and on a desk."""

import pytest
from django.urls import reverse

from sporades.accounts import actions
from sporades.journal.values import Actor
from tests.accounts.conftest import LEA, NOW, PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "cinq girafes dans un ascenseur"


def press(page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_opens_an_account_by_keyboard_alone(visitor, mailbox, javascript):
    page = visitor.open(reverse("sign_up"), javascript=javascript)
    visitor.look_at(page)
    press(page, "Créer mon compte")
    visitor.look_at(page, "with errors")

    for label, typed in [
        ("Nom de naissance", LEA.birth_name),
        ("Prénoms", LEA.given_names),
        ("Adresse électronique", "lea@exemple.fr"),
        ("Mot de passe", PASSWORD),
    ]:
        page.get_by_label(label, exact=True).focus()
        page.keyboard.type(typed)
    for part, typed in [("day", "29"), ("month", "2"), ("year", "2004")]:
        page.locator(f"[name=birth_date-{part}]").focus()
        page.keyboard.type(typed)
    page.get_by_label("Mot de passe", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('sign_up_done')}")
    visitor.look_at(page)

    page.goto(mailbox.link())
    visitor.look_at(page, "to activate")
    press(page, "Activer mon compte")
    page.wait_for_url(f"**{reverse('login')}")
    visitor.look_at(page, "activated")
    page.goto(mailbox.link())
    visitor.look_at(page, "already active")


@pytest.mark.parametrize("page_name", ["login", "resend", "password_reset", "password_reset_done"])
def test_the_public_pages_of_the_account_are_clean(visitor, db, page_name):
    visitor.look_at(visitor.open(reverse(page_name)))


def test_the_links_of_our_mails_open_clean_pages(visitor, lea, mailbox, sign_up):
    by = Actor("candidate", str(lea.id))
    change = {"password": PASSWORD, "by": by, "now": NOW}
    actions.ask_email_change(lea, email="lea@autre.fr", **change)
    actions.confirm_email_change(mailbox.token("lea@autre.fr"), now=NOW)
    restore = mailbox.link("Lea@Exemple.fr")
    lea.refresh_from_db()
    actions.ask_reset(email="lea@autre.fr", now=NOW)
    reset = mailbox.link()
    actions.ask_email_change(lea, email="lea@nouvelle.fr", **change)
    confirm = mailbox.link("lea@nouvelle.fr")
    sign_up(email="tom@exemple.fr")
    sign_up(email="tom@exemple.fr", password=NEW)
    choose = mailbox.link("tom@exemple.fr")

    page = visitor.open("/connexion/")
    over = [
        reverse("activate", args=["x"]),
        reverse("email_confirm", args=["x"]),
        reverse("email_restore", args=["x"]),
        f"{reset.rstrip('/')}x/",
    ]
    for address in (reset, confirm, restore, choose, *over):
        page.goto(address)
        visitor.look_at(page)


def test_the_private_pages_of_the_account_are_clean(visitor, lea):
    page = visitor.open(reverse("login"))
    press(page, "Me connecter")
    visitor.look_at(page, "with errors")
    page.get_by_label("Adresse électronique", exact=True).fill("lea@exemple.fr")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    press(page, "Me connecter")
    page.wait_for_url(f"**{reverse('space')}")

    for name in (
        "account",
        "identity_edit",
        "contact_edit",
        "email_change",
        "password_change",
        "devices",
        "own_data",
    ):
        page.goto(reverse(name))
        visitor.look_at(page)
    press_all = {"contact_edit": "Enregistrer", "email_change": "Changer mon adresse"}
    for name, button in press_all.items():
        page.goto(reverse(name))
        press(page, button)
        visitor.look_at(page, "with errors")
    actions.freeze_identity(lea.candidate, by=Actor("candidate"), now=NOW)
    page.goto(reverse("rectification"))
    page.get_by_role("textbox").fill("Je m’appelle Ménager.")
    press(page, "Envoyer ma demande")
    page.get_by_text("à l’étude").wait_for()
    visitor.look_at(page, "one request")
    page.goto(reverse("account"))
    visitor.look_at(page, "frozen")
