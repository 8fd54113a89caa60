"""Another paper than the one asked, or half of one: known by its title, and silence at the first doubt."""

import pytest

from sporades.rules.legibility import Page, Word
from sporades.rules.likely_papers import LikelyPaper, TwoSided, another_paper, lacks_back, plain


def paper(code: str, *kinds: str, titles: tuple[str, ...], words: tuple[str, ...] = ()) -> LikelyPaper:
    return LikelyPaper(code, code, frozenset(kinds), titles, words, source="", verified=True)


CARD = paper("card", "identity", titles=("CARTE NATIONALE D IDENTITE",), words=("IDFRA",))
MARKS = paper("marks", "acquis_proof", titles=("RELEVE DE NOTES",), words=("COEFFICIENT",))
BANK = paper("bank", titles=("RELEVE D IDENTITE BANCAIRE",))
KNOWN = (CARD, MARKS, BANK)
SIDES = (
    TwoSided("new", frozenset({"identity"}), ("IDENTITY CARD",), ("<<", "ADRESSE"), source="", verified=True),
    TwoSided(
        "old", frozenset({"identity"}), ("CARTE NATIONALE D IDENTITE", "IDFRA"), ("ADRESSE", "IDENTITY CARD"),
        source="", verified=True,
    ),
)  # fmt: skip
PROSE = (
    "vous trouverez avec cette lettre tout ce que vous demandez pour instruire mon dossier sans autre délai"
)


def page(*lines: str, height: int = 20, confidence: float = 95, prose: str = PROSE) -> Page:
    """The lines, as high as is said, over a letter of usual size."""
    said = [(line, height, confidence) for line in lines] + [(prose, 20, 95)]
    words = [
        Word(text, sure, (1, 1, number), 100 * place, 50 * number, 90, high)
        for number, (line, high, sure) in enumerate(said)
        for place, text in enumerate(line.split())
    ]
    return Page(1000, 1400, tuple(words))


def told(*pages: Page, asked: str = "identity") -> str | None:
    found = another_paper(pages, asked, KNOWN)
    return found.code if found else None


@pytest.mark.parametrize(
    ("said", "as_it_is_compared"),
    [
        ("CARTE NATIONALE D’IDENTITÉ N° : 123", "CARTE NATIONALE D IDENTITE N 123"),
        ("d'œuvre, à Nîmes", "D OEUVRE A NIMES"),
        ("P<FRAMARTIN<<LÉA", "P<FRAMARTIN<<LEA"),
        ("", ""),
    ],
)
def test_words_are_compared_without_accents_signs_or_small_letters(said, as_it_is_compared):
    assert plain(said) == as_it_is_compared


def test_the_title_of_another_paper_is_told():
    assert told(page("RELEVÉ DE NOTES")) == "marks"
    assert told(page("RELEVÉ D'IDENTITÉ BANCAIRE")) == "bank"


@pytest.mark.parametrize(("height", "found"), [(39, None), (40, "marks")])
def test_in_small_letters_a_title_is_twice_as_large_as_the_rest(height, found):
    assert told(page("Relevé de notes", height=height)) == found


def test_a_letter_may_speak_of_any_paper():
    assert told(page("je joins mon relevé de notes et un relevé d'identité bancaire")) is None


@pytest.mark.parametrize(("confidence", "found"), [(59.9, None), (60, "marks")])
def test_a_title_that_is_hardly_read_is_none(confidence, found):
    assert told(page("RELEVÉ DE NOTES", confidence=confidence)) == found


def test_the_paper_that_was_asked_is_never_another():
    assert told(page("CARTE NATIONALE D'IDENTITÉ N° 12")) is None
    assert told(page("CARTE NATIONALE D'IDENTITÉ N° 12"), asked="acquis_proof") == "card"


def test_one_word_of_what_was_asked_is_enough_for_silence():
    assert told(page("RELEVÉ DE NOTES", "IDFRAMARTIN<<<<<")) is None
    assert told(page("RELEVÉ DE NOTES"), page("CARTE NATIONALE D'IDENTITÉ")) is None


def test_one_page_that_does_not_read_well_is_enough_for_silence():
    assert told(page("RELEVÉ DE NOTES"), page(prose="onze mots")) is None
    assert told() is None


def test_a_card_whose_back_is_neither_there_nor_on_another_page_lacks_it():
    new = "CARTE NATIONALE D'IDENTITÉ / IDENTITY CARD"

    assert lacks_back([page(new)], "identity", SIDES)
    assert not lacks_back([page(new, "MARTIN<<LEA<<<<")], "identity", SIDES)
    assert not lacks_back([page(new, "Adresse : 12 rue")], "identity", SIDES)
    assert not lacks_back([page(new), page(prose="flou")], "identity", SIDES)
    assert not lacks_back([page(new)], "acquis_proof", SIDES)


def test_the_card_of_before_has_its_machine_lines_on_the_face():
    old = ("CARTE NATIONALE D'IDENTITÉ N° 12", "IDFRAMARTIN<<<<<<830012")

    assert lacks_back([page(*old)], "identity", SIDES)
    assert not lacks_back([page(*old, "Adresse : 12 rue")], "identity", SIDES)
    assert not lacks_back([page(old[0])], "identity", SIDES)


def test_a_face_that_does_not_read_well_is_not_said_to_lack_anything():
    assert not lacks_back([page("IDENTITY CARD", prose="onze mots")], "identity", SIDES)
    assert not lacks_back([], "identity", SIDES)
