"""Is this file also another one, for whoever opens it with another program?

A picture with a program in its comment, a PDF with an archive behind its last
line: each is what it says, and something else. What an officer sees is drawn
anew and carries neither; but whoever makes such a file means harm, and whoever
received it from somebody is to know.
"""

import re
import struct

from sporades.adapters.media import PDF

# Each ends by what chance does not write: ten megabytes of photograph hold one in 100,000.
_PROGRAM = re.compile(rb"<\?php\s|<script[\s>]|<html[\s>]|<!doctype\s+html", re.IGNORECASE)
_ARCHIVE_END = struct.Struct("<4s4H2LH")  # « end of central directory » of a ZIP
_LONGEST_COMMENT = 0xFFFF


def is_two_files(content: bytes, media_type: str) -> bool:
    return _is_archive(content) or bool(_PROGRAM.search(_beside(content, media_type)))


def _beside(content: bytes, media_type: str) -> bytes:
    """Where a program would stand: in a PDF, before its first object or after its last line."""
    if media_type != PDF:
        return content
    return content[: max(content.find(b" obj"), 0)] + content[content.rfind(b"%%EOF") :]


def _is_archive(content: bytes) -> bool:
    """Whether a ZIP ends here, whatever stands before it: such programs read from the end."""
    tail = max(0, len(content) - _ARCHIVE_END.size - _LONGEST_COMMENT)
    at = content.rfind(b"PK\x05\x06", tail)
    if at < 0 or at + _ARCHIVE_END.size > len(content):
        return False
    *_, entries, size, _, _ = _ARCHIVE_END.unpack_from(content, at)
    return not entries or content[max(at - size, 0) :].startswith(b"PK\x01\x02")
