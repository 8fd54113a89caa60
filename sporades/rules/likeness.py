"""Why might two accounts be one person's?

A proposal for a person to look at, never an answer: twins share a day, a family
a telephone. So one trait alone proposes nobody; it takes two, or names that a
slip of the finger parts on one same birth date.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


class Likeness(StrEnum):
    """Its sentence is `alike_CODE` in wording.toml."""

    NAMES = "names"  # the same names in any order, born the same day
    FIRST_NAME = "first_name"  # one of the two gave fewer given names
    ONE_LETTER = "one_letter"
    CONTACT_AND_DAY = "contact_and_day"
    CONTACT_AND_NAMES = "contact_and_names"


@dataclass(frozen=True)
class Person:
    """Names as the search folds them: plain letters, no accents, no hyphens. Put together once for all pairs."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    born: date
    phone: str
    mailbox: str

    @cached_property
    def names(self) -> list[str]:
        return sorted(self.family + self.given)

    @cached_property
    def letters(self) -> tuple[str, str]:
        """As they were given; then whichever name came first."""
        return "".join((*self.family, *self.given)), "".join(self.names)


def likeness(one: Person, other: Person) -> tuple[Likeness, ...]:
    """Every reason to compare these two; none: nothing likens them."""
    found = []
    same_names, same_day = one.names == other.names, one.born == other.born
    if same_day:
        found += _by_names(one, other)
    if _same_contact(one, other):
        found += [Likeness.CONTACT_AND_DAY] if same_day else []
        found += [Likeness.CONTACT_AND_NAMES] if same_names and not same_day else []
    return tuple(found)


def _by_names(one: Person, other: Person) -> list[Likeness]:
    if one.names == other.names:
        return [Likeness.NAMES]
    if one.family == other.family and one.given[:1] == other.given[:1]:
        return [Likeness.FIRST_NAME]
    if any(map(one_edit, one.letters, other.letters)):
        return [Likeness.ONE_LETTER]
    return []


def _same_contact(one: Person, other: Person) -> bool:
    return bool(one.phone and one.phone == other.phone) or one.mailbox == other.mailbox


def one_edit(one: str, other: str) -> bool:
    """Whether a letter changed, added, left out, or swapped with its neighbor makes one of the other."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(long) - len(short) > 1 or one == other:
        return False
    first = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    if len(short) < len(long):
        return short[first:] == long[first + 1 :]
    swapped = long[first + 1 : first + 2] + long[first]
    rest = short[first + 1 :] == long[first + 1 :]
    return rest or (short[first : first + 2] == swapped and short[first + 2 :] == long[first + 2 :])
