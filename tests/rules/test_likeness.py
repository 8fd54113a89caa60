"""Two accounts are compared for two traits that they share, never for one."""

from dataclasses import replace
from datetime import date

import pytest

from sporades.rules.likeness import Likeness, Person, likeness, one_edit

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
