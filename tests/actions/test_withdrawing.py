"""A candidate leaves when they want, once, and may come back while the window is open."""

import pytest

from sporades.documents.queries import published
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.reference.load import reference
from sporades.registrations.actions import deadlines, withdrawing
from sporades.rules.calendar import GRACE
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import CAP_CLOSES, CAP_PIECES_DUE, LEA, NOW


def withdraw(row, *, form="", now=NOW):
    withdrawing.withdraw(row, token=form or people.token(), by=people.actor(row.candidate), now=now)


def about(row) -> Subject:
    return Subject("registration", row.id)


def mails(row) -> list[str]:
    return [mail.kind for mail in notices.mails_about(about(row))]


def test_who_leaves_gets_a_receipt_and_a_mail_that_says_so():
    row = people.confirmed(LEA)

    withdraw(row)

    assert people.fresh(row).state == "withdrawn"
    assert mails(row)[0] == "registration_withdrawn"
    assert reference().say("paper_receipt_withdrawn") in [
        paper.data.get("sentence") for paper in published(about(row))
    ]


def test_a_draft_that_is_given_up_sends_nothing():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))

    withdraw(row)

    assert people.fresh(row).state == "withdrawn"
    assert mails(row) == []


def test_one_may_still_leave_after_the_closing_and_once_admitted(antivirus):
    row = people.admit(people.confirmed(LEA))

    withdraw(row, now=CAP_CLOSES)

    row = people.fresh(row)
    assert (row.state, row.state_before) == ("withdrawn", "admitted")


def test_the_same_form_sent_twice_leaves_once():
    row = people.saved(LEA)

    withdraw(row, form="un clic")
    withdraw(row, form="un clic")

    assert mails(row).count("registration_withdrawn") == 1


def test_what_has_ended_cannot_be_left_and_the_attempt_is_journaled():
    row = people.saved(LEA)
    tick(now=CAP_PIECES_DUE + GRACE)

    with pytest.raises(Blocked) as blocked:
        withdraw(row, now=CAP_PIECES_DUE + GRACE)

    assert [reason.code for reason in blocked.value.reasons] == ["registration_ended"]
    assert journal.timeline(about(row))[0].kind == "withdraw_refused"
    assert people.fresh(row).state == "cancelled"


def test_no_deadline_touches_who_has_left():
    row = people.saved(LEA)
    withdraw(row)

    assert not deadlines.cancel(row.id, now=CAP_PIECES_DUE + GRACE)

    assert people.fresh(row).state == "withdrawn"


def test_while_the_window_is_open_one_may_begin_again():
    row = people.saved(LEA)
    withdraw(row)

    again = people.draft(row.candidate, people.answers_of(LEA))

    assert again.id != row.id
    assert people.save(again).state == "saved"
