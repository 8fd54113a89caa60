"""Files that are something else, or two things at once."""

import io
import zipfile

from PIL import Image, PngImagePlugin

from tests.corpus.entries import Entry, refused
from tests.corpus.pdfs import pdf
from tests.corpus.pictures import photo
from tests.services.clamd import EICAR

SCRIPT = b"<script>alert(1)</script>"
PHP = b"<?php system($_GET[0]); ?>"
FITS = b"SIMPLE  =                    T" + b" " * 2850


def archive(content: bytes = b"hello", name: str = "a.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


def png_saying(words: bytes) -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", words.decode("latin-1"))
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PNG", pnginfo=said)
    return out.getvalue()


def page_before_the_first_object() -> bytes:
    made = pdf()
    return made[:9] + b"<html><body>" + SCRIPT + b"\n" + made[9:]


ENTRIES: tuple[Entry, ...] = (
    refused("empty.pdf", lambda: b"", "empty"),
    refused("one-byte.pdf", lambda: b"%", "wrong_type"),
    refused("program.pdf", lambda: b"MZ\x90\x00" + bytes(500), "wrong_type"),
    refused("page.pdf", lambda: b"<html><body>" + SCRIPT, "wrong_type"),
    refused(
        "drawing.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "wrong_type"
    ),
    refused("letter.docm", lambda: archive(name="word/vbaProject.bin"), "wrong_type"),
    refused("archive.pdf", archive, "wrong_type"),
    refused("archive-in-an-archive.pdf", lambda: archive(archive(EICAR)), "wrong_type"),
    refused("virus.pdf", lambda: EICAR, "wrong_type"),
    refused("film.heic", lambda: b"\x00\x00\x00\x18ftypmp42" + bytes(100), "wrong_type"),
    refused("sky.png", lambda: FITS, "wrong_type"),
    refused("photo-called.pdf", photo, "wrong_extension"),
    refused("scan-called.jpg", lambda: photo("PNG"), "wrong_extension"),
    refused("apple-called.jpg", lambda: photo("HEIF"), "wrong_extension"),
    refused("paper-called.pdf.exe", pdf, "wrong_extension"),
    refused("paper-and-archive.pdf", lambda: pdf() + archive(), "two_files"),
    refused("paper-and-empty-archive.pdf", lambda: pdf() + b"PK\x05\x06" + bytes(18), "two_files"),
    refused("paper-and-virus-in-archive.pdf", lambda: pdf() + archive(archive(EICAR)), "two_files"),
    refused("paper-and-page.pdf", lambda: pdf() + b"\n<html>" + SCRIPT, "two_files"),
    refused("page-and-paper.pdf", page_before_the_first_object, "two_files"),
    refused("photo-and-program.jpg", lambda: photo(comment=PHP), "two_files"),
    refused("photo-and-program-behind.jpg", lambda: photo() + PHP, "two_files"),
    refused("photo-and-archive.jpg", lambda: photo() + archive(), "two_files"),
    refused("scan-and-page.png", lambda: png_saying(b"<!DOCTYPE html><html>" + SCRIPT), "two_files"),
    refused("scan-and-archive.png", lambda: photo("PNG") + archive(), "two_files"),
    refused("apple-and-archive.heic", lambda: photo("HEIF") + archive(), "two_files"),
)
