import io

import pytest
from PIL import Image, ImageFilter

from sporades.adapters import codes
from sporades.adapters.codes import Code


@pytest.fixture(autouse=True)
def key(settings):
    settings.CODE_KEY = b"a key of the tests"


def printed(text: str, *, module: int = 8) -> Image.Image:
    """The code as a printer would draw it, from our own SVG, with white around."""
    svg = codes.write(text)
    side = int(svg.split('width="')[1].split('"')[0])
    picture = Image.new("L", (side, side), 255)
    for path in svg.split('<path d="')[1].split('"')[0].split("Z"):
        if path:
            x, y = (int(number) for number in path[1 : path.index("h")].split(" "))
            width = int(path[path.index("h") + 1 : path.index("v")])
            height = int(path[path.index("v") + 1 : path.rindex("h")])
            picture.paste(0, (x, y, x + width, y + height))
    sheet = Image.new("L", (side + 8, side + 8), 255)
    sheet.paste(picture, (4, 4))
    return sheet.resize((sheet.width * module, sheet.height * module), Image.Resampling.NEAREST)


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_what_is_written_is_read_and_checked():
    text = codes.payload("NCE25-000123", 12, 2)

    (seen,) = codes.read(png(printed(text)))

    assert seen == text
    assert codes.check(seen) == Code(number="NCE25-000123", version=12, page=2)


@pytest.mark.parametrize("angle", [-3, 3, 90, 180])
def test_a_crooked_blurred_scan_is_still_read(angle):
    text = codes.payload("NCE25-000123", 1, 1)
    scan = printed(text).rotate(angle, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(2))

    assert codes.read(png(scan)) == [text]


def test_a_pdf_is_read_page_by_page():
    texts = [codes.payload("NCE25-000123", 3, page) for page in (1, 2)]
    first, *others = [printed(text) for text in texts]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others)

    assert codes.read(out.getvalue()) == texts


@pytest.mark.parametrize("content", [b"", b"nothing at all", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n broken"])
def test_what_cannot_be_seen_says_nothing(content):
    assert codes.read(content) == []


def test_a_picture_without_a_code_says_nothing():
    assert codes.read(png(Image.new("L", (400, 400), 255))) == []


def test_a_code_says_nothing_but_number_version_and_page():
    head, number, version, page, mac = codes.payload("NCE25-000123", 12, 2).split(".")

    assert (head, number, version, page) == ("SP1", "NCE25-000123", "12", "2")
    assert len(mac) == 16


@pytest.mark.parametrize(
    ("before", "after"), [("000123", "000124"), (".12.", ".13."), (".2.", ".1."), ("SP1", "SP2")]
)
def test_a_code_changed_by_hand_is_not_ours(before, after):
    assert codes.check(codes.payload("NCE25-000123", 12, 2).replace(before, after, 1)) is None


def test_a_code_made_with_another_key_is_not_ours(settings):
    text = codes.payload("NCE25-000123", 1, 1)
    settings.CODE_KEY = b"another key"

    assert codes.check(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SP1",
        "https://example.org/",
        "SP1.A.1.1.AAAAAAAAAAAAAAAA",
        "SP1.É.1.1.AAAAAAAAAAAAAAAA",
        "SP1.A.01.1.",
    ],
)
def test_any_other_code_is_not_ours(text):
    assert codes.check(text) is None


@pytest.mark.parametrize("number", ["", "a b", "A.B", "x" * 30, "é"])
def test_a_number_that_could_not_be_read_back_is_never_printed(number):
    with pytest.raises((ValueError, UnicodeEncodeError)):
        codes.payload(number, 1, 1)
