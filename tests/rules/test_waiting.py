"""Does a file wait for the office, and since when?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sporades.rules.lifecycle import State
from sporades.rules.pieces import ACQUIS_PROOF, IfMissing, PieceState
from sporades.rules.waiting import Piece, is_ready, waiting_since

CONFIRMED_AT = datetime(2024, 11, 6, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)

CONFIRMATION = Piece("signed_confirmation", PieceState.ACCEPTED, "pieces", IfMissing.CANCELLED)
IDENTITY = Piece("identity", PieceState.EXPECTED, "pieces", IfMissing.BLOCKS_ADMISSION)
R408 = Piece("r408", PieceState.EXPECTED, "r408", IfMissing.SET_ASIDE)
ACCOMMODATION = Piece("accommodation", PieceState.EXPECTED, "pieces", IfMissing.RIGHT_NOT_GRANTED)
HEALTH = {"accommodation"}


def since(*pieces, state=State.CONFIRMED, hidden=()):
    return waiting_since(state, pieces, hidden=hidden, state_since=CONFIRMED_AT)


def given(piece, at=CONFIRMED_AT + HOUR, state=PieceState.DEPOSITED):
    return replace(piece, state=state, given_at=at)


@pytest.mark.parametrize("state", [PieceState.DEPOSITED, PieceState.LATE])
def test_a_piece_to_check_waits_since_the_oldest_of_them_came(state):
    assert since(given(CONFIRMATION, CONFIRMED_AT, state), given(IDENTITY, state=state)) == CONFIRMED_AT
    assert since(CONFIRMATION, given(IDENTITY, state=state)) == CONFIRMED_AT + HOUR


def test_what_is_only_expected_waits_for_the_candidate():
    assert since(CONFIRMATION, IDENTITY) is None


@pytest.mark.parametrize("state", [State.SAVED, State.INCOMPLETE, State.ADMITTED])
def test_a_piece_is_checked_whatever_the_live_state(state):
    assert since(CONFIRMATION, given(IDENTITY), state=state) == CONFIRMED_AT + HOUR


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.CANCELLED, State.SET_ASIDE, State.WITHDRAWN, State.EXPIRED]
)
def test_a_draft_and_what_has_ended_wait_for_nobody(state):
    assert since(given(IDENTITY), state=state) is None


@pytest.mark.parametrize("decided", [PieceState.ACCEPTED, PieceState.WAIVED, PieceState.NOT_NEEDED])
def test_once_everything_due_is_decided_the_file_waits_for_its_admission(decided):
    pieces = [CONFIRMATION, replace(IDENTITY, state=decided), R408, ACCOMMODATION]

    assert since(*pieces) == CONFIRMED_AT
    assert since(*pieces, state=State.ADMITTED) is None


def test_a_date_to_correct_makes_the_file_wait_from_that_date_on():
    asked = replace(IDENTITY, state=PieceState.REFUSED, correction_due_at=CONFIRMED_AT + 8 * HOUR)
    later = replace(R408, state=PieceState.REFUSED, correction_due_at=CONFIRMED_AT + 9 * HOUR)

    assert since(CONFIRMATION, later, asked) == CONFIRMED_AT + 8 * HOUR
    # What is there to be checked does not wait for a date.
    assert since(CONFIRMATION, asked, given(R408)) == CONFIRMED_AT + HOUR


def test_a_piece_to_be_replaced_waits_though_it_is_accepted():
    accepted = replace(CONFIRMATION, replacing=True)

    assert since(accepted, IDENTITY) == CONFIRMED_AT
    assert since(accepted, IDENTITY, state=State.ADMITTED) == CONFIRMED_AT


def test_a_piece_that_does_not_exist_for_who_looks_makes_nothing_wait_for_them():
    pieces = [CONFIRMATION, replace(IDENTITY, state=PieceState.ACCEPTED), given(ACCOMMODATION)]

    assert since(*pieces) == CONFIRMED_AT + HOUR
    # Nor is the file ready for anybody while that piece is undecided.
    assert since(*pieces, hidden=HEALTH) is None
    assert not is_ready(State.CONFIRMED, pieces)


@pytest.mark.parametrize(
    ("state", "keeps"),
    [
        (PieceState.EXPECTED, False),  # without it the unit is sat
        (PieceState.REFUSED, True),
        (PieceState.LATE, True),
        (PieceState.ACCEPTED, False),
    ],
)
def test_a_proof_of_an_acquis_keeps_a_file_from_admission_once_it_was_given(state, keeps):
    proof = Piece(ACQUIS_PROOF, state, "pieces", IfMissing.RIGHT_NOT_GRANTED)

    assert proof.keeps_from_admission is keeps
    assert is_ready(State.CONFIRMED, [CONFIRMATION, proof]) is not keeps


def test_what_is_due_later_keeps_no_file_from_admission_but_is_looked_at_first():
    attestation = given(R408)

    assert not attestation.keeps_from_admission
    assert not is_ready(State.CONFIRMED, [CONFIRMATION, attestation])
