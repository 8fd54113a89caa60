"""The candidate's own pages in a real browser: on a telephone and on a desk, with and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page

from sporades.adapters import clocks
from sporades.calendars.models import Window
from sporades.documents.models import Document
from sporades.registrations.actions import deadlines, replacing, reviewing
from sporades.registrations.models import Deposit, Registration, Replacement
from tests import people
from tests.pages import space
from tests.people import INES, KARIM, NOW, PATISSIER, TOM, paris

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "quatre chevaux sous la pluie"
PHOTO = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=people.photo())


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def inside(visitor, row: Registration, path: str, *, javascript: bool = True) -> Page:
    """The candidate's browser, logged in, at a page."""
    page = visitor.open("/aide/", javascript=javascript)
    session = space.enter(row).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": visitor.home}])
    page.goto(path)
    return page


def signed_too_early() -> Registration:
    """Signed, then modified; its identity refused: the most that a page has to say."""
    row = people.confirmed(INES, PATISSIER)
    people.give(row, "identity")
    space.found_clean(row)
    row = people.save(
        people.fill(row, people.with_usage_name(people.answers_of(INES, PATISSIER))), said_twice=True
    )
    held = people.piece(row, "identity")
    reviewing.refuse_piece(
        held, reason_code="page_missing", sentence="La page est coupée en bas.", by=people.OFFICER, now=NOW
    )
    return row


def test_every_page_of_a_registration_is_clean(visitor):
    row = signed_too_early()
    page = inside(visitor, row, reverse("space"))
    visitor.look_at(page)

    deposit = Deposit.objects.order_by("at")[0]
    papers = {one.kind: reverse("document", args=[one.id]) for one in Document.objects.order_by("version")}
    for path in (
        space.first_screen(row),
        reverse("registration_pieces", args=[row.id]),
        space.piece_page(row),
        space.piece_page(row, "identity"),
        reverse("registration_documents", args=[row.id]),
        reverse("withdraw", args=[row.id]),
        reverse("go_back", args=[row.id]),
        reverse("receipt", args=[deposit.id]),
        reverse("deposit_proof", args=[deposit.id]),
        *papers.values(),
    ):
        page.goto(path)
        visitor.look_at(page)


def test_an_accepted_piece_and_the_request_to_replace_it_are_clean(visitor):
    row = people.confirmed(KARIM, PATISSIER)
    people.give(row, "identity")
    space.found_clean(row)
    held = people.piece(row, "identity")
    reviewing.accept_piece(held, by=people.OFFICER, now=NOW)
    page = inside(visitor, row, space.piece_page(row, "identity"), javascript=False)
    visitor.look_at(page, "accepted")

    page.get_by_role("link", name="Demander à la remplacer").click()
    visitor.look_at(page)
    page.get_by_role("button", name="Envoyer ma demande").press("Enter")
    visitor.look_at(page, "without a reason")
    page.get_by_label("Pourquoi faut-il remplacer").fill("Ma carte était périmée.")
    page.get_by_role("button", name="Envoyer ma demande").press("Enter")
    page.get_by_text("Votre demande est enregistrée.").wait_for()
    visitor.look_at(page, "asked")
    replacing.agree_replacement(Replacement.objects.get(), by=people.OFFICER, now=NOW)
    page.goto(space.piece_page(row, "identity"))
    visitor.look_at(page, "agreed")


def test_with_two_registrations_one_chooses_whose_pieces_and_papers_on_a_clean_page(visitor):
    row = people.saved(KARIM, PATISSIER)
    people.save(people.draft(row.candidate, people.answers_of(KARIM, people.ASSP, diploma="bac_pro")))

    for path in (reverse("pieces"), reverse("documents"), reverse("space")):
        page = inside(visitor, row, path)
        visitor.look_at(page, "of two")
        assert page.get_by_text("session 2025").count() >= 2


def test_each_end_and_each_beginning_is_clean(visitor):
    drafted = people.draft(people.candidate(TOM), people.answers_of(TOM, people.MACON))
    for path in (reverse("space"), space.first_screen(drafted), reverse("withdraw", args=[drafted.id])):
        visitor.look_at(inside(visitor, drafted, path), "of a draft")
    cancelled = people.saved(KARIM, PATISSIER)
    later = paris(2024, 11, 20, 9)
    deadlines.cancel(cancelled.id, now=later)
    clocks.move_to(later)

    for path in (
        reverse("space"),
        space.first_screen(cancelled),
        reverse("registration_pieces", args=[cancelled.id]),
    ):
        visitor.look_at(inside(visitor, cancelled, path), "cancelled")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_piece_is_given_by_keyboard_alone(visitor, javascript):
    row = people.saved(KARIM, PATISSIER)
    page = inside(visitor, row, space.piece_page(row), javascript=javascript)
    page.get_by_role("button", name="Déposer").press("Enter")
    page.wait_for_load_state()
    visitor.look_at(page, "without a file")

    page.get_by_label("Choisir un fichier ou prendre une photo").set_input_files([PHOTO])
    page.get_by_role("button", name="Déposer").press("Enter")
    page.wait_for_url("**/depots/**")

    visitor.look_at(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Dépôt reçu"
    assert Deposit.objects.count() == 1


def test_a_confirmation_is_signed_on_screen_by_keyboard_alone(visitor):
    Window.objects.update(signature="online")
    karim = people.candidate(KARIM, password=PASSWORD)
    row = people.save(people.draft(karim, people.answers_of(KARIM, PATISSIER)))
    page = inside(visitor, row, space.piece_page(row), javascript=False)
    visitor.look_at(page, "on screen or on paper")
    page.get_by_role("link", name="Signer à l’écran").press("Enter")
    visitor.look_at(page)
    page.get_by_role("button", name="Signer ma confirmation").press("Enter")
    visitor.look_at(page, "without a tick")

    page.get_by_label("J’ai relu ma confirmation.").press("Space")
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Signer ma confirmation").press("Enter")
    page.wait_for_url("**/depots/**")

    visitor.look_at(page, "signed")
    assert page.get_by_role("heading", level=1).inner_text() == "Confirmation signée"


def test_the_error_of_a_form_takes_the_focus(visitor):
    row = people.saved(KARIM, PATISSIER)
    page = inside(visitor, row, reverse("withdraw", args=[row.id]))

    page.get_by_role("button", name="Me désinscrire").click()
    page.wait_for_selector("[role=alert]")

    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert page.title().startswith("Erreur")
    visitor.look_at(page, "without a tick")


def test_on_paper_a_confirmation_shows_what_was_answered_and_no_button(visitor):
    row = people.saved(KARIM, PATISSIER)
    document = Document.objects.get(subject_id=row.id, kind="confirmation")
    page = inside(visitor, row, reverse("document", args=[document.id]))

    page.emulate_media(media="print")

    assert page.get_by_text("Benali").first.is_visible()
    assert not page.get_by_role("link", name="Ouvrir le PDF").is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
