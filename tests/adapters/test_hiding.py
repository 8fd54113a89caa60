"""Wherever a virus hides, it is refused, found, or no part of what an officer sees."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from sporades.adapters import antivirus, decoding, media
from sporades.adapters.antivirus import Verdict
from tests.corpus.disguises import archive, png_saying
from tests.corpus.papers import attach
from tests.corpus.pdfs import drawing, pdf
from tests.corpus.pictures import photo
from tests.services.clamd import EICAR

DRAWN = "drawn"


def in_the_camera() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = EICAR.decode("ascii")
    return photo(exif=exif)


def in_compressed_words() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", EICAR.decode("ascii"), zip=True)
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PNG", pnginfo=said)
    return out.getvalue()


def in_the_title() -> bytes:
    def say(document: pikepdf.Pdf) -> None:
        document.docinfo["/Title"] = EICAR.decode("ascii")

    return pdf(change=say)


def attached_as(name: str, content: bytes) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, content)

    return pdf(change=change)


@pytest.mark.parametrize(
    ("content", "end"),
    [
        (EICAR, "wrong_type"),
        (archive(EICAR), "wrong_type"),
        (photo() + EICAR, Verdict.INFECTED),
        (photo("PNG") + EICAR, Verdict.INFECTED),
        (photo("HEIF") + EICAR, Verdict.INFECTED),
        (photo(comment=EICAR), Verdict.INFECTED),
        (in_the_camera(), Verdict.INFECTED),
        (png_saying(EICAR), Verdict.INFECTED),
        (in_compressed_words(), DRAWN),
        (pdf() + EICAR, Verdict.INFECTED),
        (drawing(b"% " + EICAR), Verdict.INFECTED),
        (drawing(zlib.compress(b"% " + EICAR), b"/Filter /FlateDecode"), Verdict.INFECTED),
        (in_the_title(), DRAWN),
        (pdf(change=attach), "embedded"),
        (attached_as("a.zip", archive(archive(EICAR))), "embedded"),
        (attached_as("a.pdf", pdf(change=attach)), "embedded"),
        (pdf() + archive(EICAR), "two_files"),
        (pdf() + archive(archive(archive(EICAR))), "two_files"),
        (photo() + archive(EICAR), "two_files"),
    ],
)
def test_a_virus_never_reaches_an_officer(content, end, clamd_socket):
    try:
        media_type = decoding.read(content, "").media_type
    except media.Unreadable as refusal:
        assert refusal.code == end
        return

    said = antivirus.scan(content, address=clamd_socket).verdict
    assert said == (Verdict.CLEAN if end == DRAWN else end)
    # What no scanner sees is not in the picture that we draw.
    shown = decoding.sheet(content, media_type, page=0, zoom=0, turn=0)
    assert EICAR not in shown
    assert shown.startswith(b"\xff\xd8\xff")
