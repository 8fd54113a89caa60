"""Whose paper is this, from the name of its file and from what is written inside?

Deciding wrongly shows somebody's paper to somebody else: a name and a content
that disagree, or a content that speaks of two people, are left to a person.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from sporades.rules.publishing import LineState

# « 25-23-000042 », however a program has separated its parts in the name of a file.
_IN_A_NAME = re.compile(r"(?<![0-9A-Za-z])(\d{2})[-_. ]?(\d[0-9AB])[-_. ]?(\d{6})(?![0-9])")
# Inside a paper ten digits are also a telephone's: only hyphens make a number of ours.
_IN_A_TEXT = re.compile(r"(?<![0-9A-Za-z-])(\d{2})[-‐‑–](\d[0-9AB])[-‐‑–](\d{6})(?![0-9-])")


class By(StrEnum):
    """What told whose paper it is."""

    NAME = "name"
    TEXT = "text"
    CODE = "code"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Reading:
    """The number read, or why there is none: UNKNOWN, SEVERAL, ELSEWHERE. MATCHED: it is one of this lot's."""

    state: LineState
    number: str = ""
    by: By | None = None


def in_a_name(name: str) -> frozenset[str]:
    return frozenset("-".join(found) for found in _IN_A_NAME.findall(name))


def in_a_text(text: str) -> frozenset[str]:
    return frozenset("-".join(found) for found in _IN_A_TEXT.findall(text))


def read(*, name: str, inside: frozenset[str], by: By, academy: str, exam_session: int) -> Reading:
    """`inside`: the numbers that the content tells, by its text or by a code."""
    named = in_a_name(name)
    known = named | inside
    if not known:
        return Reading(LineState.UNKNOWN)
    if len(known) > 1:
        return Reading(LineState.SEVERAL, number=", ".join(sorted(known)[:3]))
    (number,) = known
    told = By.NAME if named else by
    if not number.startswith(f"{exam_session % 100:02d}-{academy}-"):
        return Reading(LineState.ELSEWHERE, number, told)
    return Reading(LineState.MATCHED, number, told)
