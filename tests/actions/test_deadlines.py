"""Time acts late rather than early, once, one registration at a time, and says why."""

from datetime import timedelta

import pytest

from sporades.calendars.models import Extension, Incident
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations.actions import deadlines, reviewing
from sporades.registrations.models import PersonalDate
from tests import people
from tests.people import AEPE, CAP_CLOSES, CAP_PIECES_DUE, COUVREUR, LEA, NOW, R408_DUE, TOM, paris

GRACE = timedelta(minutes=10)
MILLISECOND = timedelta(milliseconds=1)


def test_a_draft_lives_until_ten_minutes_after_the_closing():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))

    assert not tick(now=CAP_CLOSES + GRACE - MILLISECOND).done
    report = tick(now=CAP_CLOSES + GRACE)

    assert report.done == {"expired": 1}
    assert people.fresh(row).state == "expired"


def test_without_any_confirmation_the_registration_is_cancelled_ten_minutes_after_its_day():
    row = people.saved(LEA)

    assert not tick(now=CAP_PIECES_DUE + GRACE - MILLISECOND).done
    report = tick(now=CAP_PIECES_DUE + GRACE)

    assert report.done == {"cancelled": 1}
    assert people.fresh(row).state == "cancelled"


def test_running_it_twice_changes_nothing():
    row = people.saved(LEA)
    tick(now=CAP_PIECES_DUE + GRACE)
    before = [mail.kind for mail in notices.mails_about(Subject("registration", row.id))]

    report = tick(now=CAP_PIECES_DUE + GRACE)

    assert not report.done
    assert [mail.kind for mail in notices.mails_about(Subject("registration", row.id))] == before


def test_a_dry_run_says_what_would_be_done_and_does_nothing():
    row = people.saved(LEA)

    report = tick(now=CAP_PIECES_DUE + GRACE, dry_run=True)

    assert report.done == {"cancelled": 1}
    assert people.fresh(row).state == "saved"


def test_a_worker_that_was_down_for_a_month_catches_up():
    row = people.saved(LEA)

    tick(now=CAP_PIECES_DUE + timedelta(days=31))

    assert people.fresh(row).state == "cancelled"


def test_the_decision_is_journaled_with_its_rule_and_source_and_the_mail_names_the_appeals():
    row = people.saved(LEA)

    tick(now=CAP_PIECES_DUE + GRACE)

    line = journal.timeline(Subject("registration", row.id))[0]
    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert (line.kind, line.actor_kind, line.rule) == ("cancelled", "deadline", "cancel_unconfirmed")
    assert "§7" in line.source.replace("§ 7", "§7")
    assert "automatiquement" in mail.text
    assert "tribunal administratif" in mail.text


def test_the_deadline_never_cancels_once_a_confirmation_was_received_even_late():
    row = people.saved(LEA)
    people.give(row, now=CAP_PIECES_DUE + MILLISECOND)

    tick(now=CAP_PIECES_DUE + GRACE)

    assert people.fresh(row).state == "saved"


def test_the_deadline_never_cancels_what_was_signed_for_an_older_version():
    row = people.confirmed(LEA)
    row = people.save(people.fill(row, people.with_usage_name(people.answers_of(LEA))), said_twice=True)

    tick(now=CAP_PIECES_DUE + GRACE)

    assert people.fresh(row).state == "saved"


def test_an_open_incident_stops_every_sanction_and_its_end_lets_them_run():
    row = people.saved(LEA)
    incident = Incident.objects.create(
        starts_at=CAP_PIECES_DUE - timedelta(hours=1), reason="panne du relais"
    )

    tick(now=CAP_PIECES_DUE + GRACE)
    assert people.fresh(row).state == "saved"
    incident.ends_at = CAP_PIECES_DUE + timedelta(hours=2)
    incident.save()
    tick(now=CAP_PIECES_DUE + timedelta(hours=2))

    assert people.fresh(row).state == "cancelled"


def test_an_extension_moves_the_closing_and_what_is_counted_from_it():
    row = people.saved(LEA)
    Extension.objects.create(
        window=row.window,
        closes_wall="2024-11-10T17:00:00",
        reason="incident",
        decided_at=NOW,
        decided_by="chef",
    )

    tick(now=CAP_PIECES_DUE + GRACE)
    assert people.fresh(row).state == "saved"
    tick(now=paris(2024, 11, 18, 0, 10))

    assert people.fresh(row).state == "cancelled"


def test_a_personal_date_holds_for_one_person_only():
    lea, tom = people.saved(LEA), people.saved(TOM)
    PersonalDate.objects.create(
        registration=lea,
        pieces_due_on="2024-11-30",
        reason="hospitalisation",
        decided_at=NOW,
        decided_by="chef",
    )

    tick(now=CAP_PIECES_DUE + GRACE)

    assert (people.fresh(lea).state, people.fresh(tom).state) == ("saved", "cancelled")


def test_where_the_office_approves_sanctions_the_machine_takes_none():
    row = people.saved(LEA)
    row.window.sanctions = "approved"
    row.window.save()

    tick(now=CAP_PIECES_DUE + GRACE)

    assert people.fresh(row).state == "saved"


def test_each_diploma_follows_its_own_dates():
    cap = people.saved(LEA)
    bac = people.saved(TOM, people.ASSP, diploma="bac_pro")

    tick(now=CAP_PIECES_DUE + GRACE)

    assert (people.fresh(cap).state, people.fresh(bac).state) == ("cancelled", "saved")


@pytest.mark.parametrize(
    ("at", "state"), [(R408_DUE + GRACE - MILLISECOND, "confirmed"), (R408_DUE + GRACE, "set_aside")]
)
def test_without_the_r408_attestation_the_file_is_set_aside_after_14_march(at, state):
    row = people.confirmed(LEA, COUVREUR)

    tick(now=at)

    assert people.fresh(row).state == state


def test_an_admitted_file_that_awaits_its_r408_is_set_aside_too(antivirus):
    row = people.confirmed(LEA, COUVREUR)
    people.admit(row)

    tick(now=R408_DUE + GRACE)

    assert people.fresh(row).state == "set_aside"


def test_an_r408_attestation_deposited_even_late_is_for_a_person_to_judge():
    row = people.confirmed(LEA, COUVREUR)
    people.give(row, "r408", now=R408_DUE + MILLISECOND)

    tick(now=R408_DUE + GRACE)

    assert people.fresh(row).state == "confirmed"


def test_a_speciality_that_is_not_surely_concerned_is_never_set_aside():
    row = people.confirmed(LEA, COUVREUR)
    people.piece(row, "r408")
    row.pieces.filter(kind="r408").update(needs_check=True)

    tick(now=R408_DUE + GRACE)

    assert people.fresh(row).state == "confirmed"


def test_a_correction_date_that_passes_sanctions_nobody():
    row = people.confirmed(LEA, AEPE)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"), reason_code="unreadable", sentence="Floue.", by=people.OFFICER, now=NOW
    )

    tick(now=CAP_PIECES_DUE + timedelta(days=60))

    assert people.fresh(row).state == "incomplete"


def test_one_file_that_fails_leaves_the_others_alone(monkeypatch):
    lea, tom = people.saved(LEA), people.saved(TOM)
    real = deadlines.letters.ended

    def fails_for_lea(registration, *args, **kwargs):
        if registration.id == lea.id:
            raise RuntimeError("the disk is full")
        real(registration, *args, **kwargs)

    monkeypatch.setattr(deadlines.letters, "ended", fails_for_lea)

    report = tick(now=CAP_PIECES_DUE + GRACE)

    assert (report.done, report.failed) == ({"cancelled": 1}, {"cancelled": 1})
    assert (people.fresh(lea).state, people.fresh(tom).state) == ("saved", "cancelled")
