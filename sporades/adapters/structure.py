"""What does a PDF carry besides pages that can be printed?

The antivirus does not see a compressed attachment, and a program inside a PDF
is no virus: both are refused by the structure, wherever they hide. So is what
is built to lose whoever reads it. Each has its own code, for each has its own
remedy.
"""

import zlib
from collections.abc import Iterator

import pikepdf

from sporades.adapters.media import Unreadable

# Four and a half metres. A telephone that counts a point for a pixel stays below; a trap does not.
LONGEST_PAGE = 13_000
MOST_PIXELS = 120_000_000
# Below what clamd reads of one part, and of all (deploy/clamd.conf): what passes here is scanned whole. Pictures do
# not count, for it or for us; the longest drawing of an architect is a third of this.
LONGEST_STREAM = 20 * 1024 * 1024
LONGEST_STREAMS = 80 * 1024 * 1024
_DEEPEST = 100
_CHUNK = 1024 * 1024

_KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/XFA": "dynamic_form",
    "/EmbeddedFiles": "embedded",
    "/EF": "embedded",
    "/Collection": "embedded",
    "/RichMediaContent": "multimedia",
}
_NAMES = {
    "/JavaScript": "script",
    "/Launch": "command",
    "/ImportData": "command",
    "/SubmitForm": "command",
    "/GoToE": "command",
    "/EmbeddedFile": "embedded",
    "/FileAttachment": "embedded",
    "/Rendition": "multimedia",
    "/RichMedia": "multimedia",
    "/Screen": "multimedia",
    "/Movie": "multimedia",
    "/Sound": "multimedia",
    "/3D": "multimedia",
}
_NAMING_KEYS = ("/S", "/Type", "/Subtype")


def refuse_what_is_no_paper(document: pikepdf.Pdf) -> None:
    """Raises Unreadable with the code of the first thing that no printed page needs."""
    inflated = 0
    for thing in document.objects:
        _refuse_carried(thing)
        if isinstance(thing, pikepdf.Stream):
            inflated += _inflated_size(thing)
        if inflated > LONGEST_STREAMS:
            raise Unreadable("inflating")
    for page in document.pages:
        _refuse_giant(page)


def _refuse_carried(thing: pikepdf.Object, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise Unreadable("tangled")
    for part in _parts(thing):
        # What is indirect has its own turn in the document's list of objects.
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _refuse_carried(part, depth + 1)


def _parts(thing: pikepdf.Object) -> Iterator[object]:
    if isinstance(thing, pikepdf.Array):
        yield from thing
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        found = [_KEYS[key] for key in thing.keys() if key in _KEYS]  # noqa: SIM118 - not a dict
        found += [_NAMES[name] for key in _NAMING_KEYS if (name := str(thing.get(key))) in _NAMES]
        if found:
            raise Unreadable(found[0])
        yield from thing.values()


def _refuse_giant(page: pikepdf.Page) -> None:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    unit = float(page.obj.get("/UserUnit", 1))
    if max(abs(right - left), abs(top - bottom)) * unit > LONGEST_PAGE:
        raise Unreadable("page_too_large")


def _inflated_size(stream: pikepdf.Stream) -> int:
    """The bytes that a stream becomes, pictures aside; raise Unreadable when there are too many."""
    if stream.get("/Subtype") == pikepdf.Name.Image:
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS:
            raise Unreadable("image_too_large")
        return 0
    size = 0
    for chunk in _layers(stream):
        size += len(chunk)
        if size > LONGEST_STREAM:
            raise Unreadable("inflating")
    return size


def _layers(stream: pikepdf.Stream) -> Iterator[bytes]:
    """What a stream becomes, a megabyte at a time, never whole."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
    content: Iterator[bytes] = iter([stream.read_raw_bytes()])
    for name in names:
        # Other filters stay near the size of what they read; the reader's own limits hold them.
        if name not in ("/FlateDecode", "/Fl"):
            break
        content = _inflated(content)
    return content


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    for chunk in chunks:
        rest = chunk
        while rest and not inflater.eof:
            try:
                yield inflater.decompress(rest, _CHUNK)
            except zlib.error:
                return  # damaged from here on: the decoder says so, if it matters
            rest = inflater.unconsumed_tail
