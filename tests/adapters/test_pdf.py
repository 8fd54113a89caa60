import io
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest

from sporades.adapters import codes, pages, pdf
from tests.adapters import papers

AT = datetime(2024, 11, 5, 8, 12, tzinfo=UTC)
EVERY_PAPER = {
    "confirmation": papers.confirmation,
    "pieces_list": papers.pieces_list,
    "receipt": papers.receipt,
}


def drawn(template: str, data, *, at: datetime = AT) -> bytes:
    return pdf.render(template, data, title=data["heading"], at=at)


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        said = "\n".join(page.get_textpage().get_text_range() for page in document)
    # A long word bears places where it may be cut, which no reader shows.
    return " ".join(said.replace("\u200b", "").split())


def pages_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


@pytest.mark.parametrize("template", EVERY_PAPER)
def test_every_paper_says_it_is_tagged_titled_and_in_french(template):
    content = drawn(template, EVERY_PAPER[template]())

    with pikepdf.open(io.BytesIO(content)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert root.StructTreeRoot
        assert str(root.Lang) == "fr-FR"
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:title"] == EVERY_PAPER[template]()["heading"]


def test_a_paper_ordered_between_two_seconds_is_drawn_too():
    assert drawn("receipt", papers.receipt(), at=AT.replace(microsecond=123_456)).startswith(b"%PDF")


@pytest.mark.parametrize("template", EVERY_PAPER)
def test_an_ordinary_paper_is_one_page(template):
    assert pages_of(drawn(template, EVERY_PAPER[template]())) == 1


@pytest.mark.parametrize("template", EVERY_PAPER)
def test_the_same_paper_is_the_same_bytes(template):
    assert drawn(template, EVERY_PAPER[template]()) == drawn(template, EVERY_PAPER[template]())


def test_the_paper_bears_the_date_it_was_ordered_not_the_day_it_is_drawn():
    with pikepdf.open(io.BytesIO(drawn("receipt", papers.receipt()))) as document:
        assert str(document.docinfo.CreationDate).startswith("D:20241105081200")


def test_the_confirmation_of_a_minor_with_an_acquis_still_fits_on_one_page():
    minor = papers.confirmation(
        acquis=[papers.unit("", "Diplôme d’État d’aide-soignant", "dispense à étudier")],
        signatures=["Date", "Signature du candidat", "Signature du représentant légal"],
    )

    content = drawn("confirmation", minor)

    assert pages_of(content) == 1
    assert "Signature du représentant légal" in text_of(content)


def values_of(said) -> list[str]:
    if isinstance(said, dict):
        return [
            value for key, part in said.items() if key not in ("codes", "bearer") for value in values_of(part)
        ]
    if isinstance(said, list):
        return [value for part in said for value in values_of(part)]
    return [said] if isinstance(said, str) else []


@pytest.mark.parametrize("paper", [papers.confirmation, papers.longest, papers.shortest])
def test_nothing_of_a_confirmation_is_ever_cut(paper):
    printed = text_of(drawn("confirmation", paper())).replace(" ", "")

    for value in values_of(paper()):
        assert "".join(value.split()) in printed


@pytest.mark.parametrize(
    ("template", "paper"), [("pieces_list", papers.pieces_list), ("receipt", papers.receipt)]
)
def test_nothing_of_the_other_papers_is_cut(template, paper):
    printed = text_of(drawn(template, paper())).replace(" ", "")

    for value in values_of(paper()):
        assert "".join(value.split()) in printed


def test_the_codes_of_a_printed_confirmation_are_read_page_by_page():
    content = drawn("confirmation", papers.longest())

    seen = [codes.check(text) for text in codes.read(content)]

    assert [(seen.first <= papers.DOCUMENT <= seen.last, seen.page) for seen in seen] == [
        (True, 1),
        (True, 2),
    ]


def test_the_code_is_twenty_millimeters_wide_with_three_of_white_around():
    (page,) = pages.drawn(drawn("confirmation", papers.confirmation()), dpi=254)  # ten points a millimeter
    ink = page.point(lambda light: 255 if light < 128 else 0)

    # Nothing but the code from 3 mm before it to the edges of the sheet, and 3 mm below it.
    left, top, right, bottom = ink.crop((1690, 0, page.width, 330)).getbbox()
    assert left >= 30
    assert right <= page.width - 1690 - 30
    assert top >= 30
    assert bottom <= 300
    assert (right - left, bottom - top) == (pytest.approx(200, abs=2), pytest.approx(200, abs=2))


def test_a_confirmation_without_codes_is_still_a_paper():
    assert codes.read(drawn("confirmation", papers.confirmation(codes=[]))) == []


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Hồng Phượng",
        "Tauʻolunga",
        "Łukasz Żółć",
        "Gürbüz İğneci",
        "Þórður Ǫ",
        "D’Souza-O'Neill",
        "ß ẞ Œ Ÿ",
    ],
)
def test_a_name_of_the_latin_alphabet_is_printed_as_it_is_written(name, caplog):
    content = drawn("confirmation", papers.confirmation(identity=[papers.line("Nom", name)]))

    assert "".join(name.split()) in text_of(content).replace(" ", "")
    assert not caplog.records


def test_a_name_typed_letter_by_letter_and_accent_by_accent_is_composed():
    content = drawn("confirmation", papers.confirmation(identity=[papers.line("Nom", "Zoe\u0301")]))

    assert "Zoé" in text_of(content)


def test_a_character_no_font_draws_is_replaced_by_a_mark_and_told_without_the_name(caplog):
    with caplog.at_level(logging.WARNING, logger=pdf.__name__):
        content = drawn("confirmation", papers.confirmation(identity=[papers.line("Nom", "Zoé 王\0")]))

    assert f"Zoé {pdf.NO_GLYPH}" in text_of(content)
    (record,) = caplog.records
    assert record.getMessage() == "no glyph for U+0000, U+738B"


def test_the_fonts_draw_every_character_they_are_said_to(caplog):
    every = sorted(pdf.coverage())
    lines = [
        papers.line("".join(every[n : n + 40]), " ".join(every[n : n + 40])) for n in range(0, len(every), 40)
    ]
    paper = papers.confirmation(sanction=" ".join(every), identity=lines)

    assert drawn("confirmation", paper)


def test_what_a_person_typed_is_text_and_never_a_program():
    typed = '#panic("x") *gras* $x$ @ref #read("/etc/passwd") \\u{41} // rien'

    content = drawn("confirmation", papers.confirmation(identity=[papers.line("Nom", typed)]))

    assert "".join(typed.split()) in text_of(content).replace(" ", "")


def test_a_word_without_an_end_stays_on_the_sheet():
    word = "W" * 300
    (page,) = pages.drawn(
        drawn("confirmation", papers.confirmation(identity=[papers.line("Nom", word)])), at_most=1, dpi=72
    )

    right_margin = page.crop((page.width - 48, 100, page.width, page.height))
    assert right_margin.getextrema() == (255, 255)


def test_a_long_address_does_not_run_into_its_neighbor():
    address = "prenom.nom-compose-tres-long@etablissement.example.org"
    lines = [papers.line("Adresse électronique", address), papers.line("Téléphone", "06 12 34 56 78")]

    printed = text_of(drawn("confirmation", papers.confirmation(contact_lines=lines)))

    assert address in printed.replace(" ", "")


def test_several_papers_are_drawn_at_once_without_mixing_people():
    numbers = [f"NCE25-{n:06}" for n in range(24)]

    with ThreadPoolExecutor(4) as threads:
        drawings = list(
            threads.map(lambda n: drawn("confirmation", papers.confirmation(number=n, codes=[])), numbers)
        )

    for number, content in zip(numbers, drawings, strict=True):
        assert number in text_of(content)


@pytest.mark.parametrize("template", ["nothing", "../pdf", "fonts/README", ""])
def test_a_template_that_does_not_exist_is_a_mistake_of_ours(template):
    with pytest.raises(pdf.CannotRender):
        pdf.render(template, {}, title="x", at=AT)


def test_data_that_lack_a_part_are_a_mistake_of_ours():
    with pytest.raises(pdf.CannotRender):
        pdf.render("confirmation", {"heading": "x"}, title="x", at=AT)
