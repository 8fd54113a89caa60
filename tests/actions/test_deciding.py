"""An officer decides what they saw, once: of two, or of an officer and a candidate, one is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations.actions import deciding, recognising, reviewing, scanning
from sporades.registrations.models import File, Verdict
from sporades.rules import french
from sporades.rules.reasons import Blocked, StepNotAllowed
from tests import people
from tests.people import CAP_PIECES_DUE, LEA, NOW, OFFICER

BY = {"by": OFFICER, "now": NOW}
REFUSED = {"reason_code": "unreadable", "sentence": "La photo est floue.", **BY}
ASKED = {"title": "Livret de famille", "explanation": "Votre nom a changé.", **BY}


def given(kind="identity"):
    row = people.confirmed(LEA)
    people.give(row, kind)
    people.scan_all()
    return row


def seen(row, kind="identity") -> str:
    held = people.piece(row, kind)
    return deciding.mark(held.registration, held)


def codes(blocked) -> list[str]:
    return [reason.code for reason in blocked.value.reasons]


def test_a_file_replaced_while_an_officer_looks_is_not_decided_unseen(antivirus):
    row = given()
    looked_at = seen(row)
    people.give(row, "identity")
    people.scan_all()

    with pytest.raises(Blocked) as blocked:
        reviewing.accept_piece(people.piece(row, "identity"), seen=looked_at, **BY)

    assert codes(blocked) == ["piece_changed"]
    assert people.piece(row, "identity").state == "deposited"


def test_the_second_of_two_officers_is_told_that_a_colleague_has_decided(antivirus):
    row = given()
    looked_at = seen(row)
    reviewing.refuse_piece(people.piece(row, "identity"), seen=looked_at, **REFUSED)

    with pytest.raises(Blocked) as blocked:
        reviewing.accept_piece(people.piece(row, "identity"), seen=looked_at, **BY)

    assert codes(blocked) == ["piece_changed"]
    assert people.piece(row, "identity").state == "refused"


def test_a_form_sent_twice_is_one_decision(antivirus):
    row = given()
    form = {"seen": seen(row), "token": people.token()}

    first = reviewing.accept_piece(people.piece(row, "identity"), **form, **BY)
    again = reviewing.accept_piece(people.piece(row, "identity"), **form, **BY)

    assert first == again
    assert Verdict.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_same_instant_make_one_decision(antivirus, transactional_db):
    row = given()
    looked_at, together = seen(row), Barrier(2)

    def decide(act) -> str:
        try:
            together.wait()
            act(people.piece(row, "identity"))
        except Blocked as blocked:
            return blocked.reasons[0].code
        finally:
            connection.close()
        return "done"

    acts = [
        lambda piece: reviewing.accept_piece(piece, seen=looked_at, **BY),
        lambda piece: reviewing.refuse_piece(piece, seen=looked_at, **REFUSED),
    ]
    with ThreadPoolExecutor(2) as officers:
        said = sorted(officers.map(decide, acts))

    assert said == ["done", "piece_changed"]
    assert Verdict.objects.count() == 1


def test_the_office_gives_more_time_to_correct_and_never_less(antivirus):
    row = given()

    with pytest.raises(Blocked) as blocked:
        reviewing.refuse_piece(people.piece(row, "identity"), correct_by=date(2024, 11, 14), **REFUSED)
    reviewing.refuse_piece(people.piece(row, "identity"), correct_by=date(2024, 11, 20), **REFUSED)

    assert codes(blocked) == ["correction_too_early"]
    assert people.piece(row, "identity").correction_due_at == people.paris(2024, 11, 21)
    told = notices.mails_about(Subject("registration", row.id))[0].text
    assert french.spoken_deadline(people.paris(2024, 11, 21), "Europe/Paris", "heure de Paris") in told


def test_a_piece_waived_is_asked_no_more_and_its_ground_is_told(antivirus):
    row = given()

    reviewing.waive_piece(people.piece(row, "service_day"), ground="Exemptée par le centre.", **BY)

    assert people.piece(row, "service_day").state == "waived"
    assert "Exemptée par le centre." in notices.mails_about(Subject("registration", row.id))[0].text


def test_a_signed_confirmation_is_never_waived(antivirus):
    row = given()

    with pytest.raises(Blocked) as blocked:
        reviewing.waive_piece(people.piece(row), ground="Reçue.", **BY)

    assert codes(blocked) == ["confirmation_not_waived"]


@pytest.mark.parametrize("answer", ["given", "accepted", "waived"])
def test_the_last_piece_asked_ends_the_waiting_however_it_is_answered(antivirus, answer):
    row = given()
    reviewing.refuse_piece(people.piece(row, "identity"), **REFUSED)
    assert people.fresh(row).state == "incomplete"

    if answer == "given":
        people.give(row, "identity")
    elif answer == "accepted":
        reviewing.accept_piece(people.piece(row, "identity"), **BY)
    else:
        reviewing.waive_piece(people.piece(row, "identity"), ground="Vue au guichet.", **BY)

    assert people.fresh(row).state == "confirmed"


def test_a_piece_asked_beside_the_list_is_waited_for_until_it_is_given(antivirus):
    row = given()

    reviewing.ask_piece(row, correct_by=date(2024, 11, 30), **ASKED)

    held = row.pieces.get(kind="asked")
    assert (people.fresh(row).state, held.title) == ("incomplete", "Livret de famille")
    assert held.correction_due_at == people.paris(2024, 12, 1)
    people.give(row, "asked", key=held.key)
    assert people.fresh(row).state == "confirmed"


def test_a_piece_asked_outlives_a_new_version_of_the_answers(antivirus):
    row = given()
    reviewing.ask_piece(row, **ASKED)

    people.save(people.fill(row, people.with_usage_name(people.answers_of(LEA))), said_twice=True)

    assert row.pieces.get(kind="asked").state == "expected"


def test_what_an_officer_writes_of_a_piece_asked_stays_out_of_what_is_kept_for_good(antivirus):
    row = given()

    reviewing.ask_piece(row, **ASKED)

    line = journal.timeline(Subject("registration", row.id))[0]
    assert "Livret" not in str(line.data)
    assert line.details == {"title": ASKED["title"], "explanation": ASKED["explanation"]}


def test_a_pre_registration_is_asked_a_piece_and_its_state_stays(antivirus):
    row = people.saved(LEA)

    reviewing.ask_piece(row, **ASKED)

    assert people.fresh(row).state == "saved"


def stale():
    """Signed and given, then changed: the paper is of another version."""
    row = given()
    return people.save(people.fill(row, people.with_usage_name(people.answers_of(LEA))), said_twice=True)


@pytest.mark.parametrize("came_otherwise", [False, True])
def test_a_confirmation_of_another_version_is_recognised_by_a_person(antivirus, came_otherwise):
    row = stale() if not came_otherwise else people.saved(LEA)
    assert row.state == "saved"

    recognising.recognise(people.piece(row), reason="Vue.", came_otherwise=came_otherwise, **BY)

    assert people.fresh(row).state == "confirmed"
    assert people.piece(row).state == "accepted"


def test_a_confirmation_of_another_version_is_recognised_with_a_reason_and_never_just_accepted(antivirus):
    row = stale()

    with pytest.raises(Blocked) as blocked:
        reviewing.accept_piece(people.piece(row), **BY)

    assert codes(blocked) == ["confirmation_to_recognise"]
    assert (people.piece(row).state, people.fresh(row).state) == ("expected", "saved")


def test_nothing_is_recognised_where_nothing_came():
    row = people.saved(LEA)

    with pytest.raises(Blocked) as blocked:
        recognising.recognise(people.piece(row), reason="Vue.", came_otherwise=False, **BY)

    assert codes(blocked) == ["nothing_deposited"]


@pytest.mark.parametrize(
    ("found", "code"),
    [(None, "file_not_scanned"), ("Eicar", "nothing_deposited")],
    ids=["waiting", "infected"],
)
def test_what_the_antivirus_has_not_cleared_is_not_recognised_for_nobody_has_seen_it(antivirus, found, code):
    row = stale()
    people.give(row)
    row = people.save(people.fill(row, people.answers_of(LEA)), said_twice=True)
    if found:
        scanning.settle(File.objects.latest("deposit__sequence"), infected_with=found, now=NOW)
    assert row.state == "saved"

    with pytest.raises(Blocked) as blocked:
        recognising.recognise(people.piece(row), reason="Vue.", came_otherwise=False, **BY)

    assert codes(blocked) == [code]
    assert people.fresh(row).state == "saved"


def test_a_registration_already_confirmed_is_not_recognised_again(antivirus):
    row = given()

    with pytest.raises(StepNotAllowed):
        recognising.recognise(people.piece(row), reason="Vue.", came_otherwise=False, **BY)


def test_only_a_confirmation_is_recognised(antivirus):
    row = given()

    with pytest.raises(Blocked) as blocked:
        recognising.recognise(people.piece(row, "identity"), reason="Vue.", came_otherwise=False, **BY)

    assert codes(blocked) == ["only_a_confirmation"]


def test_recognised_while_a_piece_is_asked_the_file_is_to_complete(antivirus):
    row = stale()
    reviewing.refuse_piece(people.piece(row, "identity"), **REFUSED)

    recognising.recognise(people.piece(row), reason="Vue.", came_otherwise=False, **BY)

    assert people.fresh(row).state == "incomplete"


def late():
    """Refused, then given again after its date."""
    row = given()
    reviewing.refuse_piece(people.piece(row, "identity"), **REFUSED)
    people.give(row, "identity", now=CAP_PIECES_DUE)
    return row


def test_what_came_late_is_accepted_by_a_person_and_then_checked(antivirus):
    row = late()
    assert people.fresh(row).state == "incomplete"

    recognising.accept_late(row, by=OFFICER, now=CAP_PIECES_DUE)

    assert people.fresh(row).state == "confirmed"
    assert people.piece(row, "identity").state == "deposited"


def test_what_was_judged_since_it_came_late_is_not_accepted_as_late(antivirus):
    row = late()
    after = CAP_PIECES_DUE + timedelta(days=1)
    reviewing.refuse_piece(
        people.piece(row, "identity"), **{**REFUSED, "sentence": "Encore floue.", "now": after}
    )

    with pytest.raises(Blocked) as blocked:
        recognising.accept_late(row, by=OFFICER, now=after)

    assert codes(blocked) == ["still_missing"]
    assert people.piece(row, "identity").state == "refused"
