"""What the office publishes, on its candidate's pages: new, opened, replaced, taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sporades.documents.models import Document
from sporades.reference.load import reference
from sporades.registrations.actions import retracting
from sporades.rules.publishing import PaperKind
from tests import lots, people
from tests.lots import HEAD, paper
from tests.pages import space
from tests.people import LEA, NOW, TOM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def lea():
    return lots.admitted(people.saved(LEA))


def documents_of(row) -> str:
    shown = space.read(space.enter(row), reverse("registration_documents", args=[row.id]))
    return shown.replace("\xa0", " ")


def pdf(row, kind: str = "convocation"):
    newest = Document.objects.filter(subject_id=row.id, kind=kind).latest("ordered_at")
    return reverse("document_pdf", args=[newest.id])


def test_a_paper_is_new_until_its_candidate_opens_it_and_says_what_goes_with_it(lea):
    assert "nouveau" not in documents_of(lea)
    lots.published(lea)

    first = space.read(space.enter(lea), space.first_screen(lea))
    assert "Un document vous attend" in first and "une désinscription n’est plus possible" in first
    shown = documents_of(lea)
    assert "Convocation nouveau Publié par le service le mardi 5 novembre 2024, 9 h (heure de Paris)" in shown
    assert "Épreuves écrites du 2 au 13 juin 2025." in shown
    space.enter(lea).head(pdf(lea))
    assert "nouveau" in documents_of(lea)

    answer = space.enter(lea).get(pdf(lea))

    assert b"".join(answer) == paper(lea.number) if answer.streaming else answer.content == paper(lea.number)
    assert f"convocation-{lea.number}.pdf" in answer.headers["Content-Disposition"]
    assert "Vous l’avez ouvert la première fois le" in documents_of(lea)
    assert "Un document vous attend" not in space.read(space.enter(lea), space.first_screen(lea))


def test_a_paper_taken_back_is_shown_to_nobody_and_says_so(lea):
    lot = lots.published(lea)
    address = pdf(lea)
    retracting.retract_lot(lot.id, reason="La salle était fausse.", token="a", by=HEAD, now=NOW)

    shown = documents_of(lea)
    assert "retiré" in shown and "« La salle était fausse. »" in shown and "Ouvrir : Convocation" not in shown
    answer = space.enter(lea).get(address, follow=True)
    assert "n’en tenez plus compte" in answer.content.decode() and answer.redirect_chain
    assert Document.objects.get(lot_id=lot.id).opened_at is None
    assert "Me désinscrire" in space.read(space.enter(lea), space.first_screen(lea))


def test_what_is_replaced_can_still_be_read_and_is_no_news(lea):
    lots.published(lea)
    again = lots.received({f"{lea.number}.pdf": paper("Convocation bis")}, replaces=True)
    lots.found_clean(again)
    lots.order(again)
    lots.issue(now=NOW + timedelta(hours=1))

    shown = documents_of(lea)

    assert shown.count("nouveau") == 1
    assert "Remplacé par un document plus récent le mardi 5 novembre 2024, 10 h" in shown


@pytest.mark.parametrize("kind", PaperKind)
def test_whoever_cannot_read_the_pdf_is_told_what_it_is_and_whom_to_ask(lea, kind):
    lots.published(lea, kind)
    newest = Document.objects.get(subject_id=lea.id, kind=kind.value)

    shown = space.read(space.enter(lea), reverse("document", args=[newest.id])).replace("\xa0", " ")

    assert "elle ne le recopie pas" in shown and "Écrire au service" in shown
    assert "Publié par le service le mardi 5 novembre 2024, 9 h (heure de Paris)" in shown
    assert reference().say(f"published_do_{kind}").replace("\xa0", " ") in shown
    assert "nouveau" in documents_of(lea), "to read about it is not to open it"


def test_a_paper_is_its_candidates_only(lea):
    tom = lots.admitted(people.saved(TOM))
    lots.published(lea, PaperKind.TRANSCRIPT)
    lots.published(lea)

    assert "Des documents vous attendent" in space.read(space.enter(lea), space.first_screen(lea))
    assert space.enter(tom).get(pdf(lea, "transcript")).status_code == 404
    assert space.enter(tom).get(pdf(lea, "transcript").replace(".pdf", "/")).status_code == 404


def test_whoever_is_convoked_is_led_away_from_the_page_of_withdrawal(lea):
    leave = reverse("withdraw", args=[lea.id])
    assert space.enter(lea).get(leave).status_code == 200
    lots.published(lea)

    assert space.enter(lea).get(leave).status_code == 302
    told = space.enter(lea).post(leave, {"confirmed": "on", "token": "a"}, follow=True)
    assert "La convocation est publiée" in told.content.decode()
