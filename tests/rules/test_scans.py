"""What the machine read on a signed confirmation is advice: each thing that it may find, and when it says nothing."""

import pytest

from sporades.rules.scans import OF_ANOTHER, Finding, Found, Read, Reading, find, on_frames, version_of


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


@pytest.mark.parametrize(
    ("own", "others", "unread", "version"),
    [
        ([(3, 1)], False, 5, 3),
        ([(2, 1), (2, 2)], False, 0, 2),
        ([(2, 1), (3, 1)], True, 1, 3),
        # One sheet more, which could not be read: it may be the right one.
        ([(2, 1), (2, 2)], False, 1, None),
        ([], True, 1, None),
        # The sheet that could not be read is the one that this version lacks.
        ([(2, 1)], False, 1, 2),
        ([(2, 1)], False, 2, None),
        ([], True, 0, OF_ANOTHER),
        ([], False, 3, None),
    ],
)
def test_an_unread_sheet_may_be_the_right_one(own, others, unread, version):
    assert version_of(Read(frozenset(own), others, unread), 2, signature_from=3) == version


@pytest.mark.parametrize(
    ("dated", "signed", "printed", "codes"),
    [
        (True, (True, False), 2, []),
        (True, (False, True), 2, []),
        (True, (False, False), 2, ["signature_unseen"]),
        (False, (False, True), 2, ["date_unseen"]),
        (False, (False, False), 2, ["frames_empty"]),
        (True, (True, True), 3, []),
        (True, (True, False), 3, ["signature_unseen_of_two"]),
        (False, (False, True), 3, ["signature_unseen_of_two"]),
        (True, (False, False), 3, ["signature_unseen_of_two"]),
        (False, (True, True), 3, ["date_unseen"]),
        (False, (False, False), 3, ["frames_empty"]),
    ],
)
def test_what_is_not_seen_in_the_frames_is_said_once(dated, signed, printed, codes):
    assert [one.code for one in on_frames(dated=dated, signed=signed, printed=printed)] == codes
