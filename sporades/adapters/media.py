"""Which files are taken, how large, and why one is not: what is said of a file without opening it.

Whoever only speaks of files imports this, and loads no decoder.
"""

from dataclasses import dataclass

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 30

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
HEIC = "image/heic"

# How wide a page may be drawn, in points of a screen; the last one reads the small print of an identity card.
WIDTHS = (900, 1350, 2000, 3000)
TURNS = (0, 90, 180, 270)


class Unreadable(ValueError):
    """Why a file is refused; `code` has its sentence in the pages of the deposit."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotReadNow(Unreadable):
    """Nothing is known of the file: our own reader did not run. The same file may be read later."""

    def __init__(self) -> None:
        super().__init__("not_read")


@dataclass(frozen=True, slots=True)
class Read:
    media_type: str
    pages: int
