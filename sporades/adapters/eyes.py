"""What is seen on a scan? It runs where scans are opened (`decoding`), and knows no key: see `codes`."""

import io
import math
from collections.abc import Iterator
from itertools import chain

import zxingcpp
from PIL import Image, UnidentifiedImageError

from sporades.adapters import ink, pages
from sporades.adapters.ink import Corners
from sporades.adapters.sights import Coded, Sight

# A code that grain or distance hides at the first is often seen at the second; the first is enough for most.
_DPI = (pages.DPI, 250)
# Sixteen neighbours are one point: the grain of a camera is gone, a line of writing is not.
_GRAIN = 4
_DARKER = 24  # than most of the page: that is ink
_SPECKS = 20  # points of dust and of creases; a name written by hand has hundreds


def look(content: bytes) -> Sight:
    """A picture, or every page of a PDF; what cannot be opened shows nothing."""
    sight = Sight()
    try:
        for number, drawn in enumerate(_drawn(content), start=1):
            first = next(drawn)
            sight.coded.extend(_coded(first, drawn, number))
            if _is_blank(first):
                sight.blank.append(number)
    except (pages.CannotDraw, UnidentifiedImageError, Image.DecompressionBombError, OSError):
        return Sight()
    return sight


def _drawn(content: bytes) -> Iterator[Iterator[Image.Image]]:
    """Each page, drawn ever finer."""
    if content.startswith(b"%PDF-"):
        for index in range(pages.count(content)):
            yield (pages.draw(content, index, dpi) for dpi in _DPI)
        return
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
        yield iter([picture.convert("L")])


def _coded(first: Image.Image, finer: Iterator[Image.Image], number: int) -> list[Coded]:
    # Not kept in the module: zxing tells at length of what is still held when Python ends.
    qr = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    best: dict[str, Coded] = {}
    for page in chain([first], finer):
        places: dict[str, list[Corners]] = {}
        for code in zxingcpp.read_barcodes(page, formats=qr):
            places.setdefault(code.text, []).append(_corners(code.position))
        for text, seen in places.items():
            one = Coded(text, number, _turn(seen[0]), _sheets(page, seen[0]), ink.frames(page, seen))
            best[text] = one if one.frames else best.get(text, one)
        if any(one.frames for one in best.values()):
            break
    return list(best.values())


def _corners(position: zxingcpp.Position) -> Corners:
    """From its own top left, clockwise."""
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return [(corner.x, corner.y) for corner in corners]


def _turn(code: Corners) -> int:
    """By how many quarters of a turn it stands askew, in degrees, clockwise."""
    (x0, y0), (x1, y1) = code[:2]
    return round(math.degrees(math.atan2(y1 - y0, x1 - x0)) / 90) * 90 % 360


def _sheets(page: Image.Image, code: Corners) -> int:
    """How many sheets have room beside each other on the picture, as large as this code says."""
    across, down = math.dist(code[0], code[1]), math.dist(code[1], code[2])
    wide, high = (page.width, page.height) if _turn(code) % 180 == 0 else (page.height, page.width)
    room = max(wide / across * ink.CODE / ink.SHEET[0], high / down * ink.CODE / ink.SHEET[1])
    # What is nearer to the lens is larger than the rest.
    return max(1, int(room + 0.3))


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
