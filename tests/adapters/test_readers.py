import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary
from PIL import Image

from sporades.adapters import media, readers
from sporades.adapters.media import Read, Unreadable
from tests.corpus.papers import attach
from tests.corpus.pdfs import pdf
from tests.corpus.pictures import GPS, MAKE, ORIENTATION, photo


def refusal(content: bytes, filename: str = "") -> str:
    with pytest.raises(Unreadable) as refused:
        readers.read(content, filename)
    return refused.value.code


def pictures_in(content: bytes) -> list[Image.Image]:
    with pikepdf.open(io.BytesIO(content)) as document:
        return [
            pikepdf.PdfImage(image).as_pil_image()
            for page in document.pages
            for image in page.get_images().values()
        ]


@pytest.mark.parametrize(
    ("content", "filename", "expected"),
    [
        (pdf(), "relevé.pdf", Read("application/pdf", 1)),
        (pdf(3), "RELEVE.PDF", Read("application/pdf", 3)),
        (photo("JPEG"), "carte.jpg", Read("image/jpeg", 1)),
        (photo("JPEG"), "carte.JPEG", Read("image/jpeg", 1)),
        (photo("PNG"), "capture.png", Read("image/png", 1)),
        (photo("HEIF"), "IMG_0001.HEIC", Read("image/heic", 1)),
        (photo("JPEG"), "sans extension", Read("image/jpeg", 1)),
    ],
)
def test_an_honest_file_is_read(content, filename, expected):
    assert readers.read(content, filename) == expected


def test_a_file_of_exactly_ten_megabytes_is_not_too_large():
    content = photo()

    assert readers.read(content + bytes(media.MAX_BYTES - len(content)), "photo.jpg").pages == 1


def test_a_file_of_one_byte_more_is_too_large():
    content = photo()

    assert refusal(content + bytes(media.MAX_BYTES - len(content) + 1), "photo.jpg") == "too_large"


def test_a_pdf_anyone_may_read_but_not_change_is_read_and_merged():
    content = pdf(encryption=pikepdf.Encryption(user="", owner="secret"))

    assert readers.read(content, "releve.pdf").pages == 1
    assert readers.read(readers.to_pdf([content]), "depot.pdf").pages == 1


def test_a_photograph_taken_sideways_is_put_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the top of the scene is on the right

    (picture,) = pictures_in(readers.to_pdf([photo(size=(400, 300), exif=exif)]))

    assert picture.size == (300, 400)
    red, _, blue = picture.getpixel((290, 10))
    assert (red > 200, blue < 60) == (True, True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photograph_forgets_where_and_by_what_it_was_taken(kind):
    exif = Image.Exif()
    exif[MAKE] = "TelephoneDeZoe"
    exif.get_ifd(GPS).update({1: "N", 2: (43.0, 42.0, 0.0)})
    taken = photo(kind, exif=exif.tobytes())
    assert b"TelephoneDeZoe" in taken

    deposited = readers.to_pdf([taken])

    assert b"TelephoneDeZoe" not in deposited
    with pikepdf.open(io.BytesIO(deposited)) as document:
        (image,) = document.pages[0].get_images().values()
        assert b"Exif" not in image.read_raw_bytes()


def test_a_comment_inside_a_photograph_stays_behind():
    with pikepdf.open(io.BytesIO(readers.to_pdf([photo(comment=b"rue des Lilas")]))) as document:
        (image,) = document.pages[0].get_images().values()
        assert b"Lilas" not in image.read_raw_bytes()


def test_a_large_photograph_is_made_small_enough_to_keep_and_large_enough_to_read():
    (picture,) = pictures_in(readers.to_pdf([photo(size=(3000, 4000))]))

    assert picture.size == (1650, 2200)


def test_a_small_photograph_is_not_stretched():
    (picture,) = pictures_in(readers.to_pdf([photo(size=(300, 400))]))

    assert picture.size == (300, 400)


def test_what_was_transparent_becomes_paper():
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")

    (picture,) = pictures_in(readers.to_pdf([out.getvalue()]))

    assert min(picture.getpixel((25, 25))) > 250


@pytest.mark.parametrize(("size", "sheet"), [((300, 400), (595, 842)), ((400, 300), (842, 595))])
def test_a_photograph_becomes_an_a4_page_turned_as_it_is(size, sheet):
    with pikepdf.open(io.BytesIO(readers.to_pdf([photo(size=size)]))) as document:
        _, _, width, height = document.pages[0].mediabox

    assert (round(width), round(height)) == sheet


def test_several_photographs_and_pdfs_become_one_in_their_order():
    merged = readers.to_pdf([photo("JPEG"), pdf(2), photo("PNG"), photo("HEIF")])

    assert readers.read(merged, "depot.pdf") == Read("application/pdf", 5)
    with pikepdf.open(io.BytesIO(merged)) as document:
        assert [len(page.get_images()) for page in document.pages] == [1, 0, 0, 1, 1]


def test_the_same_files_give_the_same_bytes():
    contents = [photo(), pdf(2)]

    assert readers.to_pdf(contents) == readers.to_pdf(contents)


def test_who_made_a_pdf_stays_behind():
    def sign(document):
        document.docinfo["/Author"] = "Zoé Lilas"
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["Zoe Lilas"]
        document.pages[0].PieceInfo = Dictionary(App=Dictionary(Private="Zoe Lilas"))

    merged = readers.to_pdf([pdf(change=sign)])

    with pikepdf.open(io.BytesIO(merged)) as document:
        assert not document.docinfo
        assert "/Metadata" not in document.Root
        assert "/PieceInfo" not in document.pages[0]


def test_one_bad_file_among_several_is_refused_by_its_own_reason():
    with pytest.raises(Unreadable, match="embedded"):
        readers.to_pdf([photo(), pdf(change=attach)])


def test_too_many_pages_in_all_are_refused():
    with pytest.raises(Unreadable, match="too_many_pages"):
        readers.to_pdf([pdf(media.MAX_PAGES), photo()])


@settings(max_examples=25)
@given(data=st.data())
def test_hostile_bytes_are_read_or_refused_and_nothing_else(data):
    content = bytearray(data.draw(st.sampled_from([pdf(2), photo("JPEG"), photo("PNG"), photo("HEIF")])))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]

    try:
        readers.read(bytes(content), "")
    except Unreadable:
        return
