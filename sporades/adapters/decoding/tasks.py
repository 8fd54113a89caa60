"""What may a child be asked, within which limits? This module alone loads the decoders, in the nursery.

A child opens nothing, not even a module: all that a decoder loads when it first
meets a format is loaded by `warm_up`, before the first child is born.
"""

import codecs
import io
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pikepdf
from PIL import ExifTags, Image

from sporades.adapters import eyes, media, ocr, pages, readers, sharpness, sheets
from sporades.adapters.decoding.framing import Message
from sporades.adapters.decoding.limits import Limits

# In letters: thirty pages of small print.
LONGEST_TEXT = 500_000


@dataclass(frozen=True, slots=True)
class Task:
    limits: Limits
    do: Callable[[Message], Message]


def _read(asked: Message) -> Message:
    return Message(asdict(readers.read(asked.blobs[0], asked.said["filename"])))


def _to_pdf(asked: Message) -> Message:
    return Message({}, (readers.to_pdf(asked.blobs),))


def _sheet(asked: Message) -> Message:
    return Message({}, (sheets.sheet(asked.blobs[0], **asked.said),))


def _text(asked: Message) -> Message:
    return Message({}, (pages.text(asked.blobs[0])[:LONGEST_TEXT].encode(errors="replace"),))


def _look(asked: Message) -> Message:
    return Message(asdict(eyes.look(asked.blobs[0])))


def _gray(asked: Message) -> Message:
    drawn = pages.draw(asked.blobs[0], asked.said["page"], pages.DPI, within=True)
    said = {"width": drawn.width, "height": drawn.height, "steepness": sharpness.steepness(drawn)}
    return Message(said, (drawn.tobytes(),))


def _words(asked: Message) -> Message:
    return Message({}, (ocr.read(asked.said["width"], asked.said["height"], asked.blobs[0]),))


TASKS = {
    "read": Task(Limits(processor=10, seconds=20), _read),
    # Thirty pages of ten files; a worker waits for it, and nobody else.
    "to_pdf": Task(Limits(processor=60, seconds=120), _to_pdf),
    "look": Task(Limits(processor=60, seconds=120), _look),
    "sheet": Task(Limits(processor=10, seconds=20), _sheet),
    "text": Task(Limits(processor=10, seconds=20), _text),
    "gray": Task(Limits(processor=10, seconds=20), _gray),
    # A page takes a second; what takes five is no page that anybody reads.
    "words": Task(Limits(processor=5, seconds=20, files=64, starts=True), _words),
}


def needs_a_thread(asked: Message) -> bool:
    """Whether one of these files is decoded in a thread, whatever is asked: a HEIC."""
    return any(readers.sniff(blob) == media.HEIC for blob in asked.blobs)


def perform(name: str, asked: Message) -> Message:
    """The answer, or why the file is refused: whatever a decoder raises is a damaged file."""
    try:
        return TASKS[name].do(asked)
    except media.Unreadable as refusal:
        return Message({"refused": refusal.code})
    except MemoryError:
        return Message({"refused": "too_heavy"})
    except Exception:  # noqa: BLE001 - on hostile bytes a decoder may raise anything at all
        return Message({"refused": "damaged"})


def warm_up() -> None:
    """Opens an honest file of each kind, so that nothing is left to load."""
    Image.init()  # every format of Pillow: what a telephone calls a JPEG is often another
    pdf = readers.to_pdf([_picture(kind) for kind in ("JPEG", "PNG", "HEIF")])
    readers.read(pdf, "")
    readers.read(_locked(pdf), "")
    codecs.lookup("utf-16-le")  # in which PDFium gives what is written
    sheets.sheet(pdf, media.PDF, page=0, zoom=0, turn=0)
    eyes.look(pdf)


def _locked(pdf: bytes) -> bytes:
    """A PDF that everybody may open and nobody may change."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(held, encryption=pikepdf.Encryption(user="", owner="nobody"))
    return held.getvalue()


def _picture(kind: str) -> bytes:
    about = Image.Exif()
    about[ExifTags.Base.XResolution] = 1
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(held, kind, exif=about.tobytes())
    return held.getvalue()
