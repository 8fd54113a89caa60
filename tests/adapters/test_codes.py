import base64
import hashlib
import hmac
import io
from uuid import UUID

import pytest
from PIL import Image, ImageFilter

from sporades.adapters import codes
from sporades.adapters.codes import FormerCode

PAPER = UUID("8c5f6d2e-41b7-4a90-9e0d-2f6f3f1c7a55")


@pytest.fixture(autouse=True)
def key(settings):
    settings.CODE_KEY, settings.SITE_URL = b"a key of the tests", "https://sporades.example"


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


def marked(document: UUID, page: int) -> codes.PageCode | codes.FormerCode | None:
    return codes.check(codes.for_pages(document)[page - 1])


def test_what_is_written_is_an_address_and_says_which_document_and_which_page():
    (seen,) = codes.read(png(printed(codes.for_pages(PAPER)[1])))

    assert seen == f"HTTPS://SPORADES.EXAMPLE/V/{codes.reference(PAPER, 2)}"
    mark = codes.check(seen)
    assert isinstance(mark, codes.PageCode)
    assert mark.first <= PAPER <= mark.last
    assert mark.last.int - mark.first.int == 2**68 - 1
    assert mark.page == 2


@pytest.mark.parametrize("angle", [-3, 3, 90, 180])
def test_a_crooked_blurred_scan_is_still_read(angle):
    text = codes.for_pages(PAPER)[0]
    scan = printed(text).rotate(angle, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(2))

    assert codes.read(png(scan)) == [text]


@pytest.mark.parametrize(
    ("site", "modules"),
    [
        ("https://sporades.example", 29),
        ("https://inscriptions.ac-nice.example", 29),
        ("https://inscriptions-examens.ac-aix-marseille.example", 29),
        ("https://examens.example/sporades", 33),
    ],
)
def test_at_twenty_millimeters_a_module_stays_as_large_as_the_address_allows(settings, site, modules):
    settings.SITE_URL = site
    (text, *_) = codes.for_pages(PAPER)
    svg = codes.write(text)

    assert int(svg.split('width="')[1].split('"')[0]) == modules
    # 100 points an inch, crooked, and a camera that is not quite still.
    sheet = printed(text, module=8)
    scan = sheet.rotate(2, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    side = round((modules + 8) / modules * 20 / 25.4 * 100)
    small = scan.resize((side, side), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.5))
    page = Image.new("L", (850, 1100), 255)
    page.paste(small, (700, 40))
    assert codes.read(png(page)) == [text]


def test_a_pdf_is_read_page_by_page():
    texts = codes.for_pages(PAPER)[:2]
    first, *others = [printed(text) for text in texts]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others)

    assert codes.read(out.getvalue()) == texts


@pytest.mark.parametrize("content", [b"", b"nothing at all", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n broken"])
def test_what_cannot_be_seen_says_nothing(content):
    assert codes.read(content) == []


def test_a_picture_without_a_code_says_nothing():
    assert codes.read(png(Image.new("L", (400, 400), 255))) == []


def test_a_reference_is_read_as_somebody_types_it():
    reference = codes.reference(PAPER, 1)
    grouped = codes.grouped(reference)

    assert [len(group) for group in grouped.split("-")] == [4] * 5
    misread = grouped.lower().replace("1", "l").replace("0", "o").replace("-", " ")
    assert codes.check(misread) == codes.check(reference) == marked(PAPER, 1)


@pytest.mark.parametrize("place", range(20))
def test_a_reference_of_which_one_letter_was_changed_is_not_ours(place):
    reference = codes.reference(PAPER, 1)
    other = "3" if reference[place] == "2" else "2"

    assert codes.check(reference[:place] + other + reference[place + 1 :]) is None


def test_a_code_made_with_another_key_is_not_ours(settings):
    text = codes.for_pages(PAPER)[0]
    settings.CODE_KEY = b"another key"

    assert codes.check(text) is None


def former(said: str) -> str:
    """A code as it was printed before: the paper that bears it may still be in somebody's hands."""
    digest = hmac.digest(b"a key of the tests", said.encode(), hashlib.sha256)
    return f"{said}.{base64.b32encode(digest[:10]).decode()}"


def test_a_code_of_before_says_number_version_and_page():
    assert codes.check(former("SP1.NCE25-000123.12.2")) == FormerCode("NCE25-000123", version=12, page=2)


@pytest.mark.parametrize(
    ("before", "after"), [("000123", "000124"), (".12.", ".13."), (".2.", ".1."), ("SP1", "SP2")]
)
def test_a_code_of_before_changed_by_hand_is_not_ours(before, after):
    assert codes.check(former("SP1.NCE25-000123.12.2").replace(before, after, 1)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SP1",
        "https://example.org/",
        "https://example.org/V/",
        "SP1.A.1.1.AAAAAAAAAAAAAAAA",
        "SP1.É.1.1.AAAAAAAAAAAAAAAA",
        "É" * 20,
        "0" * 19,
        "0" * 21,
    ],
)
def test_any_other_code_is_not_ours(text):
    assert codes.check(text) is None
