"""What is seen on a scan? It runs where scans are opened (`decoding`), and knows no key: see `codes`."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import zxingcpp
from PIL import Image, UnidentifiedImageError

from sporades.adapters import pages

# Sixteen neighbours are one point: the grain of a camera is gone, a line of writing is not.
_GRAIN = 4
_DARKER = 24  # than most of the page: that is ink
_SPECKS = 20  # points of dust and of creases; a name written by hand has hundreds


@dataclass(slots=True)
class Sight:
    """The texts of the codes, and the pages, from 1, on which nothing is written."""

    codes: list[str] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)


def look(content: bytes) -> Sight:
    """A picture, or every page of a PDF; what cannot be opened shows nothing."""
    sight = Sight()
    # Not kept in the module: zxing tells at length of what is still held when Python ends.
    qr = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    try:
        for number, page in enumerate(_pages(content), start=1):
            sight.codes += [code.text for code in zxingcpp.read_barcodes(page, formats=qr)]
            if _is_blank(page):
                sight.blank.append(number)
    except (pages.CannotDraw, UnidentifiedImageError, Image.DecompressionBombError, OSError):
        return Sight()
    return sight


def _pages(content: bytes) -> Iterator[Image.Image]:
    if content.startswith(b"%PDF-"):
        yield from pages.drawn(content)
        return
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
        yield picture.convert("L")


def _is_blank(page: Image.Image) -> bool:
    """Whether nothing is written: white, or a lens that was covered. A shadow that hides the doubt is no blank."""
    small = page.reduce(_GRAIN)
    across, down = small.width // 20, small.height // 20
    # Without its edges, where the table or a finger is seen.
    counts = small.crop((across, down, small.width - across, small.height - down)).histogram()
    return sum(counts[: max(_median(counts) - _DARKER, 0)]) <= _SPECKS


def _median(counts: list[int]) -> int:
    half, so_far = sum(counts) / 2, 0
    for shade, count in enumerate(counts):
        so_far += count
        if so_far >= half:
            return shade
    return 0
