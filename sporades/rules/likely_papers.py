"""Does what was read on the pages say that this is another paper than the one asked, or half of it?

A paper is known by its title, in capitals or larger than the rest: a letter may
speak of any paper. One word of a paper that may be given here is enough for
silence, and so is one page that did not read well.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from sporades.rules.legibility import Page, Word, lines_of, reads_well

_LARGER = 2.0  # than the other words of the page: a word with an accent and a tail is 1.7 times one without
_READ = 60.0  # of a hundred: the fancy letters of a title are read with less confidence
_SPELLED = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE"})


@dataclass(frozen=True, slots=True)
class LikelyPaper:
    """How a paper names itself; every phrase is as `plain` gives it."""

    code: str
    name: str  # as it is said: « une carte d’identité »
    given_for: frozenset[str]  # the kinds of piece for which it may be given
    titles: tuple[str, ...]
    words: tuple[str, ...]  # of which one, anywhere on a page, may mean this paper
    source: str
    verified: bool
    about_health: bool = False


@dataclass(frozen=True, slots=True)
class TwoSided:
    """A paper of two sides: all of `face` is on the one, and each of `back` on the other only."""

    code: str
    given_for: frozenset[str]
    face: tuple[str, ...]
    back: tuple[str, ...]
    source: str
    verified: bool


def plain(text: str) -> str:
    """In capitals, without accents, one space apart; of the other signs, only the fillers of machine lines."""
    flat = unicodedata.normalize("NFKD", text.translate(_SPELLED)).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[A-Z0-9<]+", flat.upper()))


def another_paper(pages: Sequence[Page], asked: str, known: Iterable[LikelyPaper]) -> LikelyPaper | None:
    """The paper that was given instead of the one `asked`, which is a kind of piece."""
    if not pages or not all(reads_well(page.best) for page in pages):
        return None
    held = list(known)
    said = " ".join(_text(page) for page in pages)
    if any(phrase in said for one in held if asked in one.given_for for phrase in (*one.titles, *one.words)):
        return None
    titles = {phrase for one in held for phrase in one.titles if any(_bears(page, phrase) for page in pages)}
    return next((one for one in held if titles.intersection(one.titles)), None)


def lacks_back(pages: Sequence[Page], asked: str, known: Iterable[TwoSided]) -> bool:
    """Whether the one page that was given is the face of a paper of two sides, without the other."""
    # A second page is most likely the other side, however badly it reads.
    if len(pages) != 1 or not reads_well(pages[0].best):
        return False
    said = _text(pages[0])
    return any(
        asked in one.given_for
        and all(phrase in said for phrase in one.face)
        and not any(phrase in said for phrase in one.back)
        for one in known
    )


def _text(page: Page) -> str:
    return " ".join(plain(word.text) for word in page.best)


def _bears(page: Page, title: str) -> bool:
    usual = median(_size(word) for word in page.best if word.is_sure)
    wanted = title.split()
    for line in lines_of(page.best):
        tokens = list(_tokens(line.words))
        for start in range(len(tokens) - len(wanted) + 1):
            here = tokens[start : start + len(wanted)]
            if [token for token, _ in here] == wanted:
                return all(word.text.isupper() or _size(word) >= _LARGER * usual for _, word in here)
    return False


def _tokens(words: Iterable[Word]) -> Iterator[tuple[str, Word]]:
    for word in words:
        if word.confidence >= _READ:
            yield from ((token, word) for token in plain(word.text).split())


def _size(word: Word) -> int:
    """How high its letters are, on a page that stands on its side too."""
    return min(word.width, word.height)
