"""The conversation in a real browser, on both sides."""

import pytest
from django.urls import reverse

from sporades.accounts.actions import particulars
from sporades.registrations.actions import replacing
from tests import people
from tests.pages import space, staff
from tests.people import KARIM, NOW, PATISSIER, PAUL, SYLVIE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def test_a_conversation_is_clean_on_both_sides(visitor):
    row = people.saved(KARIM, PATISSIER)
    page = visitor.open("/aide/")
    page.context.add_cookies(
        [{"name": "session", "value": space.enter(row).cookies["session"].value, "url": visitor.home}]
    )
    page.goto(reverse("registration", args=[row.id]))
    page.get_by_role("link", name="Écrire au service").click()
    page.get_by_role("button", name="Envoyer mon message").click()
    visitor.look_at(page, "nothing typed")
    page.get_by_label("Votre message").fill("Dois-je signer les deux pages ?")
    page.get_by_role("button", name="Envoyer mon message").click()
    visitor.look_at(page, "sent")

    desk = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_messages"))
    visitor.look_at(desk)
    desk.get_by_role("link", name="Benali Karim").click()
    visitor.look_at(desk, "a question")
    desk.get_by_label("Votre message").fill("La dernière seulement.")
    desk.get_by_role("button", name="Envoyer").click()
    visitor.look_at(desk, "answered")
    desk.goto(reverse("staff_file_notes", args=[row.id]))
    desk.get_by_label("Votre note").fill("A téléphoné le 4 novembre.")
    desk.get_by_role("button", name="Ajouter la note").click()
    visitor.look_at(desk, "a note")
    page.reload()
    assert page.get_by_text("La dernière seulement.").is_visible()
    visitor.look_at(page, "answered")


def test_corrections_and_rectifications_are_clean(visitor):
    row = people.confirmed(KARIM, PATISSIER)
    by = people.actor(row.candidate)
    particulars.file_rectification(row.candidate, text="Mon second prénom est Louis.", by=by, now=NOW)
    desk = staff.inside(visitor, people.officer(PAUL), reverse("staff_correct", args=[row.id]))

    visitor.look_at(desk)
    desk.get_by_role("link", name="Corriger : Commune de naissance").click()
    desk.get_by_role("button", name="Corriger").click()
    visitor.look_at(desk, "no reason yet")
    for name in ("staff_receive", "staff_withdraw", "staff_replace_email", "staff_file_journal"):
        desk.goto(reverse(name, args=[row.id]))
        visitor.look_at(desk)
    desk.goto(reverse("staff_rectifications"))
    visitor.look_at(desk)
    desk.get_by_role("link", name="Benali Karim").click()
    visitor.look_at(desk, "asked")
    desk.get_by_label("Votre réponse").fill("Vu sur votre pièce.")
    desk.get_by_role("button", name="Accepter et rectifier").click()
    visitor.look_at(desk, "nothing rectified")
    desk.get_by_label("Prénoms").fill("Karim Louis")
    desk.get_by_role("button", name="Accepter et rectifier").click()

    assert desk.get_by_text("Aucune demande n’attend de réponse.").is_visible()
    visitor.look_at(desk, "none left")


def test_a_replacement_is_asked_and_answered_on_clean_pages(visitor):
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    row.pieces.filter(kind="identity").update(state="accepted")
    held, by = people.piece(row, "identity"), people.actor(row.candidate)
    replacing.ask_replacement(held, text="Ma carte est refaite.", token=people.token(), by=by, now=NOW)
    desk = staff.inside(visitor, people.officer(SYLVIE), reverse("staff_replacements"))

    visitor.look_at(desk)
    desk.get_by_role("link", name="Benali Karim").click()
    desk.get_by_role("button", name="Refuser").click()
    visitor.look_at(desk, "no reason yet")
    desk.get_by_role("button", name="Accepter").click()

    assert desk.get_by_text("Aucune demande n’attend de réponse.").is_visible()
