"""How does a page of what somebody gave look, as a picture that we draw and nothing else?

The officer's browser never opens the file itself: it gets our own picture, in
which nothing can run. It is drawn again each time, never kept in the clear.
"""

import io

from PIL import Image

from sporades.adapters import pages, readers
from sporades.adapters.media import PDF, WIDTHS, Unreadable

# A turn is said as a hand makes it, clockwise.
_HOW = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def sheet(content: bytes, media_type: str, *, page: int, zoom: int, turn: int) -> bytes:
    """The picture of a page, counted from 0; `zoom` is a place in WIDTHS. Raises `Unreadable`."""
    width = WIDTHS[zoom]
    drawn = _page(content, page, width) if media_type == PDF else readers.picture_of(content, media_type)
    return _as_jpeg(drawn, width=width, turn=turn)


def _page(content: bytes, page: int, width: int) -> Image.Image:
    try:
        return pages.page(content, page, width=width)
    except pages.CannotDraw as failure:
        raise Unreadable("damaged") from failure


def _as_jpeg(drawn: Image.Image, *, width: int, turn: int) -> bytes:
    how = _HOW.get(turn)
    turned = drawn.transpose(how) if how is not None else drawn
    # Never larger than it is: enlarging shows nothing more.
    turned.thumbnail((width, width * 2))
    out = io.BytesIO()
    turned.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
