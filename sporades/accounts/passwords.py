"""Is this password good enough, and if not, what is wrong with it?

Length decides, not composition: 12 characters or more, 16 if they are all
digits. What everybody tries first is refused: the 20 000 most leaked passwords
that come with Django, the French ones of `data/common_fr.txt`, walks on the
keyboard, repetitions, and what is known of the person. A list alone would stop
little at this length: few leaked passwords reach 12 characters before « 2024! »
is added to a common word, so the word inside is looked for too.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator

SHORTEST = 12
SHORTEST_OF_DIGITS = 16
LONGEST = 256
# So many characters around a common word are what people add to satisfy a form.
FEW = 6
LEAST_BESIDE_A_KNOWN_WORD = 8
OF_THE_HOUSE = (
    "sporades",
    "cyclades",
    "academie",
    "rectorat",
    "education",
    "examen",
    "candidat",
    "motdepasse",
)

ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiop", "qsdfghjklm", "wxcvbn",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "&é\"'(-è_çà)=",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "1aqw", "2zsx",
)  # fmt: skip
STEPS = frozenset(pair for row in ROWS for way in (row, row[::-1]) for pair in pairwise(way))
LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s"}
)


class WeakPassword(ValueError):
    """`code`: too_short, too_long, digits_only, known or about_you."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def normal(typed: str) -> str:
    """One form for what two keyboards write differently (é, or e and its accent)."""
    return unicodedata.normalize("NFC", typed)


def check(typed: str, *, about: Iterable[str]) -> None:
    """Raises WeakPassword; `about` is what is known of the person: names, address."""
    password = normal(typed)
    if len(password) < SHORTEST:
        raise WeakPassword("too_short")
    if len(password) > LONGEST:
        raise WeakPassword("too_long")
    if password.isdigit() and len(password) < SHORTEST_OF_DIGITS:
        raise WeakPassword("digits_only")
    folded = _folded(password)
    if _is_monotonous(folded) or _is_common(folded):
        raise WeakPassword("known")
    rest = _without(folded, _words(about))
    if rest != folded and (len(rest) < LEAST_BESIDE_A_KNOWN_WORD or _is_common(rest)):
        raise WeakPassword("about_you")


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _is_monotonous(password: str) -> bool:
    """Few different characters, one short piece repeated, or fingers that walk along the keys."""
    if len(set(password)) <= 4:
        return True
    # A text is a repetition when it is found inside itself doubled, before its end.
    period = (password + password).find(password, 1)
    if period < min(len(password), SHORTEST):
        return True
    pairs = list(pairwise(password))
    walked = sum(pair in STEPS or pair[0] == pair[1] for pair in pairs)
    return walked >= 0.75 * len(pairs)


def _is_common(password: str) -> bool:
    """A common password, as it is, in « l33t », or with a few digits and signs around it."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)
    around = len(password) - len(core)
    tried = [password, password.translate(LEET)]
    if around <= FEW:
        tried += [core, core.translate(LEET)]
    return any(re.sub(r"[\W_]", "", text) in _common() for text in tried)


def _words(about: Iterable[str]) -> list[str]:
    found = {word for text in about for word in re.split(r"[\W\d_]+", _folded(text)) if len(word) >= 4}
    return sorted(found | set(OF_THE_HOUSE), key=len, reverse=True)


def _without(password: str, words: Iterable[str]) -> str:
    for word in words:
        password = password.replace(word, "")
    return password


@cache
def _common() -> frozenset[str]:
    known = set(CommonPasswordValidator().passwords)
    ours = Path(__file__).with_name("data") / "common_fr.txt"
    known.update(
        line for line in ours.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    )
    return frozenset(known)
