"""Which codes are seen on a scan? It runs where scans are opened (`decoding`), and knows no key: see `codes`."""

import io

import zxingcpp
from PIL import Image, UnidentifiedImageError

from sporades.adapters import pages

_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def codes_on(content: bytes) -> list[str]:
    """Every QR code seen on a picture or on the pages of a PDF; none if it cannot be seen."""
    try:
        if content.startswith(b"%PDF-"):
            return [text for page in pages.drawn(content) for text in _seen(page)]
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            return _seen(picture.convert("L"))
    except (pages.CannotDraw, UnidentifiedImageError, Image.DecompressionBombError, OSError):
        return []


def _seen(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=_QR)
    return [code.text for code in found]
