"""A decision is taken back within ten seconds, whole; after that, one decides again."""

from datetime import timedelta

import pytest

from sporades.adapters import clocks
from sporades.journal import queries as journal
from sporades.journal.values import Actor, Subject
from sporades.notices import actions as sending
from sporades.notices.models import Notice
from sporades.registrations.actions import deciding, reviewing
from sporades.registrations.models import Piece, Registration, Verdict
from sporades.rules.reasons import Blocked
from tests import people
from tests.people import LEA, NOW, OFFICER

SENTENCE = "La photo est floue : on ne lit pas votre nom."
MADE = ("state", "state_since", "state_before")


def given(person=LEA, kind="identity"):
    row = people.confirmed(person)
    people.give(row, kind)
    people.scan_all()
    return row


def refuse(row, kind="identity"):
    return reviewing.refuse_piece(
        people.piece(row, kind), reason_code="unreadable", sentence=SENTENCE, by=OFFICER, now=NOW
    )


def stands(row) -> tuple[list[dict], list[dict]]:
    """Everything that the two tables say of a file."""
    rows = Registration.objects.filter(id=row.id).values()
    return list(rows), list(Piece.objects.filter(registration=row).order_by("id").values())


def undo(decision, *, after: float = 9.9, by: Actor = OFFICER):
    made = Verdict.objects.get(id=decision).made_at
    deciding.undo(decision, by=by, now=NOW, machine_now=made + timedelta(seconds=after))


def mails(row, kind: str) -> list[str]:
    return list(Notice.objects.filter(subject_id=row.id, kind=kind).values_list("state", flat=True))


def codes(blocked) -> list[str]:
    return [reason.code for reason in blocked.value.reasons]


@pytest.mark.parametrize(
    "decide",
    [
        lambda row: reviewing.accept_piece(people.piece(row, "identity"), by=OFFICER, now=NOW),
        refuse,
        lambda row: reviewing.waive_piece(
            people.piece(row, "service_day"), ground="Exemptée.", by=OFFICER, now=NOW
        ),
        lambda row: reviewing.ask_piece(
            row, title="Livret de famille", explanation="Votre nom a changé.", by=OFFICER, now=NOW
        ),
    ],
    ids=["accepted", "refused", "waived", "asked"],
)
def test_a_decision_taken_back_leaves_the_file_exactly_as_it_was(antivirus, decide):
    row = given()
    before = stands(row)

    decision = decide(row)
    assert stands(row) != before
    undo(decision)

    assert stands(row) == before
    assert journal.timeline(Subject("registration", row.id))[0].kind == "decision_undone"


def test_an_admission_taken_back_leaves_the_file_exactly_as_it_was(antivirus):
    row = people.confirmed(LEA)
    for held in row.pieces.filter(due_date="pieces"):
        if not held.deposits.exists():
            people.give(row, held.kind, key=held.key)
    people.scan_all()
    for held in row.pieces.filter(due_date="pieces"):
        reviewing.accept_piece(held, by=OFFICER, now=NOW)
    before = stands(row)

    undo(reviewing.admit(row, by=OFFICER, now=NOW))

    assert stands(row) == before
    assert mails(row, "registration_admitted") == ["cancelled"]


def test_nothing_of_a_decision_leaves_before_its_ten_seconds(antivirus):
    row = given()
    while sending.send_next(machine_now=clocks.machine_now()):
        pass

    made = Verdict.objects.get(id=refuse(row)).made_at

    assert not sending.send_next(machine_now=made + timedelta(seconds=9))
    assert mails(row, "piece_refused") == ["queued"]


def test_the_mail_of_a_decision_taken_back_never_leaves(antivirus):
    row = given()

    undo(refuse(row))

    assert mails(row, "piece_refused") == ["cancelled"]


@pytest.mark.parametrize(("after", "too_late"), [(9.999, False), (10, True)])
def test_ten_seconds_are_ten_seconds(antivirus, after, too_late):
    row = given()
    decision = refuse(row)

    if too_late:
        with pytest.raises(Blocked) as blocked:
            undo(decision, after=after)
        assert codes(blocked) == ["too_late_to_undo"]
    else:
        undo(decision, after=after)

    assert people.piece(row, "identity").state == ("refused" if too_late else "deposited")


def test_what_the_candidate_gave_meanwhile_is_never_put_out_of_sight(antivirus):
    row = given()
    decision = refuse(row)
    people.give(row, "identity")

    with pytest.raises(Blocked):
        undo(decision)

    assert people.piece(row, "identity").state == "deposited"
    assert people.piece(row, "identity").deposits.count() == 2


def test_a_mail_already_taken_up_is_not_taken_back_nor_its_decision(antivirus):
    row = given()
    decision = refuse(row)
    Notice.objects.filter(kind="piece_refused").update(attempts=1)

    with pytest.raises(Blocked):
        undo(decision)

    assert people.piece(row, "identity").state == "refused"
    assert mails(row, "piece_refused") == ["queued"]


def test_only_the_last_decision_is_taken_back(antivirus):
    row = given()
    first = reviewing.accept_piece(people.piece(row), by=OFFICER, now=NOW)
    last = reviewing.accept_piece(people.piece(row, "identity"), by=OFFICER, now=NOW)

    with pytest.raises(Blocked):
        undo(first)
    undo(last)

    assert people.piece(row).state == "accepted"
    assert people.piece(row, "identity").state == "deposited"


def test_the_decision_of_a_colleague_is_theirs_to_take_back(antivirus):
    row = given()

    with pytest.raises(Blocked):
        undo(refuse(row), by=Actor("officer", "une autre"))

    assert people.piece(row, "identity").state == "refused"


def test_a_decision_is_taken_back_once(antivirus):
    row = given()
    decision = refuse(row)

    undo(decision)
    undo(decision)

    kinds = [line.kind for line in journal.timeline(Subject("registration", row.id))]
    assert kinds.count("decision_undone") == 1


def test_a_diagnosis_is_erased_at_once_and_that_is_not_taken_back(antivirus):
    row = given()
    decision = reviewing.refuse_piece(
        people.piece(row, "identity"), reason_code="medical_details", sentence="Effacé.", by=OFFICER, now=NOW
    )

    with pytest.raises(Blocked):
        undo(decision)

    file = people.piece(row, "identity").deposits.get().files.get()
    assert file.scan == "erased"
