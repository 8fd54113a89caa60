"""What the machine read on a signed confirmation is advice: each thing that it may find, and when it says nothing."""

import pytest

from sporades.rules.scans import OF_ANOTHER, Finding, Found, Reading, find


def reading(version=3, pages=(1, 2), sheets=2, printed=2):
    return Reading(version, frozenset(pages), sheets, printed)


def test_nothing_is_said_while_nothing_was_read():
    assert find([], signature_from=3) is None


@pytest.mark.parametrize(
    ("readings", "found"),
    [
        ([reading()], Found(Finding.WHOLE, 3)),
        # The verso was sent afterwards, with « Ajouter des pages ».
        ([reading(pages=[1], sheets=1), reading(pages=[2], sheets=1)], Found(Finding.WHOLE, 3)),
        ([reading(pages=[1], sheets=1)], Found(Finding.PAGE_MISSING, 3, (2,))),
        # Two sheets came, and a thumb hides one code: nobody is told that a page is missing.
        ([reading(pages=[2], sheets=2)], Found(Finding.PAGE_HIDDEN, 3, (1,))),
        ([reading(pages=[1], sheets=1), reading(None, [], 1, None)], Found(Finding.PAGE_HIDDEN, 3, (2,))),
        ([reading(version=2)], Found(Finding.OLDER, 2)),
        ([reading(version=2), reading(version=3)], Found(Finding.WHOLE, 3)),
        ([reading(OF_ANOTHER, [], 2, None)], Found(Finding.ANOTHER)),
        ([reading(None, [], 2, None)], Found(Finding.UNREAD)),
        ([reading(OF_ANOTHER, [], 1, None), reading()], Found(Finding.WHOLE, 3)),
        # A signature may stay good from an older version on: the office corrected without asking for another.
        ([reading(version=4)], Found(Finding.WHOLE, 4)),
        # The pages of a version that we could not count again: what was read is enough.
        ([reading(pages=[1], printed=None)], Found(Finding.WHOLE, 3)),
    ],
)
def test_each_paper_is_told_from_the_others(readings, found):
    assert find(readings, signature_from=3) == found
