"""« Mes documents »: every paper, for its owner only, as a PDF and word for word as a page."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from sporades.documents.models import Document
from sporades.registrations.models import Registration
from tests import people
from tests.pages import space
from tests.pages.public import words
from tests.people import KARIM, PATISSIER, TOM

pytestmark = pytest.mark.django_db

# What the page does not say: the codes of the pages are pictures there, and initials are for who verifies them.
ON_PAPER_ONLY = {"codes", "bearer"}


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


def in_two_versions() -> Registration:
    row = people.saved(KARIM, PATISSIER)
    people.give(row, "identity")
    return people.save(people.fill(row, people.with_usage_name(people.answers_of(KARIM, PATISSIER))))


def paper(row: Registration, kind: str) -> Document:
    return Document.objects.filter(subject_id=row.id, kind=kind).order_by("-version", "-ordered_at")[0]


def said_in(data: object) -> Iterator[str]:
    """Every text of a paper's data, however deep."""
    if isinstance(data, dict):
        data = [value for name, value in data.items() if name not in ON_PAPER_ONLY]
    if isinstance(data, list):
        for one in data:
            yield from said_in(one)
    elif isinstance(data, str) and data:
        yield data


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("kind", ["confirmation", "pieces_list", "receipt"])
def test_the_page_says_every_word_of_the_paper(kind, keep_html):
    row = people.confirmed(TOM, people.MACON)
    document = paper(row, kind)

    page = space.enter(row).get(reverse("document", args=[document.id]))

    keep_html(kind, page)
    said = words(page.content.decode())
    missing = [text for text in said_in(document.data) if plain(text) not in said]
    assert missing == []


def test_the_present_version_comes_first_and_the_others_are_folded():
    row = in_two_versions()

    said = space.read(space.enter(row), reverse("registration_documents", args=[row.id]))

    order = [
        "Version 2, la dernière enregistrée",
        "Accusés d’enregistrement",
        "Versions remplacées",
        "inscription, version 1",
    ]
    places = [said.index(text) for text in order]
    assert places == sorted(places)


def test_a_paper_of_a_replaced_version_says_so():
    row = in_two_versions()
    older = Document.objects.get(subject_id=row.id, kind="confirmation", version=1)

    said = space.read(space.enter(row), reverse("document", args=[older.id]))

    assert "La version 2 est la dernière enregistrée : c’est elle qui est à signer." in said


def test_the_pdf_opens_in_the_browser_under_a_name_that_is_found_again():
    row = in_two_versions()
    client = space.enter(row)

    response = client.get(reverse("document_pdf", args=[paper(row, "confirmation").id]))

    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="confirmation-{row.number}-v2.pdf"'
    assert response.headers["Cache-Control"] == "no-store"


def test_the_same_bytes_come_back_each_time():
    row = people.saved(KARIM, PATISSIER)
    client, path = space.enter(row), reverse("document_pdf", args=[paper(row, "confirmation").id])

    assert client.get(path).content == client.get(path).content


def test_once_made_a_paper_says_its_weight():
    row = people.saved(KARIM, PATISSIER)
    client, path = space.enter(row), reverse("registration_documents", args=[row.id])
    client.get(reverse("document_pdf", args=[paper(row, "confirmation").id]))

    document = paper(row, "confirmation")

    assert document.size is not None
    assert f"PDF, {document.size // 1000} ko" in space.read(client, path)


def test_a_paper_that_cannot_be_drawn_is_read_as_a_page():
    row = people.saved(KARIM, PATISSIER)
    document = paper(row, "receipt")
    document.data = {"heading": "Accusé d’enregistrement"}
    document.save()
    client = space.enter(row)

    response = client.get(reverse("document_pdf", args=[document.id]), follow=True)

    assert "voici le même document, en page web." in words(response.content.decode())
    assert "Accusé d’enregistrement" in words(response.content.decode())


def test_the_confirmation_to_sign_is_offered_where_it_is_asked_for():
    row = in_two_versions()
    pdf = reverse("document_pdf", args=[paper(row, "confirmation").id])
    client = space.enter(row)

    for path in (
        space.piece_page(row),
        reverse("registration_pieces", args=[row.id]),
        space.first_screen(row),
    ):
        assert pdf in client.get(path).content.decode(), path
