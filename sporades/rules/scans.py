"""What did the machine read on a signed confirmation? Advice for whoever gave it and whoever checks it.

It never changes a state: a code that cannot be read is not a paper that was
not received. A page is said to be missing only when fewer sheets were given
than the confirmation has: otherwise its code may merely be hidden by a thumb.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

OF_ANOTHER = 0  # the « version » of a paper that is another registration's


@dataclass(frozen=True, slots=True)
class Reading:
    """What one deposit showed. `version` is None when no code could be read."""

    version: int | None
    pages: frozenset[int]
    sheets: int
    printed: int | None  # how many pages the confirmation of that version has
    stands_for: int | None = None  # a later version of the same answers

    @property
    def signs(self) -> int:
        return self.stands_for or self.version or OF_ANOTHER


class Finding(StrEnum):
    WHOLE = "whole"
    WHOLE_AGAIN = "whole_again"  # the answers are those of that version again
    PAGE_HIDDEN = "page_hidden"
    PAGE_MISSING = "page_missing"
    OLDER = "older"
    ANOTHER = "another"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Found:
    finding: Finding
    version: int = 0
    pages: tuple[int, ...] = ()  # those that were not seen


def find(readings: Sequence[Reading], *, signature_from: int) -> Found | None:
    """What the deposits that count now say together; None while nothing was read of them.

    `signature_from`: the first version whose signature is good.
    """
    if not readings:
        return None
    # Somebody who gives two papers at once has given the newer one too.
    read = [one for one in readings if one.version is not None]
    if not read:
        return Found(Finding.UNREAD)
    best = max(read, key=lambda one: one.signs)
    version = best.version or OF_ANOTHER
    if version == OF_ANOTHER:
        return Found(Finding.ANOTHER)
    if best.signs < signature_from:
        return Found(Finding.OLDER, version)
    return _whole(readings, version, again=version < signature_from)


def _whole(readings: Sequence[Reading], version: int, *, again: bool) -> Found:
    own = [one for one in readings if one.version == version]
    seen = frozenset[int]().union(*(one.pages for one in own))
    printed = max((one.printed or 0 for one in own), default=0)
    unseen = tuple(page for page in range(1, printed + 1) if page not in seen)
    if not unseen:
        return Found(Finding.WHOLE_AGAIN if again else Finding.WHOLE, version)
    given = sum(one.sheets for one in readings)
    return Found(Finding.PAGE_MISSING if given < printed else Finding.PAGE_HIDDEN, version, unseen)
