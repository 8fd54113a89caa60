"""The day's root: the same heads always give the same one, other heads never do."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sporades.journal import actions, hashing
from sporades.journal.models import Chain, Root
from sporades.journal.values import SYSTEM, Subject
from tests.people import NOW

DAY = date(2024, 11, 5)
HEADS = [f"{number:064x}" for number in range(5)]

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_the_root_is_the_one_that_was_always_computed():
    # Written down once: a change of the way to hash would disown every root already sealed.
    assert hashing.merkle_root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert (
        hashing.merkle_root(HEADS[:1]) == "7f9c9e31ac8256ca2f258583df262dbc7d6f68f2a03043d5c99a4ae5a7396ce9"
    )
    assert hashing.merkle_root(HEADS) == "37711ec04165b198c08e06c9e970964a142747de607efd657d85759c5eed5e3c"


@given(st.lists(digests, min_size=2, max_size=9, unique=True), st.data())
def test_any_head_changed_or_moved_or_taken_out_changes_the_root(heads, data):
    place = data.draw(st.integers(0, len(heads) - 1))
    changed = [*heads[:place], hashing.sha256(heads[place].encode()), *heads[place + 1 :]]
    without = [*heads[:place], *heads[place + 1 :]]
    turned = [*heads[1:], heads[0]]

    roots = {hashing.merkle_root(leaves) for leaves in (heads, changed, without, turned)}

    assert len(roots) == 4


@given(digests, digests)
def test_a_root_does_not_pass_for_a_head(left, right):
    root = hashing.merkle_root([left, right])

    assert hashing.merkle_root([root]) != root


@pytest.mark.django_db
def test_a_day_is_closed_once_and_its_root_stays():
    actions.record(Subject("registration", UUID(int=1)), "saved", by=SYSTEM, now=NOW)
    first = actions.close_day(DAY, now=NOW)
    actions.record(Subject("registration", UUID(int=1)), "modified", by=SYSTEM, now=NOW)

    again = actions.close_day(DAY, now=NOW)

    assert (again.root, again.chains) == (first.root, 1)
    assert Root.objects.count() == 1


@pytest.mark.django_db
def test_the_root_does_not_depend_on_the_order_in_which_people_came():
    subjects = [Subject("registration", UUID(int=number)) for number in (3, 1, 2)]
    for subject in subjects:
        actions.record(subject, "saved", by=SYSTEM, now=NOW)

    root = actions.close_day(DAY, now=NOW)

    heads = [Chain.objects.get(subject_id=UUID(int=number)).head for number in (1, 2, 3)]
    assert root.root == hashing.merkle_root(heads)
