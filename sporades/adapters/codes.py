"""Which document is this paper, whoever photographed it?

The code printed on each page says the number, the version and the page, and
nothing about the person. Its MAC proves that we printed it: a code copied
from another version, or made at home, does not pass.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

import zxingcpp
from django.conf import settings

from sporades.adapters import decoding, media

_MAC_BYTES = 10  # 80 bits: 16 letters, and no forger tries 2**80 papers
PAGES_AT_MOST = 6
_FORM = re.compile(r"(SP1\.([0-9A-Z-]{1,24})\.([1-9][0-9]{0,4})\.([1-9][0-9]?))\.([A-Z2-7]{16})")


@dataclass(frozen=True, slots=True)
class Code:
    number: str
    version: int
    page: int


def payload(number: str, version: int, page: int) -> str:
    """The text of a code: capitals and digits, which a QR code packs tightest."""
    said = f"SP1.{number}.{version}.{page}"
    text = f"{said}.{_mac(said)}"
    if not _FORM.fullmatch(text):
        raise ValueError(f"{said} cannot be printed as a code")
    return text


def for_pages(number: str, version: int) -> list[str]:
    """The payloads of a document's pages, more than it will have."""
    return [payload(number, version, page) for page in range(1, PAGES_AT_MOST + 1)]


def check(text: str) -> Code | None:
    """What a code says, if it is one of ours and untouched."""
    form = _FORM.fullmatch(text)
    if form is None or not hmac.compare_digest(_mac(form[1]), form[5]):
        return None
    return Code(number=form[2], version=int(form[3]), page=int(form[4]))


def write(text: str) -> str:
    """The QR code as SVG, one unit a module, without its white margin."""
    # Q repairs a quarter of the modules: a fold, a stamp, a thumb.
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    svg: str = code.to_svg(add_quiet_zones=False)
    return svg[svg.index("<svg") :]


def read(content: bytes) -> list[str]:
    """Every QR code seen on a picture or on the pages of a PDF; none if it cannot be seen."""
    try:
        return list(decoding.look(content).codes)
    except media.NotReadNow:
        raise
    except media.Unreadable:
        return []


def _mac(said: str) -> str:
    key: bytes = settings.CODE_KEY
    digest = hmac.digest(key, said.encode("ascii"), hashlib.sha256)
    return base64.b32encode(digest[:_MAC_BYTES]).decode("ascii")
