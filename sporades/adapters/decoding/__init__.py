"""How is a file of a stranger opened, when a decoder may have a hole that nobody knows yet?

Never here. The decoders live in a process of their own, the nursery, which has
no key, no database and no setting of ours, and bears a child for each file:
bounded in memory, processor, time and answer, unable to open a file or a
socket. A child that dies, hangs or answers rubbish refuses its file with a
sentence, and nothing else happens. Whoever imports this loads no decoder.
"""

from collections.abc import Sequence

from sporades.adapters import media, ocr, sights
from sporades.adapters.decoding.framing import Message
from sporades.adapters.decoding.nursing import Nurse
from sporades.adapters.media import Read, Unreadable
from sporades.adapters.sights import Sight
from sporades.rules.legibility import Page, reads_well

__all__ = ["legible", "look", "read", "sheet", "text", "to_pdf"]

_nurse = Nurse()


def read(content: bytes, filename: str) -> Read:
    """What the file is, proven by opening it; raise Unreadable."""
    # Known without opening it: such a file is not sent to anybody.
    if not content:
        raise Unreadable("empty")
    if len(content) > media.MAX_BYTES:
        raise Unreadable("too_large")
    said = _nurse.ask("read", Message({"filename": filename}, (content,))).said
    media_type, pages = said.get("media_type"), said.get("pages")
    known = media_type in {media.PDF, media.JPEG, media.PNG, media.HEIC}
    if not known or not isinstance(pages, int) or not 1 <= pages <= media.MAX_PAGES:
        raise Unreadable("too_heavy")
    return Read(str(media_type), pages)


def to_pdf(contents: Sequence[bytes]) -> bytes:
    """One PDF of all these photographs and PDFs, in order; raise Unreadable."""
    return _only(_nurse.ask("to_pdf", Message({}, tuple(contents))), begins=b"%PDF-")


def sheet(content: bytes, media_type: str, *, page: int, zoom: int, turn: int) -> bytes:
    """The picture of a page, counted from 0; raise Unreadable if none can be drawn."""
    asked = {"media_type": media_type, "page": page, "zoom": zoom, "turn": turn}
    return _only(_nurse.ask("sheet", Message(asked, (content,))), begins=b"\xff\xd8\xff")


def text(content: bytes) -> str:
    """What is written on the pages of a PDF; raise Unreadable."""
    return _only(_nurse.ask("text", Message({}, (content,))), begins=b"").decode("utf-8", "replace")


def look(content: bytes) -> Sight:
    """What is seen on a scan, believed by nobody yet; raise Unreadable."""
    try:
        return sights.parsed(_nurse.ask("look", Message({}, (content,))).said)
    except (KeyError, TypeError, ValueError) as rubbish:
        if isinstance(rubbish, Unreadable):
            raise
        raise Unreadable("too_heavy") from rubbish


def legible(content: bytes, page: int) -> Page:
    """The words of a page of a PDF, counted from 0, as a machine reads them; raise Unreadable.

    One child draws the page, and another, which never sees the file, reads the points it answered.
    """
    drawn = _nurse.ask("gray", Message({"page": page}, (content,)))
    gray = _only(drawn, begins=b"")
    width, height = (drawn.said.get(side) for side in ("width", "height"))
    if type(width) is not int or type(height) is not int or width * height != len(gray) or not gray:
        raise Unreadable("too_heavy")
    steepness = drawn.said.get("steepness")
    if steepness is not None and type(steepness) is not float:
        raise Unreadable("too_heavy")
    size = {"width": width, "height": height}
    words = ocr.parsed(_only(_nurse.ask("words", Message(size, (gray,))), begins=b""))
    if reads_well(words):
        return Page(width, height, words, steepness=steepness)
    # The points in reverse are the page on its head.
    head_down = ocr.parsed(_only(_nurse.ask("words", Message(size, (gray[::-1],))), begins=b""))
    return Page(width, height, words, head_down, steepness)


def _only(answer: Message, *, begins: bytes) -> bytes:
    if len(answer.blobs) != 1 or not answer.blobs[0].startswith(begins):
        raise Unreadable("too_heavy")
    return answer.blobs[0]
