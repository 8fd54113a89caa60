"""Where the office approves, the tick lists, the head of office signs, and each line is asked again under the lock."""

from datetime import date, timedelta

import pytest

from sporades.adapters import clocks
from sporades.calendars.models import Extension, Incident
from sporades.jobs.tick import tick
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations.actions import ending, listing, making_lists, returning
from sporades.registrations.models import DecisionLine, DecisionList, Ending, PersonalDate
from sporades.rules.calendar import GRACE
from sporades.rules.lifecycle import State
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import CAP_CLOSES, CAP_PIECES_DUE, COUVREUR, LEA, NOW, PAUL, R408_DUE, TOM, paris

MILLISECOND = timedelta(milliseconds=1)
AFTER = CAP_PIECES_DUE + GRACE
LATER = AFTER + timedelta(days=2)


@pytest.fixture
def approved(session):
    window = people.window()
    window.sanctions = "approved"
    window.save()
    return window


@pytest.fixture
def paul():
    return people.acting(people.officer(PAUL))


def listed(now=AFTER) -> dict[str, int]:
    """What the tick begins, and the worker completes."""
    report = tick(now=now)
    make(now)
    return dict(report.done)


def make(now=AFTER) -> None:
    while making_lists.make_next(machine_now=clocks.machine_now(), now=now):
        pass


def settle(now=LATER) -> None:
    """What the worker does, until nothing waits."""
    make(now)
    while listing.settle_next(machine_now=clocks.machine_now(), now=now):
        pass


def signed(by, now=LATER) -> DecisionList:
    held = DecisionList.objects.get()
    listing.sign(held.id, token=people.token(), by=by, now=now)
    return held


def outcomes() -> dict[str, tuple[str, str]]:
    rows = DecisionLine.objects.select_related("registration__candidate")
    return {row.registration.candidate.given_names: (row.outcome, row.why) for row in rows}


def test_the_tick_lists_those_the_limit_surely_ends_ten_minutes_after_it_and_ends_nobody(approved):
    row = people.saved(LEA)

    assert not listed(now=AFTER - MILLISECOND)

    assert listed() == {"listed": 1}
    assert people.fresh(row).state == "saved"
    held, line = DecisionList.objects.get(), DecisionLine.objects.get()
    assert (held.decision, held.frozen_at, line.about_at) == ("cancel", AFTER, CAP_PIECES_DUE)


def test_a_second_tick_lists_nobody_again(approved):
    people.saved(LEA)
    listed()

    assert not listed(now=AFTER + timedelta(minutes=1))
    assert DecisionLine.objects.count() == 1


def test_what_is_doubtful_is_on_no_list(approved):
    people.saved(LEA)
    late = people.saved(TOM)
    people.give(late, now=CAP_PIECES_DUE + MILLISECOND)

    listed()

    assert set(outcomes()) == {"Léa"}


def test_nothing_runs_before_the_signature_and_everything_after_it(approved, paul):
    row = people.saved(LEA)
    listed()
    settle()
    assert people.fresh(row).state == "saved"

    held = signed(paul)
    settle()

    assert people.fresh(row).state == "cancelled"
    line = journal.timeline(Subject("registration", row.id))[0]
    assert (line.kind, line.actor_kind, line.rule) == ("cancelled", "officer", "cancel_unconfirmed")
    assert line.data["list"] == str(held.id)
    assert outcomes() == {"Léa": ("done", "")}
    assert Ending.objects.get().listed == held


def test_the_mail_of_a_signed_list_does_not_say_that_a_machine_decided(approved, paul):
    row = people.saved(LEA)
    listed()
    signed(paul)
    settle()

    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert "a signé le lundi 18 novembre 2024" in mail.text
    assert "automatiquement, par" not in mail.text
    assert "tribunal administratif" in mail.text


def test_a_deposit_made_meanwhile_wins(approved, paul):
    row = people.saved(LEA)
    listed()
    signed(paul)
    people.give(row, now=LATER)

    settle()

    assert people.fresh(row).state == "saved"
    assert outcomes() == {"Léa": ("kept", "why_late")}


def test_a_personal_date_given_meanwhile_wins_and_the_person_is_listed_again_after_it(approved, paul):
    row = people.saved(LEA)
    listed()
    said = {"reason": "Hospitalisation.", "token": people.token(), "by": paul, "now": LATER}
    returning.give_personal_date(row, until=date(2024, 11, 30), reopens=False, **said)
    signed(paul)
    settle()
    assert outcomes() == {"Léa": ("kept", "why_not_due")}

    assert not listed(now=paris(2024, 12, 1, 0, 10) - MILLISECOND)
    assert listed(now=paris(2024, 12, 1, 0, 10)) == {"listed": 1}


def test_an_extension_after_the_list_gives_its_time_to_everybody(approved, paul):
    row = people.saved(LEA)
    listed()
    Extension.objects.create(
        window=approved, pieces_due_on="2024-11-25", reason="panne", decided_at=AFTER, decided_by="chef"
    )
    signed(paul)
    settle()

    assert people.fresh(row).state == "saved"
    assert listed(now=paris(2024, 11, 26, 0, 10)) == {"listed": 1}


def test_whoever_is_struck_out_is_left_alone_and_not_listed_again(approved, paul):
    lea, tom = people.saved(LEA), people.saved(TOM)
    listed()
    line = DecisionLine.objects.get(registration=lea)

    said = {"reason": "Courrier reçu le 14.", "by": paul, "now": LATER}
    listing.strike(line.id, token=people.token(), **said)
    signed(paul)
    settle()

    assert (people.fresh(lea).state, people.fresh(tom).state) == ("saved", "cancelled")
    assert not listed(now=LATER + timedelta(days=1))
    kept = journal.timeline(Subject("registration", lea.id))[0]
    assert (kept.kind, kept.details) == ("struck_from_list", {"reason": "Courrier reçu le 14."})


def test_a_list_is_signed_once_and_nobody_is_struck_out_of_a_signed_one(approved, paul):
    people.saved(LEA)
    listed()
    held = signed(paul)

    with pytest.raises(Blocked):
        listing.sign(held.id, token=people.token(), by=paul, now=LATER)
    with pytest.raises(Blocked):
        listing.strike(
            DecisionLine.objects.get().id, reason="Trop tard.", token=people.token(), by=paul, now=LATER
        )


def test_nobody_is_struck_out_who_was_set_apart_when_the_list_was_read_again(approved, paul):
    row = people.saved(LEA)
    tick(now=AFTER)
    people.give(row, now=AFTER)
    make()
    assert outcomes() == {"Léa": ("kept", "why_late")}

    with pytest.raises(Blocked):
        listing.strike(
            DecisionLine.objects.get().id, reason="Courrier.", token=people.token(), by=paul, now=LATER
        )
    assert DecisionLine.objects.get().struck_at is None


def test_an_incident_holds_a_signed_list_and_its_end_lets_it_run(approved, paul):
    row = people.saved(LEA)
    listed()
    signed(paul)
    incident = Incident.objects.create(window=approved, starts_at=AFTER, reason="panne")

    settle()
    assert people.fresh(row).state == "saved"
    incident.ends_at = LATER
    incident.save()
    listing.settle_next(machine_now=clocks.machine_now() + timedelta(minutes=2), now=LATER)

    assert people.fresh(row).state == "cancelled"


def test_nobody_is_listed_during_an_incident_and_its_end_judges_them_again(approved):
    people.saved(LEA)
    incident = Incident.objects.create(starts_at=CAP_PIECES_DUE, reason="panne")

    assert not listed(now=AFTER)
    incident.ends_at = LATER
    incident.save()

    assert listed(now=LATER) == {"listed": 1}


def test_during_an_incident_no_draft_expires_and_its_end_lets_them():
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))
    incident = Incident.objects.create(starts_at=CAP_CLOSES, reason="panne")

    assert not tick(now=CAP_CLOSES + GRACE).done
    incident.ends_at = LATER
    incident.save()
    tick(now=LATER)

    assert people.fresh(row).state == "expired"


def test_the_r408_limit_has_its_list_too(approved, paul):
    row = people.confirmed(LEA, COUVREUR)

    assert listed(now=R408_DUE + GRACE) == {"listed": 1}
    signed(paul, now=R408_DUE + GRACE)
    settle(now=R408_DUE + GRACE)

    assert people.fresh(row).state == "set_aside"


def test_a_draft_lapses_without_a_signature_where_the_office_approves(approved):
    row = people.draft(people.candidate(LEA), people.answers_of(LEA))

    tick(now=CAP_CLOSES + GRACE)

    assert people.fresh(row).state == "expired"


def test_a_whole_deadline_is_undone_with_one_reason_and_one_date(paul):
    rows = [people.saved(LEA), people.saved(TOM)]
    tick(now=AFTER)

    said = {"reason": "Panne du dépôt le 15.", "by": paul, "now": LATER}
    listing.undo_all(
        people.window().id, State.CANCELLED, until=date(2024, 11, 30), token=people.token(), **said
    )
    settle(now=LATER + timedelta(days=1))

    assert {people.fresh(row).state for row in rows} == {"saved"}
    assert set(PersonalDate.objects.values_list("reason", flat=True)) == {"Panne du dépôt le 15."}
    assert "Panne du dépôt" in notices.mails_about(Subject("registration", rows[0].id))[0].text
    assert tick(now=paris(2024, 12, 1, 0, 10)).done == {"cancelled": 2}


def test_undoing_a_deadline_leaves_out_what_the_head_ended_alone_and_who_came_back(paul):

    by_hand, back, by_limit = people.saved(LEA), people.saved(TOM), people.saved(people.KARIM)
    ending.cancel(by_hand, reason="Fraude.", token=people.token(), by=paul, now=NOW)
    tick(now=AFTER)
    said = {"reason": "Erreur.", "by": paul, "now": AFTER}
    returning.reinstate(back, until=date(2024, 11, 30), token=people.token(), **said)

    undone = listing.to_undo(people.window().id, State.CANCELLED)

    assert [one.registration_id for one in undone] == [by_limit.id]


def test_a_line_that_cannot_be_undone_says_why_and_the_others_go_on(paul):
    lea, tom = people.saved(LEA), people.saved(TOM)
    tick(now=AFTER)
    candidate = people.fresh(lea).candidate
    cap = people.window()
    cap.closes_wall, cap.closes_at = "2024-12-20T17:00:00", paris(2024, 12, 20, 17)
    cap.save()
    people.draft(candidate, people.answers_of(LEA, people.PATISSIER), now=LATER)

    said = {"reason": "Panne.", "token": people.token(), "by": paul, "now": LATER}
    listing.undo_all(cap.id, State.CANCELLED, until=date(2024, 11, 30), **said)
    settle()

    assert outcomes() == {"Léa": ("kept", "second_registration"), "Tom": ("done", "")}
    assert (people.fresh(lea).state, people.fresh(tom).state) == ("cancelled", "saved")


def test_the_personal_date_of_many_is_a_week_ahead_at_least(paul):
    people.saved(LEA)
    tick(now=AFTER)

    with pytest.raises(Blocked):
        listing.undo_all(
            people.window().id,
            State.CANCELLED,
            reason="Panne.",
            until=date(2024, 11, 22),
            token=people.token(),
            by=paul,
            now=AFTER,
        )
    assert not DecisionList.objects.exists()
