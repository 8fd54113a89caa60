"""Two accounts are compared for two traits that they share, never for one."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sporades.rules import likeness as rule
from sporades.rules.likeness import Likeness, Person, likeness, one_edit, to_compare, words

KARIM = Person(("ben", "ali"), ("karim", "samir"), date(1996, 2, 29), "+33612345678", "karim@exemple.fr")
OTHERS = {"phone": "", "mailbox": "autre@exemple.fr"}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, Likeness.NAMES),
        ({"family": ("karim",), "given": ("ben", "ali", "samir")}, Likeness.NAMES),
        ({"given": ("karim",)}, Likeness.FIRST_NAME),
        ({"given": ("karin", "samir")}, Likeness.ONE_LETTER),
        ({"family": ("bne", "ali")}, Likeness.ONE_LETTER),
        ({"family": ("ben", "alli")}, Likeness.ONE_LETTER),
        ({"family": ("dupont",), "phone": KARIM.phone}, Likeness.CONTACT_AND_DAY),
        ({"born": date(1996, 3, 1), "mailbox": KARIM.mailbox}, Likeness.CONTACT_AND_NAMES),
    ],
)
def test_two_shared_traits_propose_a_comparison(changed: dict[str, object], why: Likeness) -> None:
    other = replace(KARIM, **{**OTHERS, **changed})  # type: ignore[arg-type]

    assert likeness(KARIM, other) == likeness(other, KARIM) == (why,)
    # Where many are born that day, they are among those who are compared.
    assert words(KARIM) & words(other) or KARIM.born != other.born


LETTERS = st.text("abc", min_size=1, max_size=4)
PEOPLE = st.builds(
    Person,
    st.lists(LETTERS, min_size=1, max_size=2).map(tuple),
    st.lists(LETTERS, max_size=2).map(tuple),
    st.just(KARIM.born),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from("ab"),
)


@given(st.lists(PEOPLE, min_size=2, max_size=12))
def test_of_a_day_that_many_share_nobody_who_is_alike_goes_without_comparison(people: list[Person]) -> None:
    known = dict(enumerate(people))
    alike = [pair for pair in combinations(known, 2) if likeness(known[pair[0]], known[pair[1]])]

    # As many as there are, then as if they were many.
    with pytest.MonkeyPatch.context() as patch:
        few = list(to_compare(known))
        patch.setattr(rule, "FEW", 0)
        many = list(to_compare(known))

    assert set(alike) <= set(many) <= set(few)
    assert many == sorted(many)


def test_of_seven_hundred_born_one_day_few_are_compared() -> None:
    others = {
        number: replace(KARIM, family=(spelled(number),), phone=str(number), mailbox=f"{number}@exemple.fr")
        for number in range(700)
    }

    assert list(to_compare(others | {700: replace(KARIM, family=(spelled(5)[::-1],), **OTHERS)})) == []  # type: ignore[arg-type]
    assert list(to_compare(others | {700: replace(KARIM, family=(f"{spelled(5)}e",), **OTHERS)})) == [
        (5, 700)
    ]  # type: ignore[arg-type]


def spelled(number: int) -> str:
    """A name of its own, two letters at least from every other."""
    return "".join(f"{chr(97 + int(digit))}x{chr(107 + int(digit))}" for digit in f"{number:03}")


@pytest.mark.parametrize(
    "changed",
    [
        {"born": date(1996, 3, 1)},  # a namesake
        {"given": ("kamel", "samir")},  # a twin: two letters apart
        {"family": ("dupont",)},
        {"family": ("dupont",), "born": date(1970, 1, 1), "phone": KARIM.phone},  # a mother
    ],
)
def test_one_trait_alone_proposes_nobody(changed: dict[str, object]) -> None:
    assert likeness(KARIM, replace(KARIM, **{**OTHERS, **changed})) == ()  # type: ignore[arg-type]


def test_nobody_who_gave_no_telephone_shares_one() -> None:
    without = replace(KARIM, phone="")

    assert likeness(without, replace(without, family=("dupont",), mailbox="autre@exemple.fr")) == ()


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("", "a", True),
        ("ab", "ba", True),
        ("abc", "acb", True),
        ("abc", "abcd", True),
        ("abc", "xbc", True),
        ("abc", "abc", False),
        ("abc", "cba", False),
        ("abcd", "badc", False),
        ("abc", "abcde", False),
    ],
)
def test_one_letter_is_one_letter(one: str, other: str, near: bool) -> None:
    assert one_edit(one, other) is near
    assert one_edit(other, one) is near
