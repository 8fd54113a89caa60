"""How does a paper become a PDF that every person and every archive can read?

Typst prints PDF/UA-1 and PDF/A-2a at once and refuses anything that is neither.
A character that no font of ours draws would make it refuse a whole paper: it is
replaced by a visible mark, and told to the log by its number, never by the name
it stood in. The same data give the same bytes, whatever the machine.
"""

import json
import logging
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from sporades.adapters import codes

log = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "pdf_templates"
FONTS = TEMPLATES / "fonts"
# No template asks for a package; were one to, it would not be fetched from the network.
NO_PACKAGES = TEMPLATES / "no_packages"
NO_GLYPH = "\N{REPLACEMENT CHARACTER}"
_SPACES = "\n\r\t"


class CannotRender(ValueError):
    """The template and the data do not make a paper: a mistake of ours."""


def render(template: str, data: Mapping[str, object], *, title: str, at: datetime) -> bytes:
    """The PDF of a template, dated `at`; `data` is its TypedDict of pdf_data."""
    compiler, lock = _compiler(template)
    said = json.dumps(_printable({**data, **_drawn_codes(data), "title": title}), ensure_ascii=False)
    try:
        # A compiler keeps its inputs between calls: one paper at a time.
        with lock:
            content = compiler.compile(
                format="pdf",
                sys_inputs={"data": said},
                pdf_standards=["ua-1", "a-2a"],
                # A PDF is dated to the second, and typst refuses to cut what it is given.
                timestamp=at.replace(microsecond=0),
            )
    except typst.TypstError as failure:
        raise CannotRender(f"{template}: {failure}") from failure
    if not isinstance(content, bytes):
        raise CannotRender(f"{template}: typst gave no single file")
    return content


@cache
def coverage() -> frozenset[str]:
    """Every character the bundled fonts draw, from fonts/coverage.txt."""
    lines = (FONTS / "coverage.txt").read_text(encoding="ascii").split()
    ranges = [line.partition("-") for line in lines]
    return frozenset(
        chr(code) for first, _, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)
    )


@cache
def _compiler(template: str) -> tuple[typst.Compiler, Lock]:
    source = TEMPLATES / f"{template}.typ"
    if source not in TEMPLATES.glob("*.typ"):
        raise CannotRender(f"no template is called {template}")
    compiler = typst.Compiler(
        source, root=TEMPLATES, font_paths=[FONTS], ignore_system_fonts=True, package_path=NO_PACKAGES
    )
    return compiler, Lock()


def _drawn_codes(data: Mapping[str, object]) -> dict[str, list[str]]:
    # The data keep the text of a code, so that they stay small: it is drawn here.
    said = data.get("codes")
    texts = said if isinstance(said, list) else []
    references = [codes.grouped(codes.reference_of(text)) for text in texts]
    return {"codes": [codes.write(text) for text in texts], "references": references}


def _printable(said: object) -> object:
    match said:
        case str():
            return _text(said)
        case Mapping():
            return {key: _printable(value) for key, value in said.items()}
        case Sequence():
            return [_printable(value) for value in said]
    return said


def _text(said: str) -> str:
    composed = unicodedata.normalize("NFC", said)
    missing = {character for character in composed if character not in coverage()} - set(_SPACES)
    if not missing:
        return composed
    log.warning("no glyph for %s", ", ".join(sorted(f"U+{ord(character):04X}" for character in missing)))
    return "".join(NO_GLYPH if character in missing else character for character in composed)
