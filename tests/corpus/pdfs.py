"""How are PDFs written, honest ones by pikepdf and impossible ones by hand?"""

import io
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pikepdf

Change = Callable[[pikepdf.Pdf], None]


def pdf(pages: int = 1, *, change: Change | None = None, **options: Any) -> bytes:
    """Blank pages, and what the change puts in them."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        if change:
            change(document)
        document.save(out, **options)
    return out.getvalue()


def raw(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, whatever they say; the first one is its root."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def page(**said: bytes) -> bytes:
    """The body of a page, child of object 2."""
    known = {"MediaBox": b"[0 0 595 842]", **said}
    return b"<< /Type /Page /Parent 2 0 R %b >>" % b" ".join(
        b"/%b %b" % (key.encode(), value) for key, value in known.items()
    )


def one_page(**said: bytes) -> bytes:
    return raw(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page(**said)]
    )


def stream(content: bytes, said: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), said, content)


def drawing(content: bytes, said: bytes = b"") -> bytes:
    """One page whose drawing is this stream."""
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page(Contents=b"4 0 R"),
            stream(content, said),
        ]
    )


def drawings(contents: Sequence[bytes], said: bytes = b"") -> bytes:
    """One page drawn by all these streams."""
    places = b" ".join(b"%d 0 R" % (4 + place) for place in range(len(contents)))
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page(Contents=b"[%b]" % places),
            *[stream(content, said) for content in contents],
        ]
    )


@cache
def zeros(megabytes: int, times: int = 1) -> bytes:
    """So many megabytes of nothing, deflated once or more."""
    packer = zlib.compressobj(1)
    chunk = b" " * (1024 * 1024)
    packed = b"".join(packer.compress(chunk) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed)
    return packed
