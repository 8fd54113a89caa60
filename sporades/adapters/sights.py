"""What is seen on a scan, as values that cross from the process that opens files, and that nobody believes yet.

Whoever only speaks of it imports this, and loads no decoder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Frames:
    """Of a confirmation: is anything written in the date's frame, and in each half of the signature's?"""

    date: bool
    signatures: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Coded:
    """A code that was seen."""

    text: str
    page: int  # from 1
    turn: int  # how the page stands, in degrees clockwise: 0, 90, 180 or 270
    sheets: int  # how many as large as this one have room on the page
    frames: Frames | None = None  # of a sheet that bears them


@dataclass(frozen=True, slots=True)
class Sight:
    coded: list[Coded] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)  # pages, from 1, on which nothing is written

    @property
    def codes(self) -> list[str]:
        """Each text once."""
        return list(dict.fromkeys(one.text for one in self.coded))


def parsed(said: Mapping[str, Any]) -> Sight:
    """From plain values; raise KeyError, TypeError or ValueError if they are no sight."""
    coded = [_coded(one) for one in said["coded"]]
    return Sight(coded, [int(page) for page in said["blank"]])


def _coded(said: Mapping[str, Any]) -> Coded:
    frames = said["frames"]
    left, right = frames["signatures"] if frames else (False, False)
    return Coded(
        text=str(said["text"]),
        page=int(said["page"]),
        turn=int(said["turn"]),
        sheets=int(said["sheets"]),
        frames=Frames(bool(frames["date"]), (bool(left), bool(right))) if frames else None,
    )
