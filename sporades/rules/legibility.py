"""What do the words read on a page say of how it was photographed? Advice, and silence in doubt.

A machine reads print, not handwriting, and gives up on many a good photograph:
that it read nothing proves nothing. So each advice rests on what was read, but
for a blurred page: there nothing is read, and no stroke is sharp either. The
thresholds are those of the drill of docs/performance.md.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

CONFIDENT = 80.0  # of a hundred
_LETTERS = 3  # what is shorter is read in any stain
# Upside down, a page of 250 words still gives up to eight that look like words.
_WORDS = 12
_TIMES = 4
_SHARP = 0.25  # of a stroke's darkness, beside it: see `adapters.sharpness`
_EDGE = 0.002  # of the width: half a millimeter of a sheet
_CUT_LINES, _CUT_SHARE = 5, 0.25
_LONG = 0.4  # of the width: of the page beside it, a picture shows the ends of lines


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read, with its box in points of the picture."""

    text: str
    confidence: float
    line: tuple[int, ...]  # words of one line share it
    left: int
    top: int
    width: int
    height: int

    @property
    def is_sure(self) -> bool:
        return self.confidence >= CONFIDENT and sum(map(str.isalpha, self.text)) >= _LETTERS

    @property
    def stands(self) -> bool:
        """Whether it is written from top to bottom, or up."""
        return self.height > self.width


@dataclass(frozen=True, slots=True)
class Page:
    """One page read as it is given, and head down where that did not read well."""

    width: int
    height: int
    words: tuple[Word, ...] = ()
    head_down: tuple[Word, ...] = ()
    steepness: float | None = None  # of its strokes; None if it has hardly any

    @property
    def is_upside_down(self) -> bool:
        turned = _sure(self.head_down)
        return turned >= _WORDS and turned >= _TIMES * _sure(self.words)

    @property
    def best(self) -> tuple[Word, ...]:
        """Its words, read the right way up."""
        return self.head_down if self.is_upside_down else self.words


def reads_well(words: Iterable[Word]) -> bool:
    """Whether there is no doubt which way up they are: then nobody reads them again."""
    held = list(words)
    return _sure(held) >= _WORDS and 3 * _sure(held) >= len(held)


def is_blurred(page: Page) -> bool:
    """Whether hardly a word is read and no stroke is sharp: either alone proves nothing."""
    return page.steepness is not None and page.steepness < _SHARP and _sure(page.best) < _WORDS


def is_turned(page: Page) -> bool:
    """Whether the page stands on its head or on its side."""
    sure = [word for word in page.best if word.is_sure]
    on_its_side = len(sure) >= _WORDS and 2 * sum(word.stands for word in sure) > len(sure)
    return page.is_upside_down or on_its_side


def is_cut(page: Page) -> bool:
    """Whether lines run out of the picture on one side: many begin, or end, on its very edge."""
    if is_turned(page):
        return False
    lines = [
        line
        for line in lines_of(page.best)
        if sum(word.is_sure for word in line.words) >= 2 and line.right - line.left >= _LONG * page.width
    ]
    edge = page.width * _EDGE
    out_left = sum(line.left <= edge for line in lines)
    out_right = sum(line.right >= page.width - edge for line in lines)
    return max(out_left, out_right) >= max(_CUT_LINES, _CUT_SHARE * len(lines))


@dataclass(slots=True)
class Line:
    words: list[Word] = field(default_factory=list)

    @property
    def left(self) -> int:
        return min(word.left for word in self.words)

    @property
    def right(self) -> int:
        return max(word.left + word.width for word in self.words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    held: dict[tuple[int, ...], Line] = defaultdict(Line)
    for word in words:
        held[word.line].words.append(word)
    return list(held.values())


def _sure(words: Iterable[Word]) -> int:
    return sum(word.is_sure for word in words)
