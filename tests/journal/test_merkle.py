"""One digest over many: the same leaves always give the same one, and each can be shown to be under it."""

from hypothesis import given
from hypothesis import strategies as st

from sporades.journal import hashing, merkle

HEADS = [f"{number:064x}" for number in range(5)]

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_the_root_is_the_one_that_was_always_computed():
    # Written down once: a change of the way to hash would disown every root already signed.
    assert merkle.root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root(HEADS[:1]) == "7f9c9e31ac8256ca2f258583df262dbc7d6f68f2a03043d5c99a4ae5a7396ce9"
    assert merkle.root(HEADS) == "37711ec04165b198c08e06c9e970964a142747de607efd657d85759c5eed5e3c"


@given(st.lists(digests, min_size=2, max_size=9, unique=True), st.data())
def test_any_head_changed_or_moved_or_taken_out_changes_the_root(heads, data):
    place = data.draw(st.integers(0, len(heads) - 1))
    changed = [*heads[:place], hashing.sha256(heads[place].encode()), *heads[place + 1 :]]
    without = [*heads[:place], *heads[place + 1 :]]
    turned = [*heads[1:], heads[0]]

    roots = {merkle.root(leaves) for leaves in (heads, changed, without, turned)}

    assert len(roots) == 4


@given(digests, digests)
def test_a_root_does_not_pass_for_a_head(left, right):
    root = merkle.root([left, right])

    assert merkle.root([root]) != root


@given(st.lists(digests, min_size=1, max_size=20, unique=True), st.data())
def test_every_leaf_climbs_to_the_root_and_no_other_digest_does(heads, data):
    place = data.draw(st.integers(0, len(heads) - 1))
    path = merkle.path(heads, place)

    assert merkle.climb(heads[place], path) == merkle.root(heads)
    assert merkle.climb(hashing.sha256(heads[place].encode()), path) != merkle.root(heads)


def test_a_thousand_leaves_are_proved_by_ten_digests():
    assert len(merkle.path(HEADS * 200, 0)) == 10
