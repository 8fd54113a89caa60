"""An officer decides on what was given and scanned, and the candidate reads why, word for word."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from sporades.adapters import clocks
from sporades.journal import queries as journal
from sporades.journal.values import Subject
from sporades.notices import queries as notices
from sporades.registrations.actions import reviewing, scanning, waiting, withdrawing
from sporades.registrations.actions.depositing import Upload
from sporades.rules import answers as rules
from sporades.rules import french
from sporades.rules.reasons import Blocked, StepNotAllowed
from tests import people
from tests.people import CAP_PIECES_DUE, COUVREUR, LEA, NOW, OFFICER, R408_DUE
from tests.services.clamd import EICAR

TWO_PAGES = (Upload("recto.jpg", people.photo("recto")), Upload("verso.jpg", people.photo("verso")))
KEPT = rules.Acquis(
    "UG1", "Français et histoire-géographie", "kept_mark", Decimal(12), 2023, "23", "", to_complete=False
)
SENTENCE = "La photo est floue : on ne lit pas votre nom."


def accept(row, kind):
    reviewing.accept_piece(people.piece(row, kind), by=OFFICER, now=NOW)


def refuse(row, kind, *, now=NOW):
    reviewing.refuse_piece(
        people.piece(row, kind), reason_code="unreadable", sentence=SENTENCE, by=OFFICER, now=now
    )


def codes(blocked) -> list[str]:
    return [reason.code for reason in blocked.value.reasons]


def test_a_piece_is_accepted_once_the_antivirus_has_cleared_it(antivirus):
    row = people.confirmed(LEA)
    people.give(row, "identity")
    people.scan_all()

    accept(row, "identity")

    assert people.piece(row, "identity").state == "accepted"
    assert journal.timeline(Subject("registration", row.id))[0].kind == "piece_accepted"


def test_a_piece_accepted_twice_is_journaled_once(antivirus):
    row = people.confirmed(LEA)
    people.give(row, "identity")
    people.scan_all()

    accept(row, "identity")
    accept(row, "identity")

    kinds = [line.kind for line in journal.timeline(Subject("registration", row.id))]
    assert kinds.count("piece_accepted") == 1


def test_a_piece_is_not_accepted_while_one_of_its_files_is_in_quarantine(antivirus):
    row = people.confirmed(LEA)
    people.scan_all()
    people.give(row, "identity", files=TWO_PAGES)
    scanning.scan_next(machine_now=clocks.machine_now(), now=NOW)

    with pytest.raises(Blocked) as blocked:
        accept(row, "identity")

    assert codes(blocked) == ["file_not_scanned"]
    assert people.piece(row, "identity").state == "deposited"


def test_a_piece_for_which_nothing_was_given_is_not_accepted():
    row = people.confirmed(LEA)

    with pytest.raises(Blocked) as blocked:
        accept(row, "identity")

    assert codes(blocked) == ["nothing_deposited"]


def test_of_an_infected_file_there_is_nothing_to_accept(antivirus):
    row = people.confirmed(LEA)
    people.give(row, "identity", files=(Upload("photo.jpg", people.photo() + EICAR),))
    people.scan_all()

    with pytest.raises(Blocked) as blocked:
        accept(row, "identity")

    assert codes(blocked) == ["nothing_deposited"]


def test_a_clean_page_added_after_a_virus_can_be_judged(antivirus):
    row = people.confirmed(LEA)
    people.give(row, "identity", files=(Upload("photo.jpg", people.photo() + EICAR),))
    people.scan_all()
    people.give(row, "identity", adds_pages=True)
    people.scan_all()

    accept(row, "identity")

    assert people.piece(row, "identity").state == "accepted"


def test_a_refusal_is_told_word_for_word_with_its_date():
    row = people.confirmed(LEA)
    people.give(row, "identity")

    refuse(row, "identity")

    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert mail.kind == "piece_refused"
    assert SENTENCE in mail.text
    assert french.spoken_deadline(CAP_PIECES_DUE, "Europe/Paris", "heure de Paris") in mail.text
    assert people.fresh(row).state == "incomplete"


def test_the_sentence_of_a_refusal_can_be_erased_and_its_code_stays():
    row = people.confirmed(LEA)
    people.give(row, "identity")

    refuse(row, "identity")

    line = journal.timeline(Subject("registration", row.id))[0]
    assert (line.kind, line.rule) == ("piece_refused", "unreadable")
    assert line.details == {"sentence": SENTENCE}
    assert SENTENCE not in str(line.data)


def test_the_same_refusal_clicked_twice_is_told_once_and_its_date_does_not_move():
    row = people.confirmed(LEA)
    people.give(row, "identity")
    refuse(row, "identity")
    due = people.piece(row, "identity").correction_due_at

    refuse(row, "identity", now=NOW + timedelta(days=9))

    kinds = [mail.kind for mail in notices.mails_about(Subject("registration", row.id))]
    assert kinds.count("piece_refused") == 1
    assert people.piece(row, "identity").correction_due_at == due


def test_from_a_pre_registration_the_piece_is_refused_and_the_state_stays():
    row = people.saved(LEA)
    people.give(row, "identity")

    refuse(row, "identity")

    assert people.piece(row, "identity").state == "refused"
    assert people.fresh(row).state == "saved"


@pytest.mark.parametrize(
    ("early", "state"), [(timedelta(milliseconds=1), "confirmed"), (timedelta(0), "incomplete")]
)
def test_a_piece_due_later_leaves_the_state_until_its_date(early, state):
    row = people.confirmed(LEA, COUVREUR)
    people.give(row, "r408")

    refuse(row, "r408", now=R408_DUE - early)

    assert people.fresh(row).state == state


def test_a_registration_that_has_ended_is_not_reviewed():
    row = people.confirmed(LEA)
    withdrawing.withdraw(row, token=people.token(), by=OFFICER, now=NOW)

    with pytest.raises(StepNotAllowed):
        refuse(row, "identity")

    assert people.piece(row, "identity").state == "expected"


def test_admission_names_each_piece_that_stands_in_its_way(antivirus):
    row = people.confirmed(LEA)
    people.scan_all()
    accept(row, "signed_confirmation")

    with pytest.raises(Blocked) as blocked:
        reviewing.admit(row, by=OFFICER, now=NOW)

    assert set(codes(blocked)) == {"piece_not_decided"}
    assert dict(blocked.value.reasons[0].params)["piece"] == people.piece(row, "identity").title
    assert people.fresh(row).state == "confirmed"


def test_an_admitted_candidate_is_told_that_they_are_registered(antivirus):
    row = people.admit(people.confirmed(LEA))

    mail = notices.mails_about(Subject("registration", row.id))[0]
    assert (row.state, mail.kind) == ("admitted", "registration_admitted")
    assert "Vous êtes inscrit" in mail.title


def test_a_piece_due_later_does_not_keep_anybody_from_admission(antivirus):
    row = people.admit(people.confirmed(LEA, COUVREUR))

    assert people.piece(row, "r408").state == "expected"
    assert row.state == "admitted"


@pytest.mark.parametrize("given", [True, False])
def test_the_proof_of_an_acquis_is_looked_at_before_admission_if_it_was_given(antivirus, given):
    answers = replace(people.answers_of(LEA), acquis=(KEPT,))
    row = people.save(people.draft(people.candidate(LEA), answers))
    proof = row.pieces.get(kind="acquis_proof")
    for piece in row.pieces.exclude(kind="acquis_proof"):
        people.give(row, piece.kind, key=piece.key)
    if given:
        people.give(row, "acquis_proof", key=proof.key)
    people.scan_all()
    for piece in row.pieces.exclude(kind="acquis_proof"):
        reviewing.accept_piece(piece, by=OFFICER, now=NOW)

    if given:
        with pytest.raises(Blocked):
            reviewing.admit(row, by=OFFICER, now=NOW)
        reviewing.accept_piece(proof, by=OFFICER, now=NOW)
    reviewing.admit(row, by=OFFICER, now=NOW)

    assert people.fresh(row).state == "admitted"


def test_only_a_confirmed_registration_is_admitted(antivirus):
    row = people.saved(LEA)
    for piece in row.pieces.exclude(kind="signed_confirmation"):
        people.give(row, piece.kind, key=piece.key)
    people.scan_all()
    row.pieces.update(state="accepted")
    waiting.keep(people.fresh(row))

    with pytest.raises(StepNotAllowed):
        reviewing.admit(row, by=OFFICER, now=NOW)

    assert people.fresh(row).state == "saved"
