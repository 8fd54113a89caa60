"""How does a page of what somebody gave look, as a picture that we draw and nothing else?

The officer's browser never opens the file itself: it gets our own picture, in
which nothing can run. It is drawn again each time, never kept in the clear.
"""

import io

from PIL import Image

from sporades.adapters import pages, readers

# In points of a screen; the last one reads the small print of an identity card.
WIDTHS = (900, 1350, 2000, 3000)
TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
MEDIA_TYPE = "image/jpeg"


class CannotShow(ValueError):
    """No picture can be drawn of that page."""


def sheet(content: bytes, media_type: str, *, page: int, zoom: int, turn: int) -> bytes:
    """The picture of a page, counted from 0; `zoom` is a place in WIDTHS. Raises `CannotShow`."""
    width = WIDTHS[zoom]
    try:
        if media_type == readers.PDF:
            drawn = pages.page(content, page, width=width)
        else:
            drawn = readers.picture_of(content, media_type)
    except (pages.CannotDraw, readers.Unreadable) as failure:
        raise CannotShow(str(failure)) from failure
    return _as_jpeg(drawn, width=width, turn=turn)


def _as_jpeg(drawn: Image.Image, *, width: int, turn: int) -> bytes:
    how = TURNS[turn]
    turned = drawn.transpose(how) if how is not None else drawn
    # Never larger than it is: enlarging shows nothing more.
    turned.thumbnail((width, width * 2))
    out = io.BytesIO()
    turned.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
