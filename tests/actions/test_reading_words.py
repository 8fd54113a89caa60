"""What the words on the pages suggest is told as advice, once nothing else waits, and changes nothing else."""

import io
import random

import pytest
from django.db.models import Model

from sporades.adapters import ocr, storage
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.registrations.actions import reading_words, scanning
from sporades.registrations.actions.depositing import Upload
from sporades.registrations.models import Deposit, File, Piece, Registration
from sporades.registrations.queries import scans
from tests import people
from tests.people import KARIM, LEA, NOW
from tests.readable import PAPERS


def photo(*names: str, turn: int = 0) -> list[Upload]:
    made = []
    for name in names:
        held = io.BytesIO()
        PAPERS[name].draw(random.Random(7)).rotate(-turn, expand=True).save(held, "JPEG", quality=85)
        made.append(Upload(f"{name}.jpg", held.getvalue()))
    return made


def given(row: Registration, *files: Upload, kind: str = "identity", adds_pages: bool = False) -> Deposit:
    people.give(row, kind=kind, files=files, adds_pages=adds_pages)
    for file in File.objects.filter(scan="quarantined"):
        scanning.settle(file, infected_with="", now=NOW)
    return Deposit.objects.filter(piece__registration=row, piece__kind=kind).latest("sequence")


def advice(deposit: Deposit) -> list[tuple[str, list[int], str]]:
    deposit.refresh_from_db()
    return [(one["code"], one["pages"], one["paper"]) for one in deposit.advice]


def told(row: Registration, kind: str = "identity") -> tuple[str, ...]:
    return scans.advised(Deposit.objects.filter(piece__registration=row, piece__kind=kind))


def kept(model: type[Model], row: Model) -> dict:
    return model.objects.filter(pk=row.pk).values().get()


def test_what_was_deposited_is_read_when_asked_and_once():
    row = people.saved(LEA)
    deposit = given(row, *photo("card of 2021, face"))

    assert advice(deposit) == []
    assert reading_words.read_next() is True
    assert advice(deposit) == [("back_missing", [], "")]
    assert reading_words.read_next() is False


def test_advice_changes_no_state_and_no_date_and_writes_nothing_to_the_journal():
    row = people.saved(LEA)
    deposit = given(row, *photo("transcript"))
    about = Subject("registration", row.id)
    before = kept(Registration, row), kept(Piece, deposit.piece), len(journal.timeline(about))

    reading_words.read_next()

    assert advice(deposit) == [("another_paper", [], "transcript")]
    assert (kept(Registration, row), kept(Piece, deposit.piece), len(journal.timeline(about))) == before


def test_the_candidate_reads_which_paper_it_seems_to_be_and_that_nothing_is_owed_if_it_is_not_so():
    row = people.saved(LEA)
    given(row, *photo("transcript"))

    reading_words.read_next()

    (said,) = told(row)
    assert said.startswith("Ce document semble être un relevé de notes, non la pièce demandée ici.")
    assert "vous n’avez rien à faire" in said


def test_a_page_that_is_turned_is_named_by_its_number():
    row = people.saved(LEA)
    deposit = given(row, *photo("card of 2021"), *photo("school", turn=180))

    reading_words.read_next()

    assert advice(deposit) == [("page_turned", [2], "")]
    assert "sur la page 2" in told(row)[0]


def test_the_other_side_given_afterwards_ends_the_advice():
    row = people.saved(LEA)
    given(row, *photo("card of 1995, face"))
    reading_words.read_next()
    assert "Nous ne voyons qu’un côté" in told(row)[0]

    given(row, *photo("no paper at all"), adds_pages=True)

    assert told(row) == ()


def test_what_was_replaced_before_it_was_read_is_not_read():
    row = people.saved(LEA)
    first = given(row, *photo("transcript"))
    second = given(row, *photo("passport"))

    while reading_words.read_next():
        pass

    assert (advice(first), advice(second)) == ([], [])
    assert not Deposit.objects.filter(words_wait=True).exists()


def test_a_confirmation_whose_code_was_read_is_not_read_again(monkeypatch):
    row = people.saved(KARIM)
    wanted = given(row, *photo("transcript"), kind="signed_confirmation")
    assert wanted.words_wait

    coded = Deposit.objects.get(id=wanted.id)
    coded.read_version = 1
    coded.save(update_fields=["read_version"])

    assert not reading_words.is_wanted(coded)


def test_a_machine_without_tesseract_gives_no_advice_and_nothing_waits(monkeypatch):
    monkeypatch.setattr(ocr, "is_there", lambda: False)
    deposit = given(people.saved(LEA), *photo("transcript"))

    assert deposit.key
    assert not deposit.words_wait
    assert reading_words.read_next() is False
    assert advice(deposit) == []


def test_a_page_that_cannot_be_read_costs_its_advice_and_nothing_else():
    deposit = given(people.saved(LEA), *photo("transcript"))
    spoilt = storage.put(b"%PDF-1.7 and no more")
    Deposit.objects.filter(id=deposit.id).update(
        key=spoilt.key, wrapped_key=spoilt.wrapped_key, key_id=spoilt.key_id
    )

    assert reading_words.read_next() is True
    assert advice(deposit) == []
    assert reading_words.read_next() is False


@pytest.mark.parametrize(("pages", "said"), [(6, ["another_paper"]), (7, [])])
def test_beyond_six_pages_nothing_is_said_of_the_whole_paper(monkeypatch, pages, said):
    read = reading_words.decoding.legible(scanned("transcript"), 0)
    monkeypatch.setattr(reading_words.decoding, "legible", lambda content, page: read)
    deposit = given(people.saved(LEA), *photo("transcript"))
    Deposit.objects.filter(id=deposit.id).update(pages=pages)

    reading_words.read_next()

    assert [code for code, _, _ in advice(deposit)] == said


def scanned(name: str) -> bytes:
    return reading_words.decoding.to_pdf([one.content for one in photo(name)])
