"""A telephone opens the code, anybody types the reference, and each answer is a plain sentence."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags

from sporades.adapters import codes
from sporades.documents import actions as documents
from sporades.documents.models import Document
from sporades.reference.load import reference
from sporades.rules.verifying import Outcome
from tests import people
from tests.people import KARIM

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(settings, tmp_path) -> Document:
    settings.DATA_DIR, settings.SITE_URL = tmp_path, "http://testserver"
    people.the_session()
    return Document.objects.get(subject_id=people.saved(KARIM).id, kind="confirmation")


def words(response) -> str:
    return " ".join(strip_tags(response.content.decode().partition("<main")[2]).split())


def test_the_address_that_the_code_holds_opens_the_answer(paper, keep_html):
    address = codes.for_pages(paper.id)[0].removeprefix("HTTP://TESTSERVER")

    answer = Client().get(address)

    keep_html("a paper that is good", answer)
    assert "Code lu et signature valide." in words(answer)
    assert "Confirmation d’inscription" in words(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().head(address).status_code == 200


def test_a_file_is_verified_without_being_kept(paper, keep_html):
    content = documents.render(paper.id)

    answer = Client().post("/verifier/", {"chosen": SimpleUploadedFile("x.pdf", content, "application/pdf")})

    keep_html("a file that is ours", answer)
    assert "Ce fichier est exactement l’un des nôtres." in words(answer)
    assert "Choisissez le fichier à vérifier." in words(Client().post("/verifier/", {}))


def test_what_was_tried_too_often_is_said_with_a_delay(paper, keep_html):
    answers = [Client().get("/verifier/", {"reference": "0" * 20}) for _ in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    keep_html("too many", answers[-1])
    assert "minute" in words(answers[-1])
    assert "n’est pas l’un des nôtres" in words(answers[0])


def test_each_outcome_has_its_sentence_and_what_to_do_then():
    golden = {
        "good": "Code lu et signature valide.",
        "published": "Ce document a bien été publié par le service des examens.",
        "older": "Ce document est authentique, mais il a été remplacé.",
        "ended": "Ce document est authentique, mais l’inscription n’est plus en cours.",
        "replaced": "Ce document est authentique, mais le service en a publié un plus récent.",
        "retracted": "Ce document a été retiré par le service.",
        "altered": "Ce code n’est pas l’un des nôtres.",
        "unknown": "Nous n’avons pas ce document.",
        "another_file": "Ce fichier n’est pas exactement l’un des nôtres.",
        "added_to": "Ce fichier a été complété après nous.",
    }

    assert {str(one): reference().say(f"verify_{one}") for one in Outcome} == golden
    for one in Outcome:
        assert re.search(r"\.$", reference().say(f"verify_{one}_then", last="2"))


def test_the_certificates_of_our_cachets_are_there_for_every_reader():
    assert Client().get("/preuves/certificats.pem").content.count(b"BEGIN CERTIFICATE") == 1


@pytest.mark.django_db(transaction=True)
def test_the_page_is_clean_with_an_answer_and_without_javascript(visitor, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people.the_session()
    row = people.saved(KARIM)
    document = Document.objects.get(subject_id=row.id, kind="confirmation")
    page = visitor.open("/verifier/", javascript=False)

    page.get_by_label("Référence du document").fill(codes.grouped(codes.reference(document.id, 1)))
    page.get_by_label("Référence du document").press("Enter")
    page.wait_for_url("**/verifier/?reference=*")

    assert page.get_by_text("Code lu et signature valide.", exact=True).is_visible()
    visitor.look_at(page, "a good paper")
