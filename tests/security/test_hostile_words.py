"""Whatever a stranger writes in an answer or a search, it stays a text: on every screen, on paper, in the search."""

from dataclasses import replace

import pypdfium2
import pytest
from django.urls import reverse

from sporades.documents import actions as documents
from sporades.documents.models import Document
from sporades.registrations.queries.search import search
from tests import people
from tests.pages import space, staff
from tests.people import KARIM, PATISSIER, SYLVIE

pytestmark = pytest.mark.django_db

MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
TEMPLATES = "{{7*7}}{% now 'Y' %}#panic() $x$ @ref *gras*"
SQL = "'; DROP TABLE registrations_registration; -- ' OR '1'='1"


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


@pytest.fixture
def row():
    answers = people.answers_of(KARIM, PATISSIER)
    contact = replace(answers.contact, line1=MARKUP, line2=TEMPLATES, city=SQL)
    return people.save(people.draft(people.candidate(KARIM), replace(answers, contact=contact)))


def test_an_address_that_is_a_program_is_shown_as_it_was_written(row):
    mine, theirs = space.enter(row), staff.enter(people.officer(SYLVIE))
    pages = [
        (mine, reverse("registration", args=[row.id])),
        (mine, space.piece_page(row)),
        *(
            (mine, reverse("document", args=[paper.id]))
            for paper in Document.objects.filter(subject_id=row.id)
        ),
        (theirs, reverse("staff_file", args=[row.id])),
    ]

    shown = [client.get(path).content.decode() for client, path in pages]

    assert not [page for page in shown if "<script>alert" in page or "<img src=x" in page]
    assert [page for page in shown if "&lt;script&gt;alert(1)" in page]
    assert [page for page in shown if "{{7*7}}" in page]


def test_a_paper_prints_a_program_and_runs_none(row):
    paper = Document.objects.get(subject_id=row.id, kind="confirmation")

    with pypdfium2.PdfDocument(documents.render(paper.id)) as document:
        printed = "".join(page.get_textpage().get_text_range() for page in document)

    said = "".join(printed.replace("\u200b", "").split())
    for typed in (MARKUP, TEMPLATES, SQL):
        assert "".join(typed.split()) in said


@pytest.mark.parametrize("typed", [SQL, "%", "_", "\\", "benali'/**/OR/**/1=1", "$$", ";"])
def test_a_search_for_a_statement_finds_nobody_and_breaks_nothing(row, typed):
    sylvie = people.officer(SYLVIE)

    assert [found.name for found in search(sylvie.mandate, typed).rows] == []
    assert staff.enter(sylvie).get(reverse("staff_files"), {"q": typed}).status_code == 200
    assert [found.name for found in search(sylvie.mandate, "benali").rows] == ["Benali Karim"]
