"""When has an officer read more files than anybody checks?"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ReadingLimit:
    """So many different files in so long are an alarm; `suspends`: the account opens no more of them."""

    files: int
    within: timedelta
    suspends: bool


def is_a_burst(files: int, limit: ReadingLimit) -> bool:
    """Whether this many different files, read in the time of the limit, are an alarm."""
    return files >= limit.files
