"""What does a page of a PDF look like, drawn, and what is written on it?

PDFium draws one thing at a time in a process: everybody goes through this lock.
"""

from collections.abc import Iterator
from threading import Lock

import pypdfium2
from PIL import Image

DPI = 150
# A page claims any size it likes: draw no more than this on its longest side.
_LONGEST_SIDE = 3_000
_POINTS_PER_INCH = 72
_lock = Lock()


class CannotDraw(ValueError):
    """PDFium could not open the file, or draw that page of it."""


def drawn(content: bytes, *, at_most: int | None = None, dpi: int = DPI) -> Iterator[Image.Image]:
    """The first pages of a PDF as grayscale pictures, or all; raise CannotDraw."""
    total = count(content)
    for index in range(total if at_most is None else min(total, at_most)):
        yield draw(content, index, dpi)


def page(content: bytes, index: int, *, width: int) -> Image.Image:
    """One page of a PDF in its colors, so many points wide; raise CannotDraw."""
    with _lock:
        try:
            with pypdfium2.PdfDocument(content) as document:
                if index >= len(document):
                    raise CannotDraw(f"no page {index + 1}")
                sheet = document[index]
                across, down = (max(side, 1.0) for side in sheet.get_size())
                scale = min(width / across, _LONGEST_SIDE * 2 / down)
                picture: Image.Image = sheet.render(scale=scale).to_pil()
                return picture.copy()
        except pypdfium2.PdfiumError as failure:
            raise CannotDraw(f"page {index + 1}: {failure}") from failure


def text(content: bytes) -> str:
    """What is written on the pages, for a machine to search in; raise CannotDraw."""
    with _lock:
        try:
            with pypdfium2.PdfDocument(content) as document:
                return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)
        except pypdfium2.PdfiumError as failure:
            raise CannotDraw(str(failure)) from failure


def count(content: bytes) -> int:
    """How many pages a PDF has; raise CannotDraw."""
    with _lock:
        try:
            with pypdfium2.PdfDocument(content) as document:
                return len(document)
        except pypdfium2.PdfiumError as failure:
            raise CannotDraw(str(failure)) from failure


def draw(content: bytes, index: int, dpi: int, *, within: bool = False) -> Image.Image:
    """One page, from 0, as a grayscale picture; raise CannotDraw.

    `within`: without what is around the photograph, of a page that is one.
    """
    # The lock is held for one page, so that a long document lets others through.
    with _lock:
        try:
            with pypdfium2.PdfDocument(content) as document:
                page = document[index]
                longest = max(*page.get_size(), 1.0)
                scale = min(dpi / _POINTS_PER_INCH, _LONGEST_SIDE / longest)
                margins = _around(page) if within else (0, 0, 0, 0)
                picture: Image.Image = page.render(scale=scale, grayscale=True, crop=margins).to_pil()
                # The picture shares PDFium's memory, which closes with the document.
                return picture.copy()
        except pypdfium2.PdfiumError as failure:
            raise CannotDraw(f"page {index + 1}: {failure}") from failure


def _around(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """What is left of a page at the left, the bottom, the right and the top of its one photograph."""
    things = list(page.get_objects(max_depth=1))
    if len(things) != 1 or things[0].type != pypdfium2.raw.FPDF_PAGEOBJ_IMAGE or page.get_rotation():
        return (0, 0, 0, 0)
    left, bottom, right, top = things[0].get_bounds()
    width, height = page.get_size()
    margins = (left, bottom, width - right, height - top)
    inside = all(one >= 0 for one in margins) and right - left > 1 and top - bottom > 1
    return margins if inside else (0, 0, 0, 0)
