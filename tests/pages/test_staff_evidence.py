"""The evidence sheet: everything that decided, as a PDF that an archive and a judge can read."""

import io
import json

import pikepdf
import pytest
from django.urls import reverse

from sporades.adapters import clocks
from sporades.documents import queries as documents
from sporades.jobs.tick import tick
from sporades.jobs.worker import work_once
from sporades.journal.models import Consultation, Entry
from sporades.journal.values import Subject
from sporades.registrations.actions import ending, reviewing
from sporades.registrations.models import File
from sporades.rules.calendar import GRACE
from tests import people
from tests.pages import space, staff
from tests.people import CAP_PIECES_DUE, JEANNE, KARIM, NOW, PATISSIER, PAUL, SYLVIE, YVES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _session(db, settings, tmp_path):
    space.begin(settings, tmp_path)


def issue(client, row, token="one"):
    return client.post(reverse("staff_evidence", args=[row.id]), {"token": token})


def said(row) -> dict:
    paper = next(
        one for one in documents.published(Subject("registration", row.id)) if one.kind == "evidence"
    )
    return paper.data


def test_it_says_what_was_asked_received_written_and_decided_with_rule_source_and_edition():
    row = people.saved(KARIM, PATISSIER)
    people.give(row, "identity")
    clocks.start_at(CAP_PIECES_DUE + GRACE)
    tick(now=CAP_PIECES_DUE + GRACE)
    work_once()

    issue(staff.enter(people.officer(PAUL)), row)

    sheet = said(row)
    assert "vendredi 15 novembre 2024, 23\u00a0h\u00a059" in sheet["asked"][0]["due"]
    assert [file["digest"] for file in sheet["files"]] == [File.objects.get().sha256]
    assert any(mail["title"].startswith("Votre candidature est annulée") for mail in sheet["mails"])
    last = sheet["events"][-1]
    assert last["by"] == "la machine, à l’échéance"
    assert "cancel_unconfirmed" in last["decided"]
    assert Entry.objects.filter(rule="cancel_unconfirmed").get().edition[:12] in last["decided"]


def test_the_words_of_who_decided_are_on_it():
    row = people.saved(KARIM, PATISSIER)
    paul = people.officer(PAUL)
    ending.cancel(row, reason="Jamais signée.", token=people.token(), by=people.acting(paul), now=NOW)

    issue(staff.enter(paul), row)

    assert ("Jamais signée.", "Paul Mercier") in {(one["reason"], one["by"]) for one in said(row)["events"]}


def test_it_is_a_pdf_drawn_once_whose_bytes_are_kept():
    row = people.saved(KARIM, PATISSIER)
    client = staff.enter(people.officer(SYLVIE))
    response = issue(client, row)
    work_once()

    first, again = client.get(response.url).content, client.get(response.url).content

    assert first == again
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert "Fiche de preuve" in str(pdf.docinfo["/Title"])
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


def test_issuing_is_journaled_once_and_reading_is_a_consultation():
    row = people.saved(KARIM, PATISSIER)
    client = staff.enter(people.officer(SYLVIE))

    response = issue(client, row)
    assert issue(client, row).url == response.url
    client.get(response.url)

    assert Entry.objects.filter(kind="evidence_issued").count() == 1
    assert Consultation.objects.filter(subject_id=row.id, page="evidence_pdf").count() == 1


def test_what_is_health_is_on_no_sheet():
    answers = people.answers_of(JEANNE, PATISSIER)
    row = people.save(people.draft(people.candidate(JEANNE), people.with_accommodation(answers)))
    people.give(row)
    people.give(row, "accommodation")
    scanned = people.piece(row, "accommodation")
    people.scan_all()
    reviewing.refuse_piece(
        scanned, reason_code="unreadable", sentence="Elle est floue.", by=people.OFFICER, now=NOW
    )

    issue(staff.enter(people.officer(PAUL)), row)

    sheet = said(row)
    assert "Votre dossier est à compléter" in sheet["standing"]
    title = people.piece(row, "accommodation").title
    assert title not in json.dumps(sheet, ensure_ascii=False)
    assert sheet["asked"]


def test_a_reader_issues_none_and_the_candidate_does_not_find_it_among_their_documents():
    row = people.saved(KARIM, PATISSIER)
    assert issue(staff.enter(people.officer(YVES)), row).status_code == 403
    issue(staff.enter(people.officer(PAUL)), row)

    shown = space.read(space.enter(row), reverse("documents"))

    assert "Fiche de preuve" not in shown


def test_the_sheet_of_another_file_is_not_found_under_this_one():
    row, other = people.saved(KARIM, PATISSIER), people.saved(JEANNE, PATISSIER)
    client = staff.enter(people.officer(PAUL))
    document = issue(client, other).url.rstrip("/").rpartition("/")[2]

    assert client.get(reverse("staff_evidence_pdf", args=[row.id, document])).status_code == 404
