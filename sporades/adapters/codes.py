"""Which document is this paper, whoever photographed it?

The code printed on each page is an address of this site: a telephone opens it,
and our own readers look only at its end, the reference, which is also printed in
letters. It says the beginning of the document's id, the page, and a MAC that
proves that we printed it; nothing about the person. What it shows cannot be
counted through: an id is 56 random bits, and each try is one request.

Papers printed before said the number, the version and the page themselves, under
a longer MAC (« SP1.… »): they are read for as long as somebody may hold one.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import zxingcpp
from django.conf import settings

from sporades.adapters import decoding, media

PAGES_AT_MOST = 6
# Crockford's: no I, L, O or U, so that nobody copies a 1 or a 0 wrongly.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011", " -\u2010\u2011\u2013\u00a0\u202f")
_ID, _MAC = 12, 7  # letters of five bits
_REST = 128 - 5 * _ID
_REFERENCE = re.compile(rf"[{_LETTERS}]{{{_ID + 1 + _MAC}}}")
_ADDRESS = re.compile(r"https?://\S{1,200}/V/(\w+)", re.IGNORECASE)
_FORMER = re.compile(r"(SP1\.([0-9A-Z-]{1,24})\.([1-9][0-9]{0,4})\.([1-9][0-9]?))\.([A-Z2-7]{16})")
_FORMER_MAC = 10  # bytes
# What a poor scan loses first is small modules: the most letters that 29 a side hold, by how much may be repaired.
_LEVELS = (("Q", 47), ("M", 61), ("L", 77))


@dataclass(frozen=True, slots=True)
class PageCode:
    """A page of ours: its document's id lies between these two, bounds included."""

    first: UUID
    last: UUID
    page: int


@dataclass(frozen=True, slots=True)
class FormerCode:
    """A page of a confirmation printed before: it says itself which."""

    number: str
    version: int
    page: int


def reference(document: UUID, page: int) -> str:
    """The twenty letters that stand for one page of a document."""
    said = _letters(document.int >> _REST, _ID) + _LETTERS[page]
    return said + _mac(said)


def grouped(reference: str) -> str:
    """As it is printed to be copied by hand: « 7QKM-2T4X-9PDA-W3FH-0B1C »."""
    return "-".join(reference[at : at + 4] for at in range(0, len(reference), 4))


def for_pages(document: UUID) -> list[str]:
    """The text of the code of each page of a document, of more pages than it will have."""
    return [_base() + reference(document, page) for page in range(1, PAGES_AT_MOST + 1)]


def reference_of(text: str) -> str:
    """What ends the text of a code that `for_pages` wrote; "" for a code of before."""
    return text.rpartition("/V/")[2] if "/V/" in text else ""


def check(text: str) -> PageCode | FormerCode | None:
    """What a code says, as it was read or typed, if it is one of ours and untouched."""
    former = _FORMER.fullmatch(text)
    if former is not None:
        return _former(former)
    address = _ADDRESS.fullmatch(text)
    typed = (address[1] if address else text).upper().translate(_MISREAD)
    if not _REFERENCE.fullmatch(typed) or not hmac.compare_digest(_mac(typed[:-_MAC]), typed[-_MAC:]):
        return None
    known = sum(_LETTERS.index(letter) << 5 * place for place, letter in enumerate(reversed(typed[:_ID])))
    first = known << _REST
    return PageCode(UUID(int=first), UUID(int=first + (1 << _REST) - 1), _LETTERS.index(typed[_ID]))


def write(text: str) -> str:
    """The QR code as SVG, one unit a module, without its white margin."""
    # Q repairs a quarter of the modules (a fold, a stamp, a thumb), M a seventh, L a fourteenth.
    level = next((level for level, most in _LEVELS if len(text) <= most), "L")
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    svg: str = code.to_svg(add_quiet_zones=False)
    return svg[svg.index("<svg") :]


def read(content: bytes) -> list[str]:
    """Every QR code seen on a picture or on the pages of a PDF; none if it cannot be seen."""
    try:
        return decoding.look(content).codes
    except media.NotReadNow:
        raise
    except media.Unreadable:
        return []


def page() -> str:
    """The page on which a reference is typed, as it is said: without its scheme."""
    site = urlsplit(settings.SITE_URL)
    return f"{site.netloc}{site.path}/verifier"


def _base() -> str:
    """The address before the reference: in capitals, which a QR code packs tightest, but for what is a path."""
    site = urlsplit(settings.SITE_URL)
    return f"{site.scheme}://{site.netloc}".upper() + f"{site.path}/V/"


def _former(form: re.Match[str]) -> FormerCode | None:
    key: bytes = settings.CODE_KEY
    digest = hmac.digest(key, form[1].encode("ascii"), hashlib.sha256)[:_FORMER_MAC]
    if not hmac.compare_digest(base64.b32encode(digest).decode("ascii"), form[5]):
        return None
    return FormerCode(number=form[2], version=int(form[3]), page=int(form[4]))


def _mac(said: str) -> str:
    key: bytes = settings.CODE_KEY
    digest = hmac.digest(key, f"V/{said}".encode("ascii"), hashlib.sha256)
    return _letters(int.from_bytes(digest[:5], "big") >> (40 - 5 * _MAC), _MAC)


def _letters(number: int, count: int) -> str:
    return "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(count)))
