"""Is this file what it says, can it be read, and does it carry nothing else?

The extension and the browser's word are not believed: a short list of first
bytes, then the structure, then the real decoder, which must open the file and
draw it.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath

import pikepdf
import pillow_heif
from PIL import Image, ImageOps

from sporades.adapters import disguises, pages, structure
from sporades.adapters.media import HEIC, JPEG, MAX_BYTES, MAX_PAGES, PDF, PNG, Read, Unreadable

_EXTENSIONS = {
    PDF: {".pdf"},
    JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    PNG: {".png"},
    HEIC: {".heic", ".heif", ".hif"},
}
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_FORMATS = {JPEG: "JPEG", PNG: "PNG", HEIC: "HEIF"}
# A JPEG is decoded small at once; the others are whole in memory, 6 bytes a point.
MAX_PIXELS = {JPEG: 120_000_000, PNG: 50_000_000, HEIC: 50_000_000}
# Longest side kept: 190 points an inch on A4, where small print is still read.
LONGEST_SIDE = 2_200
# What says who made a document, when and with which programs.
_PERSONAL_KEYS = ("/Metadata", "/PieceInfo", "/LastModified")
_A4 = (595.276, 841.89)  # points
# Scanners and signatures write more behind the last line.
_END = 64 * 1024

pillow_heif.register_heif_opener(thumbnails=False)


def read(content: bytes, filename: str) -> Read:
    """What the file is, proven by opening it; raise Unreadable."""
    media_type = _media_type(content, filename)
    if media_type == PDF:
        return Read(PDF, _pages_of(content))
    picture_of(content, media_type)
    return Read(media_type, 1)


def sniff(content: bytes) -> str | None:
    """The type the first bytes announce, among the four that are accepted."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    return None


def _media_type(content: bytes, filename: str) -> str:
    if not content:
        raise Unreadable("empty")
    if len(content) > MAX_BYTES:
        raise Unreadable("too_large")
    media_type = sniff(content)
    if media_type is None:
        raise Unreadable("wrong_type")
    extension = PurePath(filename).suffix.lower()
    # A name that lies deceives the person who opens the file later; no extension is no lie.
    if extension and extension not in _EXTENSIONS[media_type]:
        raise Unreadable("wrong_extension")
    if disguises.is_two_files(content, media_type):
        raise Unreadable("two_files")
    return media_type


def picture_of(content: bytes, media_type: str) -> Image.Image:
    """The picture upright, small enough, on white, without anything its file said besides."""
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]]) as opened:
            if opened.width * opened.height > MAX_PIXELS[media_type]:
                raise Unreadable("image_too_large")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _clean(opened)
    except Unreadable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("image_too_large") from None
    except Exception as failure:  # on hostile bytes a decoder may raise anything at all
        raise Unreadable(_how_damaged(failure)) from failure


def _how_damaged(failure: Exception) -> str:
    said = str(failure).lower()
    return "truncated" if "truncated" in said or "end of file" in said else "damaged"


def _clean(opened: Image.Image) -> Image.Image:
    opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    # A fresh picture: position, date, comments and thumbnails stay behind.
    fresh = Image.new("RGB", upright.size, "white")
    fresh.paste(upright, mask=upright)
    return fresh


def _pages_of(content: bytes) -> int:
    # A reader would mend it, and pages would be missing that nobody would miss.
    if b"%%EOF" not in content[-_END:]:
        raise Unreadable("truncated")
    with _opened(content) as document:
        count = len(document.pages)
        if count > MAX_PAGES:
            raise Unreadable("too_many_pages")
        structure.refuse_what_is_no_paper(document)
    try:
        drawn = sum(1 for _ in pages.drawn(content, dpi=36))
    except pages.CannotDraw as failure:
        raise Unreadable("damaged") from failure
    if not count or drawn != count:
        raise Unreadable("damaged")
    return count


@contextmanager
def _opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    # A part of the file is parsed only when it is touched: what fails then is damage too.
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            yield document
    except Unreadable:
        raise
    except pikepdf.PasswordError:
        raise Unreadable("encrypted") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, KeyError, TypeError) as failure:
        raise Unreadable("tangled" if "loop" in str(failure).lower() else "damaged") from failure


def to_pdf(contents: Sequence[bytes]) -> bytes:
    """One PDF of all these photographs and PDFs, in order; raise Unreadable.

    A photograph becomes an A4 page; the pages of a PDF keep their size. The
    same contents give the same bytes, and nothing tells who made them.
    """
    with pikepdf.new() as merged:
        for content in contents:
            media_type = _media_type(content, "")
            if media_type == PDF:
                _append_pdf(merged, content)
            else:
                _append_picture(merged, picture_of(content, media_type))
            if len(merged.pages) > MAX_PAGES:
                raise Unreadable("too_many_pages")
        out = io.BytesIO()
        merged.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _append_pdf(merged: pikepdf.Pdf, content: bytes) -> None:
    _pages_of(content)
    with _opened(content) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                for key in _PERSONAL_KEYS:
                    if key in thing:
                        del thing[key]
        merged.pages.extend(document.pages)


def _append_picture(merged: pikepdf.Pdf, picture: Image.Image) -> None:
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=80, optimize=True)
    photograph = merged.make_stream(
        jpeg.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    width, height = _A4 if picture.height >= picture.width else _A4[::-1]
    scale = min(width / picture.width, height / picture.height)
    w, h = picture.width * scale, picture.height * scale
    page = merged.add_blank_page(page_size=(width, height))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photograph))
    place = f"q {w:.2f} 0 0 {h:.2f} {(width - w) / 2:.2f} {(height - h) / 2:.2f} cm /Photo Do Q"
    page.obj.Contents = merged.make_stream(place.encode("ascii"))
