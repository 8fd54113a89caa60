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


@dataclass(frozen=True, slots=True)
class Read:
    """What the codes of one deposit say, before anybody concludes."""

    pages: frozenset[tuple[int, int]]  # version and page of each code that is this registration's
    others: bool  # whether another registration's was seen
    unread: int  # sheets that are not blank, and whose code was not seen


def version_of(read: Read, printed: int | None, *, signature_from: int) -> int | None:
    """The version that a deposit shows, or OF_ANOTHER; `printed`: the pages of its newest version.

    Nothing is said against somebody while a sheet that could not be read may be the right one.
    """
    # Somebody who gives two papers at once has given the newer one too.
    version = max((version for version, _ in read.pages), default=OF_ANOTHER if read.others else None)
    if version is None or version >= signature_from:
        return version
    lacking = (printed or 0) - sum(1 for one, _ in read.pages if one == version) if version else 0
    return version if read.unread <= max(lacking, 0) else None


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that a look at the pages suggests: the code of a sentence, and the pages or the paper it names."""

    code: str
    pages: tuple[int, ...] = ()
    paper: str = ""  # the code of a `LikelyPaper`


ON_FRAMES = frozenset({"frames_empty", "signature_unseen", "signature_unseen_of_two", "date_unseen"})


def on_frames(*, dated: bool, signed: tuple[bool, bool], printed: int) -> list[Advice]:
    """What is not seen in the frames of a confirmation, of which `printed` were drawn.

    `signed`: each half of where one signs, one frame unless somebody else signs too.
    """
    two = printed > 2
    if not dated and not any(signed):
        return [Advice("frames_empty")]
    if two and not all(signed):
        return [Advice("signature_unseen_of_two")]
    if not any(signed):
        return [Advice("signature_unseen")]
    return [] if dated else [Advice("date_unseen")]


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
