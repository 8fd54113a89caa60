"""What the words on the pages suggest is told as advice, once nothing else waits, and changes nothing else."""

import io
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Model
from PIL import ImageFilter

from sporades.adapters import clocks, ocr, storage
from sporades.adapters.media import NotReadNow
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.registrations.actions import reading_words, scanning
from sporades.registrations.actions.depositing import Upload
from sporades.registrations.models import Deposit, File, Piece, Registration
from sporades.registrations.queries import scans
from sporades.rules.legibility import Page, Word
from tests import people
from tests.people import KARIM, LEA, NOW
from tests.readable import PAPERS
from tests.scans import DOTS


def photo(*names: str, turn: int = 0, blur: float = 0) -> list[Upload]:
    """`turn` in degrees, `blur` in millimeters of the sheet."""
    made = []
    for name in names:
        held = io.BytesIO()
        seen = PAPERS[name].draw(random.Random(7)).rotate(-turn, expand=True)
        seen.filter(ImageFilter.GaussianBlur(blur * DOTS)).save(held, "JPEG", quality=85)
        made.append(Upload(f"{name}.jpg", held.getvalue()))
    return made


def given(row: Registration, *files: Upload, kind: str = "identity", adds_pages: bool = False) -> Deposit:
    people.give(row, kind=kind, files=files, adds_pages=adds_pages)
    for file in File.objects.filter(scan="quarantined"):
        scanning.settle(file, infected_with="", now=NOW)
    return Deposit.objects.filter(piece__registration=row, piece__kind=kind).latest("sequence")


def read_next(*, later: timedelta = timedelta(0)) -> bool:
    return reading_words.read_next(machine_now=clocks.machine_now() + later)


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
    assert read_next() is True
    assert advice(deposit) == [("back_missing", [], "")]
    assert read_next() is False


def test_advice_changes_no_state_and_no_date_and_writes_nothing_to_the_journal():
    row = people.saved(LEA)
    deposit = given(row, *photo("transcript"))
    about = Subject("registration", row.id)
    before = kept(Registration, row), kept(Piece, deposit.piece), len(journal.timeline(about))

    read_next()

    assert advice(deposit) == [("another_paper", [], "transcript")]
    assert (kept(Registration, row), kept(Piece, deposit.piece), len(journal.timeline(about))) == before


def test_the_candidate_reads_which_paper_it_seems_to_be_and_that_nothing_is_owed_if_it_is_not_so():
    row = people.saved(LEA)
    given(row, *photo("transcript"))

    read_next()

    (said,) = told(row)
    assert said.startswith("Ce document semble être un relevé de notes, et non la pièce demandée ici.")
    assert "vous n’avez rien à faire" in said


def test_a_page_that_is_turned_is_named_by_its_number():
    row = people.saved(LEA)
    deposit = given(row, *photo("card of 2021"), *photo("school", turn=180))

    read_next()

    assert advice(deposit) == [("page_turned", [2], "")]
    assert "sur la page 2" in told(row)[0]


def test_who_gave_a_blurred_page_is_told_how_to_take_it_again():
    row = people.saved(LEA)
    deposit = given(row, *photo("card of 2021", blur=0.8))

    read_next()

    assert advice(deposit) == [("page_blurred", [1], "")]
    assert "sans bouger" in told(row)[0]


def test_the_other_side_given_afterwards_ends_the_advice():
    row = people.saved(LEA)
    given(row, *photo("card of 1995, face"))
    read_next()
    assert "Nous ne voyons qu’un côté" in told(row)[0]

    given(row, *photo("no paper at all"), adds_pages=True)

    assert told(row) == ()


def test_a_confirmation_in_another_place_that_its_code_told_is_not_told_again_by_its_words():
    deposit = given(people.saved(LEA), *photo("transcript"))
    Deposit.objects.filter(id=deposit.id).update(advice=[{"code": "confirmation_misplaced", "pages": []}])

    read_next()

    deposit.refresh_from_db()
    assert [one["code"] for one in deposit.advice] == ["confirmation_misplaced"]


def test_what_was_replaced_before_it_was_read_is_not_read():
    row = people.saved(LEA)
    first = given(row, *photo("transcript"))
    second = given(row, *photo("passport"))

    while read_next():
        pass

    assert (advice(first), advice(second)) == ([], [])
    assert not Deposit.objects.filter(words_due_at__isnull=False).exists()


def test_a_confirmation_whose_code_was_read_is_not_read_again():
    row = people.saved(KARIM)
    wanted = given(row, *photo("transcript"), kind="signed_confirmation")
    assert wanted.words_due_at is not None

    coded = Deposit.objects.get(id=wanted.id)
    coded.read_version = 1
    coded.save(update_fields=["read_version"])

    assert reading_words.due(coded) is None


def test_a_machine_without_tesseract_gives_no_advice_and_nothing_waits(monkeypatch):
    monkeypatch.setattr(ocr, "is_there", lambda: False)
    deposit = given(people.saved(LEA), *photo("transcript"))

    assert deposit.key
    assert deposit.words_due_at is None
    assert read_next() is False
    assert advice(deposit) == []


def test_a_page_that_cannot_be_read_costs_its_advice_and_nothing_else():
    deposit = given(people.saved(LEA), *photo("transcript"))
    spoilt = storage.put(b"%PDF-1.7 and no more")
    Deposit.objects.filter(id=deposit.id).update(
        key=spoilt.key, wrapped_key=spoilt.wrapped_key, key_id=spoilt.key_id
    )

    assert read_next() is True
    assert advice(deposit) == []
    assert read_next() is False


@pytest.mark.parametrize("away", [storage.CannotGive("the store"), NotReadNow()], ids=["store", "readers"])
def test_while_the_store_or_the_readers_are_away_the_advice_waits(monkeypatch, away):
    deposit = given(people.saved(LEA), *photo("transcript"))

    def silent(*_: object) -> bytes:
        raise away

    with monkeypatch.context() as during:
        during.setattr(reading_words.storage, "get", silent)
        assert read_next() is True
        assert read_next() is False

    assert read_next(later=reading_words.LEASE) is True
    assert advice(deposit) == [("another_paper", [], "transcript")]


def test_what_nothing_can_read_is_given_up_after_fifteen_tries(monkeypatch):
    deposit = given(people.saved(LEA), *photo("transcript"))
    asked: list[object] = []

    def silent(*where: object) -> bytes:
        asked.append(where)
        raise storage.CannotGive("the store")

    monkeypatch.setattr(reading_words.storage, "get", silent)
    while read_next(later=timedelta(days=30)):
        Deposit.objects.filter(words_due_at__isnull=False).update(words_due_at=clocks.machine_now())

    assert len(asked) == 15
    assert advice(deposit) == []


def test_after_fifteen_seconds_the_pages_that_are_left_are_not_read(monkeypatch):
    turned = reading_words.decoding.legible(scanned("school", turn=180), 0)
    monkeypatch.setattr(reading_words.decoding, "legible", lambda content, page: turned)
    began = clocks.machine_now()
    seconds = iter([0, 0, 14.9, 15])
    monkeypatch.setattr(
        reading_words.clocks, "machine_now", lambda: began + timedelta(seconds=next(seconds, 15))
    )
    deposit = given(people.saved(LEA), *photo("school"))
    Deposit.objects.filter(id=deposit.id).update(pages=6, words_due_at=began)
    seconds = iter([0, 0, 14.9, 15])

    reading_words.read_next(machine_now=began)

    assert advice(deposit) == [("page_turned", [1, 2], "")]


@pytest.mark.parametrize(
    ("title", "named"),
    [("PASSEPORT", "passport"), ("CERTIFICAT MÉDICAL", ""), ("AMÉNAGEMENT D’ÉPREUVES", "")],
)
def test_of_a_paper_about_health_the_advice_keeps_no_name(title, named):
    read = [*title.split(), *["lettre"] * 20]
    page = Page(
        1000, 1400, tuple(Word(one, 95.0, (1, place), 0, 0, 90, 20) for place, one in enumerate(read))
    )
    line = tuple(replace(word, line=(0,)) for word in page.words[: len(title.split())])
    page = replace(page, words=(*line, *page.words[len(line) :]))

    said = reading_words.advice_on({1: page}, "service_day", whole=True)

    assert [(one.code, one.paper) for one in said] == [("another_paper", named)]


@pytest.mark.parametrize(("pages", "said"), [(6, ["another_paper"]), (7, [])])
def test_beyond_six_pages_nothing_is_said_of_the_whole_paper(monkeypatch, pages, said):
    read = reading_words.decoding.legible(scanned("transcript"), 0)
    monkeypatch.setattr(reading_words.decoding, "legible", lambda content, page: read)
    deposit = given(people.saved(LEA), *photo("transcript"))
    Deposit.objects.filter(id=deposit.id).update(pages=pages)

    read_next()

    assert [code for code, _, _ in advice(deposit)] == said


def scanned(name: str, *, turn: int = 0) -> bytes:
    return reading_words.decoding.to_pdf([one.content for one in photo(name, turn=turn)])
