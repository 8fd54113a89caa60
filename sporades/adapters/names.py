"""How is a file's name shown, when it comes from anywhere?

It names nothing on our disk; it is only shown again to the person who chose
it, and to an officer. So it loses its folders, the characters that write
backwards, break a line or hide, and what a spreadsheet would take for a formula.
"""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
# Control, format (the right-to-left override among them), surrogate, private, unassigned.
_FORMULA = "=+-@|\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(typed: str) -> str:
    """The name as it may be shown; « fichier » if nothing of it may."""
    name = unicodedata.normalize("NFC", typed.replace("\\", "/").rsplit("/", 1)[-1])
    visible = "".join(char for char in name if unicodedata.category(char) not in _HIDDEN)
    visible = visible.lstrip(f". {_FORMULA}").rstrip(". ")
    if len(visible) > LONGEST:
        end = PurePosixPath(visible).suffix[:10]
        visible = visible[: LONGEST - len(end) - 1] + "…" + end
    return visible or "fichier"
