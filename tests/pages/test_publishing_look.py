"""What is published, in a real browser: the office's lot from its files to its end, the candidate's documents."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page

from sporades.registrations.actions import retracting
from sporades.registrations.models import Publication, PublicationLine
from sporades.rules.publishing import PaperKind
from tests import lots, people
from tests.lots import HEAD, paper
from tests.pages import space, staff
from tests.people import KARIM, LEA, NOW, PATISSIER, PAUL, TOM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _session(transactional_db, settings, tmp_path):
    space.begin(settings, tmp_path)


def send(page: Page, files: dict[str, bytes]) -> None:
    page.get_by_label("convocation", exact=True).check()
    page.get_by_label("Nom du lot").fill("Convocations du CAP, juin 2025")
    payload = FilePayload(name="juin.zip", mimeType="application/zip", buffer=lots.archive(files))
    page.get_by_label("Fichiers").set_input_files(payload)
    page.get_by_role("button", name="Envoyer les fichiers").press("Enter")


def test_a_lot_goes_from_its_files_to_its_end_by_keyboard(visitor):
    lea, tom = lots.admitted(people.saved(LEA)), lots.admitted(people.saved(TOM))
    unopened = lots.published(lea, PaperKind.ACCOMMODATION_DECISION, exam_on=date(2024, 11, 12))
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_publications"))
    visitor.look_at(page)
    page.goto(reverse("staff_publication_unopened"))
    visitor.look_at(page)
    page.goto(reverse("staff_publication_new"))
    visitor.look_at(page)

    files = {
        f"{lea.number}.pdf": paper("Convocation"),
        "25-23-999999 Zoé Dupont.pdf": paper("x"),
        "y.pdf": b"x",
    }
    send(page, files)
    visitor.look_at(page, "receiving")
    lot = Publication.objects.exclude(id=unopened.id).get()
    lots.found_clean(lot)
    page.reload()
    visitor.look_at(page, "prepared")

    page.get_by_role("link", name="25-23-999999 Zoé Dupont.pdf").press("Enter")
    page.get_by_label("Numéro d’inscription").fill("25-23-999999")
    page.get_by_role("button", name="Rattacher").press("Enter")
    visitor.look_at(page, "unknown number")
    page.get_by_label("Numéro d’inscription").fill(tom.number)
    page.get_by_role("button", name="Rattacher").press("Enter")
    page.get_by_role("link", name="Ajouter des fichiers").press("Enter")
    visitor.look_at(page)
    page.goto(reverse("staff_publication_order", args=[lot.id]))
    page.get_by_role("button", name="Publier").press("Enter")
    visitor.look_at(page, "not told when")
    page.get_by_label("Maintenant").check()
    page.get_by_role("button", name="Publier").press("Enter")
    visitor.look_at(page, "publishing")
    lots.issue(now=NOW.replace(year=2025))
    page.reload()
    visitor.look_at(page, "published")

    line = PublicationLine.objects.get(registration=tom)
    page.goto(reverse("staff_publication_line", args=[line.id]))
    visitor.look_at(page)
    page.get_by_role("link", name="Retirer ce document").press("Enter")
    visitor.look_at(page)
    page.goto(reverse("staff_publication_retract", args=[lot.id]))
    visitor.look_at(page)
    page.get_by_label("Pourquoi").fill("La salle a changé.")
    page.get_by_role("button", name="Retirer").press("Enter")
    visitor.look_at(page, "retracted")
    lots.tell()
    page.goto(reverse("staff_publication_close", args=[lot.id]))
    visitor.look_at(page)
    page.get_by_role("button", name="Fermer et effacer").press("Enter")
    visitor.look_at(page, "closed")

    assert "Retiré le" in page.inner_text("main")


def test_the_journal_of_a_lot_is_reached_from_the_lot(visitor):
    lot = lots.published(lots.admitted(people.saved(LEA)))
    page = staff.inside(visitor, people.officer(PAUL), reverse("staff_publication", args=[lot.id]))

    page.get_by_role("link", name="Journal de ce lot").press("Enter")
    page.get_by_text("Lot publié").wait_for()

    visitor.look_at(page)


def test_the_documents_of_a_candidate_new_opened_replaced_and_taken_back(visitor):
    row = lots.admitted(people.saved(KARIM, PATISSIER))
    lots.published(row, PaperKind.TRANSCRIPT)
    lots.published(row, PaperKind.TRANSCRIPT, replaces=True)
    lots.published(row)
    wrong = lots.published(row, PaperKind.CERTIFICATE)
    retracting.retract_lot(wrong.id, reason="Une autre session y était écrite.", token="a", by=HEAD, now=NOW)

    page = visitor.open("/aide/")
    session = space.enter(row).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": visitor.home}])
    page.goto(space.first_screen(row))
    visitor.look_at(page, "a document waits")
    page.goto(reverse("registration_documents", args=[row.id]))
    visitor.look_at(page, "published")

    assert "Une autre session y était écrite." in page.inner_text("main")
    page.get_by_role("link", name="Si vous ne pouvez pas lire ce PDF").first.press("Enter")
    visitor.look_at(page, "without its PDF")
