"""Is what was photographed still read once we have drawn it again? Letter by letter."""

import io
import string
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat

from sporades.adapters import pdf as papers
from sporades.adapters import readers

FONT = Path(papers.__file__).parent / "pdf_templates" / "fonts" / "NotoSans-Regular.ttf"
# A capital i and a small L are the same stroke to everybody.
LETTERS = [letter for letter in string.ascii_letters + string.digits + "éèàçêù" if letter not in "Il"]
ACROSS = 8
A4_POINTS = 842
POINTS = 10


def sheet(height: int) -> Image.Image:
    """An A4 page so many points high, with each letter at ten points in a cell of its own."""
    page = Image.new("L", (round(height / 2**0.5), height), "white")
    font = ImageFont.truetype(str(FONT), POINTS * height / A4_POINTS)
    pen = ImageDraw.Draw(page)
    for place, letter in enumerate(LETTERS):
        left, top, right, bottom = cell(place, height)
        pen.text(((left + right) / 2, (top + bottom) / 2), letter, fill=30, font=font, anchor="mm")
    return page


def cell(place: int, height: int) -> tuple[float, float, float, float]:
    side = height / 40
    left, top = 2 * side + place % ACROSS * side, 2 * side + place // ACROSS * side
    return left, top, left + side, top + side


def photographed(page: Image.Image) -> bytes:
    """By a telephone, in a kitchen: a shadow, a lens, a sensor."""
    shade = Image.linear_gradient("L").resize(page.size).point(lambda light: 170 + light // 3)
    grain = Image.effect_noise(page.size, 8)
    seen = ImageChops.multiply(page, shade).filter(ImageFilter.GaussianBlur(page.height / 3_000))
    seen = ImageChops.add(seen, grain, scale=1, offset=-128)
    out = io.BytesIO()
    seen.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


def kept(content: bytes) -> Image.Image:
    """The picture as an officer sees it, taken out of the PDF that we make."""
    with pikepdf.open(io.BytesIO(readers.to_pdf([content]))) as document:
        (image,) = document.pages[0].get_images().values()
        return pikepdf.PdfImage(image).as_pil_image().convert("L")


def nearest(seen: Image.Image, known: dict[str, Image.Image]) -> str:
    def distance(letter: str) -> float:
        # Light is no letter: each is compared from its own mean.
        difference = ImageStat.Stat(ImageChops.subtract(seen, known[letter], scale=2, offset=128))
        return difference.var[0]

    return min(known, key=distance)


@pytest.mark.parametrize("height", [2_000, 4_000])
def test_every_letter_of_ten_points_is_still_told_from_all_the_others(height):
    page = sheet(height)

    drawn = kept(photographed(page))

    clean = page.resize(drawn.size, Image.Resampling.LANCZOS)
    boxes = [cell(place, drawn.height) for place in range(len(LETTERS))]
    known = {letter: clean.crop(box) for letter, box in zip(LETTERS, boxes, strict=True)}
    read = [nearest(drawn.crop(box), known) for box in boxes]
    assert drawn.height >= 2_000
    assert read == LETTERS
