import io

import pikepdf
import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from sporades.adapters import readers
from sporades.adapters.readers import Read, Unreadable

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def photo(kind: str = "JPEG", size: tuple[int, int] = (300, 400), **options) -> bytes:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="red")
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(out, **options)
    else:
        picture.save(out, kind, **options)
    return out.getvalue()


def pdf(pages: int = 1, *, change=None, **options) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        if change:
            change(document)
        document.save(out, **options)
    return out.getvalue()


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


def test_an_empty_file_is_refused():
    assert refusal(b"", "vide.pdf") == "empty"


def test_a_file_of_exactly_ten_megabytes_is_not_too_large():
    content = photo()

    assert readers.read(content + bytes(readers.MAX_BYTES - len(content)), "photo.jpg").pages == 1


def test_a_file_of_one_byte_more_is_too_large():
    content = photo()

    assert refusal(content + bytes(readers.MAX_BYTES - len(content) + 1), "photo.jpg") == "too_large"


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"MZ\x90\x00", "programme.pdf"),
        (b"<html><body>", "page.pdf"),
        (b"PK\x03\x04", "lettre.docx"),
        (b"GIF89a", "image.gif"),
        (b"\x00\x00\x00\x18ftypmp42", "film.heic"),
        (b"hello", "lettre.txt"),
        (photo("JPEG"), "photo.pdf"),
        (photo("PNG"), "photo.jpg"),
        (pdf(), "releve.pdf.exe"),
        (photo("HEIF"), "photo.jpg"),
    ],
)
def test_a_file_that_is_something_else_or_says_it_is_another_thing_is_refused(content, filename):
    assert refusal(content, filename) == "wrong_type"


def test_a_pdf_that_needs_a_password_is_refused():
    content = pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))

    assert refusal(content, "releve.pdf") == "encrypted"


def test_a_pdf_anyone_may_read_but_not_change_is_read_and_merged():
    content = pdf(encryption=pikepdf.Encryption(user="", owner="secret"))

    assert readers.read(content, "releve.pdf").pages == 1
    assert readers.read(readers.to_pdf([content]), "depot.pdf").pages == 1


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(1000),
        pdf(0),
        b"\xff\xd8\xff\xe0 no more",
        photo("JPEG", (800, 800))[:2000],
        photo("PNG")[:-60],
        photo("HEIF")[:200],
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_a_file_that_does_not_open_is_damaged(content):
    assert refusal(content) == "damaged"


def test_a_pdf_of_thirty_pages_is_not_too_long():
    assert readers.read(pdf(readers.MAX_PAGES), "cours.pdf").pages == readers.MAX_PAGES


def test_a_pdf_of_one_page_more_is_too_long():
    assert refusal(pdf(readers.MAX_PAGES + 1), "cours.pdf") == "too_many_pages"


def attach(document):
    document.attachments["virus.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def run_at_opening(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def run_by_name(document):
    action = document.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", action])))


def launch(document):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="cmd.exe"))
    link.Rect = Array([0, 0, 9, 9])
    document.pages[0].Annots = Array([link])


def pin_a_file(document):
    document.pages[0].Annots = Array([Dictionary(Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))])


def bury(document):
    buried = Dictionary(S=Name.Launch)
    for _ in range(200):
        buried = Array([buried])
    document.Root.Deep = buried


@pytest.mark.parametrize("hide", [attach, run_at_opening, run_by_name, launch, pin_a_file, bury])
@pytest.mark.parametrize("streams", list(pikepdf.ObjectStreamMode.__members__))
def test_a_pdf_that_carries_a_file_or_a_program_is_refused(hide, streams):
    mode = pikepdf.ObjectStreamMode.__members__[streams]

    assert refusal(pdf(change=hide, object_stream_mode=mode), "releve.pdf") == "embedded"


def test_a_pdf_with_an_ordinary_link_is_read():
    def link(document):
        action = Dictionary(S=Name.URI, URI="https://example.org/")
        document.pages[0].Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action, Rect=Array([0, 0, 9, 9]))]
        )

    assert readers.read(pdf(change=link), "releve.pdf").pages == 1


def test_a_small_file_that_would_unfold_into_a_huge_picture_is_refused_before_it_does():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")

    assert refusal(out.getvalue(), "bombe.png") == "image_too_large"


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
        readers.to_pdf([pdf(readers.MAX_PAGES), photo()])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
