"""A paper that came by another way counts on the day when the office received it; a letter may withdraw somebody."""

from datetime import date, timedelta

import pytest

from sporades.documents.models import Document
from sporades.jobs.tick import tick
from sporades.journal.models import Entry
from sporades.notices.models import Notice
from sporades.registrations.actions import depositing, withdrawing
from sporades.registrations.actions.depositing import AtTheDesk, Upload
from sporades.rules.calendar import GRACE
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import CAP_PIECES_DUE, KARIM, NOW, PATISSIER

pytestmark = pytest.mark.django_db

# The limit is the end of Friday 15 November; the office opens its mail on the Monday after.
LAST_DAY, MONDAY = date(2024, 11, 15), CAP_PIECES_DUE + timedelta(days=2)


@pytest.fixture
def row():
    return people.saved(KARIM, PATISSIER)


def receives(row, received_on, *, now=MONDAY, form=""):
    return depositing.deposit(
        people.piece(row),
        [Upload("scan.jpg", people.photo("lettre"))],
        adds_pages=False,
        token=form or people.token(),
        by=people.OFFICER,
        desk=AtTheDesk(received_on, "post"),
        now=now,
        recorded_at=now,
    )


def test_a_paper_received_on_the_last_day_and_written_down_later_is_in_time(row):
    assert not receives(row, LAST_DAY).late

    assert people.fresh(row).state == "confirmed"


def test_a_paper_received_the_day_after_is_late_and_stays_beside(row):
    assert receives(row, LAST_DAY + timedelta(days=1)).late

    assert people.fresh(row).state == "saved"
    assert people.piece(row).state == "late"


def test_a_paper_of_tomorrow_is_refused_and_changes_nothing(row):
    with pytest.raises(Blocked, match="paper_of_tomorrow"):
        receives(row, date(2024, 11, 6), now=NOW)

    assert not people.piece(row).deposits.exists()


def test_the_deadline_leaves_alone_whoever_gave_a_paper_at_the_counter(row):
    receives(row, date(2024, 11, 5), now=NOW)

    tick(now=CAP_PIECES_DUE + GRACE)

    assert people.fresh(row).state == "confirmed"


def test_the_journal_says_who_vouches_for_which_day_and_the_receipt_bears_no_false_hour(row):
    receives(row, LAST_DAY)

    entry = Entry.objects.get(kind="paper_received")
    assert (entry.actor_kind, entry.data["received_on"], entry.data["way"]) == (
        "officer",
        "2024-11-15",
        "post",
    )
    receipt = Document.objects.filter(subject_id=row.id, kind="receipt").order_by("id")
    told = next(paper.data for paper in receipt if paper.data["files"])
    assert told["files"][0]["received"] == "vendredi 15 novembre 2024"
    mail = Notice.objects.get(kind="paper_received")
    assert "par la poste, le vendredi 15 novembre 2024" in mail.text.replace("\xa0", " ")


def test_the_same_form_twice_is_one_paper(row):
    receives(row, LAST_DAY, form="once")
    receives(row, LAST_DAY, form="once")

    assert people.piece(row).deposits.count() == 1


def test_who_asked_in_writing_is_withdrawn_and_the_mail_quotes_the_letter(row):
    day = date(2024, 11, 4)
    withdrawing.withdraw(row, asked_on=day, token=people.token(), by=people.OFFICER, now=NOW)

    assert people.fresh(row).state == "withdrawn"
    assert Entry.objects.get(kind="withdrawn_on_request").data["asked_on"] == "2024-11-04"
    mail = Notice.objects.get(kind="registration_withdrawn_on_request")
    assert "lettre du lundi 4 novembre 2024" in mail.text.replace("\xa0", " ")


def test_nobody_is_withdrawn_for_a_letter_of_tomorrow(row):
    with pytest.raises(Blocked, match="letter_of_tomorrow"):
        withdrawing.withdraw(
            row, asked_on=NOW.date() + timedelta(days=1), token=people.token(), by=people.OFFICER, now=NOW
        )

    assert people.fresh(row).state == "saved"


def test_nobody_is_withdrawn_twice(row):
    day = date(2024, 11, 4)
    withdrawing.withdraw(row, asked_on=day, token=people.token(), by=people.OFFICER, now=NOW)

    with pytest.raises(Blocked, match="registration_ended"):
        withdrawing.withdraw(row, asked_on=day, token=people.token(), by=people.OFFICER, now=NOW)
