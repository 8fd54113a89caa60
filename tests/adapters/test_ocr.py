"""What Tesseract reads is taken as words and nothing else, whatever it answers; it runs on our points only."""

import io
import random

import pytest

from sporades.adapters import decoding, ocr, readers
from sporades.adapters.decoding.framing import Message
from sporades.adapters.decoding.nursing import Nurse
from sporades.adapters.media import Unreadable
from sporades.registrations.actions.reading_words import advice_on
from sporades.rules.legibility import Word
from tests.corpus.pdfs import pdf
from tests.readable import PAPERS

HEAD = b"level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
ROW = b"5\t1\t2\t1\t3\t4\t10\t20\t30\t40\t96.5\tann\xc3\xa9e\n"


def given(name: str, *, turn: int = 0, cut: int = 0) -> bytes:
    """The PDF of a photograph of such a paper, so many degrees askew, without so many points at its left."""
    sheet = PAPERS[name].draw(random.Random(20261130))
    held = io.BytesIO()
    sheet.crop((cut, 0, *sheet.size)).rotate(-turn, expand=True).save(held, "JPEG", quality=85)
    return readers.to_pdf([held.getvalue()])


def told(content: bytes, asked: str) -> list[tuple[str, str]]:
    said = advice_on({1: decoding.legible(content, 0)}, asked, whole=True)
    return [(one.code, one.paper) for one in said]


def test_a_row_of_its_table_is_a_word_where_it_stands():
    assert ocr.parsed(HEAD + ROW) == (Word("année", 96.5, (2, 1, 3), 10, 20, 30, 40),)


@pytest.mark.parametrize(
    "row",
    [
        b"",
        b"\xff\xfe\x00",
        b"5\t1\t2\n",
        b"4\t1\t2\t1\t3\t0\t10\t20\t30\t40\t-1\t\n",
        b"5\t1\t2\t1\t3\t4\t10\t20\t30\t40\t96.5\t \n",
        b"5\t1\t2\t1\t3\t4\tten\t20\t30\t40\t96.5\tword\n",
        b"5\t1\t2\t1\t3\t4\t10\t20\t30\t40\tsure\tword\n",
        b"5\t1\t2\t1\t3\t4\t" + b"9" * 5_000 + b"\t20\t30\t40\t96.5\tword\n",
        b"5\t1\t2\t1\t3\t4\t10\t20\t30\t40\t96.5\tone\ttwo\n",
    ],
)
def test_a_row_that_is_no_word_is_passed_over_and_the_next_one_is_read(row):
    assert [word.text for word in ocr.parsed(HEAD + row + b"\n" + ROW)] == ["année"]


def test_letters_that_are_none_are_replaced_and_an_answer_without_end_is_cut():
    assert ocr.parsed(ROW.replace(b"ann\xc3", b"\xff\xfe"))[0].text.startswith("\ufffd")
    assert len(ocr.parsed(ROW * 100_000)) == ocr.LONGEST // len(ROW)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_seen_however_it_was_turned(turn):
    assert told(given("school", turn=turn), "training") == [("page_turned", "")]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("school", "training"),
        ("letter that names others", "experience"),
        ("card of 2021", "identity"),
        ("card of 1995", "identity"),
        ("residence permit", "identity"),
        ("passport", "identity"),
        ("writing by hand", "experience"),
    ],
)
def test_whoever_gives_the_right_paper_whole_and_upright_is_told_nothing(name, asked):
    assert told(given(name), asked) == []


def test_a_picture_on_which_nothing_is_sharp_nor_read_seems_blurred():
    assert told(given("no paper at all"), "identity") == [("page_blurred", "")]


def test_lines_that_run_out_of_the_picture_are_seen():
    assert told(given("school", cut=300), "training") == [("page_cut", "")]


@pytest.mark.parametrize("name", ["card of 2021, face", "card of 1995, face", "residence permit, face"])
def test_a_card_without_its_back_is_seen(name):
    assert told(given(name), "identity") == [("back_missing", "")]


@pytest.mark.parametrize(
    ("name", "asked", "paper"),
    [
        ("transcript", "identity", "transcript"),
        ("bank details", "service_day", "bank_details"),
        ("card of 1995", "acquis_proof", "identity_card"),
        ("service day", "acquis_proof", "service_day"),
    ],
)
def test_another_paper_than_the_one_asked_is_named(name, asked, paper):
    assert told(given(name), asked) == [("another_paper", paper)]


def test_a_file_that_is_none_and_a_page_that_is_not_there_are_refused():
    for content, page in ((b"%PDF-1.7 and no more", 0), (pdf(), 7)):
        with pytest.raises(Unreadable):
            decoding.legible(content, page)


@pytest.mark.parametrize(("width", "height"), [(0, 0), (10, 11), (-1, -100), (100_000, 100_000)])
def test_points_that_are_no_picture_are_refused_and_the_next_ones_are_read(width, height):
    nurse = Nurse()
    try:
        with pytest.raises(Unreadable):
            nurse.ask("words", Message({"width": width, "height": height}, (bytes(100),)))
        assert nurse.ask("words", Message({"width": 40, "height": 40}, (b"\xff" * 1600,))).blobs
    finally:
        nurse.stop()
