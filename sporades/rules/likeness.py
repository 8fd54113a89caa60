"""Why might two accounts be one person's?

A proposal for a person to look at, never an answer: twins share a day, a family
a telephone. So one trait alone proposes nobody; it takes two, or names that a
slip of the finger parts on one same birth date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import TypeVar

Key = TypeVar("Key")
# Compared two by two, they cost less than their words.
FEW = 40


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


def to_compare(born_one_day: Mapping[Key, Person]) -> Iterable[tuple[Key, Key]]:
    """The pairs of these people, born the same day, that `likeness` may liken; it likens no others.

    In the order of the people. A few are compared two by two; of many, those who have a word in common.
    """
    if len(born_one_day) <= FEW:
        return combinations(born_one_day, 2)
    place = {key: position for position, key in enumerate(born_one_day)}
    sharing: dict[str, list[Key]] = {}
    for key, person in born_one_day.items():
        for word in words(person):
            sharing.setdefault(word, []).append(key)
    found = {pair for some in sharing.values() for pair in combinations(some, 2)}
    return sorted(found, key=lambda pair: (place[pair[0]], place[pair[1]]))


def words(person: Person) -> set[str]:
    """Whatever likens two people born the same day, they have one of these in common.

    A letter changed, added, left out or swapped: the same word is left once one letter is taken out, of both or of the
    longer one.
    """
    found = {f"{' '.join(person.family)}, {' '.join(person.given[:1])}", person.mailbox}
    if person.phone:
        found.add(person.phone)
    for letters in person.letters:
        found.add(letters)
        found |= {letters[:place] + letters[place + 1 :] for place in range(len(letters))}
    return found


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
