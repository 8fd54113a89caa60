"""Photographs: those of telephones and scanners, and those that are bombs."""

import io
import struct
import zlib
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw

from tests.corpus.entries import Entry, refused

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def photo(
    kind: str = "JPEG", size: tuple[int, int] = (300, 400), *, mode: str = "RGB", **options: Any
) -> bytes:
    """White, with a red quarter at the top left."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="red")
    picture = picture.convert(mode)
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(out, **options)
    else:
        picture.save(out, kind, **options)
    return out.getvalue()


def turned(orientation: int, size: tuple[int, int] = (400, 300)) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return photo(size=size, exif=exif)


def of_two_cameras() -> bytes:
    """What telephones write: a JPEG with a second picture behind the first."""
    first, second = (Image.new("RGB", (300, 400), color) for color in ("white", "gray"))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


def moving(frames: int) -> bytes:
    pictures = [Image.new("L", (8, 8), number % 256) for number in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, "PNG", save_all=True, append_images=pictures[1:], duration=10)
    return out.getvalue()


def of_sixteen_bits() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (300, 400), 40_000).save(out, "PNG")
    return out.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack("!I", len(content)) + body + struct.pack("!I", zlib.crc32(body))


@cache
def png_of(width: int, height: int, *, lines: int = 0) -> bytes:
    """A black and white PNG that says this size, and really holds so many lines."""
    line = b"\0" * (1 + (width + 7) // 8)
    header = _chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(line * lines)) + _chunk(b"IEND", b"")


def lying_about_its_size() -> bytes:
    """A JPEG of 300 × 400 whose header says 60,000 × 60,000."""
    made = photo()
    at = made.index(b"\xff\xc0") + 5
    return made[:at] + struct.pack("!HH", 60_000, 60_000) + made[at + 4 :]


def _as(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


ENTRIES: tuple[Entry, ...] = (
    Entry("photo.jpg", photo),
    Entry("photo-without-an-ending", photo),
    Entry("IN-CAPITALS.JPEG", photo),
    Entry("scan.png", lambda: photo("PNG")),
    Entry("IMG_0001.HEIC", lambda: photo("HEIF")),
    Entry("progressive.jpg", lambda: photo(progressive=True)),
    Entry("for-a-printer.jpg", lambda: photo(mode="CMYK")),
    Entry("gray.jpg", lambda: photo(mode="L")),
    Entry("palette.png", lambda: photo("PNG", mode="P")),
    Entry("black-and-white.png", lambda: photo("PNG", mode="1")),
    Entry("transparent.png", lambda: photo("PNG", mode="RGBA")),
    Entry("sixteen-bits.png", of_sixteen_bits),
    Entry("two-cameras.jpg", of_two_cameras),
    Entry("moving.png", lambda: moving(200)),
    Entry("with-a-trailer.jpg", lambda: photo() + b"SEFT" + bytes(5000)),
    *(Entry(f"turned-{number}.jpg", lambda number=number: turned(number)) for number in range(1, 9)),
    Entry("turned-absurdly.jpg", lambda: turned(99)),
    refused("bomb.png", lambda: png_of(20_000, 20_000, lines=20_000), "image_too_large"),
    refused("bomb-of-a-header.png", lambda: png_of(50_000, 50_000), "image_too_large"),
    refused("lying.jpg", lying_about_its_size, "image_too_large"),
    refused("cut-short.jpg", lambda: photo(size=(800, 800))[:2000], "truncated"),
    refused("cut-short.png", lambda: photo("PNG", size=(800, 800))[:-60], "truncated", "damaged"),
    refused("cut-short.heic", lambda: photo("HEIF")[:200], "truncated", "damaged"),
    refused("only-a-header.png", lambda: b"\x89PNG\r\n\x1a\n", "damaged", "truncated"),
    refused("only-a-header.jpg", lambda: b"\xff\xd8\xff\xe0 no more", "damaged", "truncated"),
    *(
        refused(f"a-{kind.lower()}.png", lambda kind=kind: _as(kind), "wrong_type")
        for kind in ("GIF", "TIFF", "BMP")
    ),
)
