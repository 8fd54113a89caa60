"""A passed limit ends only what is certain; whatever is doubtful has its reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sporades.rules.calendar import GRACE, Sanctions
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState
from sporades.rules.sanctions import STEPS, Asked, Case, Given, Sanction, Why, judge

DUE = datetime(2024, 11, 15, 23, tzinfo=UTC)
AFTER = DUE + GRACE
EXPECTED = Asked(PieceState.EXPECTED, signs_version=True)
SAVED = Case(State.SAVED, version=2, due=DUE, piece=EXPECTED)
IN_TIME = Given(version=2, late=False, infected=False)


def given(*deposits: Given, state: PieceState = PieceState.DEPOSITED) -> Case:
    return replace(SAVED, piece=replace(EXPECTED, state=state, given=deposits))


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (DUE, Why.NOT_DUE),
        (AFTER - timedelta(milliseconds=1), Why.NOT_DUE),
        (AFTER, None),
    ],
)
def test_nothing_given_is_cancelled_once_the_grace_has_passed(at, why):
    assert judge(Sanction.CANCEL, SAVED, now=at) is why


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (given(replace(IN_TIME, version=1)), Why.STALE),
        (given(replace(IN_TIME, late=True), state=PieceState.LATE), Why.LATE),
        (given(replace(IN_TIME, infected=True), state=PieceState.REFUSED), Why.INFECTED),
        (given(IN_TIME, state=PieceState.REFUSED), Why.REFUSED),
        (given(IN_TIME), Why.RECEIVED),
        (given(replace(IN_TIME, version=1), replace(IN_TIME, late=True)), Why.LATE),
        (replace(SAVED, piece=replace(EXPECTED, needs_check=True)), Why.UNSURE),
        (replace(SAVED, piece=replace(EXPECTED, state=PieceState.WAIVED)), Why.NOT_ASKED),
        (replace(SAVED, piece=None), Why.NOT_ASKED),
        (replace(SAVED, incident=True), Why.INCIDENT),
        (replace(SAVED, sanctions=Sanctions.APPROVED), Why.TO_SIGN),
    ],
)
def test_what_is_doubtful_is_left_to_a_person_with_its_reason(case, why):
    assert judge(Sanction.CANCEL, case, now=AFTER) is why


@pytest.mark.parametrize("sanction", Sanction)
@pytest.mark.parametrize("state", State)
def test_a_limit_concerns_only_the_states_of_its_step(sanction, state):
    case = replace(SAVED, state=state)

    concerned = judge(sanction, case, now=AFTER) is not Why.ENDED

    assert concerned == (state in STEPS[sanction].sources)


def test_a_signed_list_stands_for_the_machine_and_not_for_an_incident():
    signed = replace(SAVED, sanctions=Sanctions.APPROVED, signed=True)

    assert judge(Sanction.CANCEL, signed, now=AFTER) is None
    assert judge(Sanction.CANCEL, replace(signed, incident=True), now=AFTER) is Why.INCIDENT


def test_a_draft_lapses_whoever_signs_but_waits_for_the_end_of_an_incident():
    draft = replace(SAVED, state=State.DRAFT, piece=None, sanctions=Sanctions.APPROVED)

    assert judge(Sanction.EXPIRE, draft, now=AFTER) is None
    assert judge(Sanction.EXPIRE, replace(draft, incident=True), now=AFTER) is Why.INCIDENT
