"""Does every step leave from the states of the table, and only from them?"""

import pytest

from sporades.rules import lifecycle
from sporades.rules.lifecycle import LIVE, STEPS, State, Step, Who, take
from sporades.rules.reasons import StepNotAllowed

DRAFT, SAVED, CONFIRMED, INCOMPLETE, ADMITTED, CANCELLED, SET_ASIDE, WITHDRAWN, EXPIRED = State
NEW = None

# step -> who may take it, and where each state leads
TABLE: dict[Step, tuple[str, dict[State | None, State]]] = {
    lifecycle.START: ("candidate", {NEW: DRAFT}),
    lifecycle.SAVE: ("candidate", dict.fromkeys(LIVE, SAVED)),
    lifecycle.CONFIRM: ("candidate", {SAVED: CONFIRMED}),
    lifecycle.RECOGNISE: ("officer", {SAVED: CONFIRMED}),
    lifecycle.ASK_PIECE: ("officer", dict.fromkeys((CONFIRMED, INCOMPLETE, ADMITTED), INCOMPLETE)),
    lifecycle.REFUSE_PIECE: ("officer", {state: state for state in (SAVED, CONFIRMED, INCOMPLETE, ADMITTED)}),
    lifecycle.COMPLETE: ("candidate", {INCOMPLETE: CONFIRMED}),
    lifecycle.ACCEPT_LATE: ("officer", {INCOMPLETE: CONFIRMED}),
    lifecycle.ADMIT: ("officer", {CONFIRMED: ADMITTED}),
    lifecycle.CORRECT: ("officer", {state: state for state in (SAVED, CONFIRMED, INCOMPLETE, ADMITTED)}),
    lifecycle.CANCEL_UNCONFIRMED: ("deadline", {SAVED: CANCELLED}),
    lifecycle.CANCEL: ("head", dict.fromkeys((SAVED, INCOMPLETE), CANCELLED)),
    lifecycle.SET_ASIDE_R408: ("deadline", dict.fromkeys((CONFIRMED, INCOMPLETE, ADMITTED), SET_ASIDE)),
    lifecycle.SET_ASIDE: ("head", dict.fromkeys((SAVED, CONFIRMED, INCOMPLETE, ADMITTED), SET_ASIDE)),
    lifecycle.WITHDRAW: ("candidate officer", dict.fromkeys(LIVE, WITHDRAWN)),
    lifecycle.REINSTATE: ("head", dict.fromkeys((CANCELLED, SET_ASIDE, WITHDRAWN), SAVED)),
    lifecycle.EXPIRE: ("deadline", {DRAFT: EXPIRED}),
    lifecycle.REOPEN: ("head", {EXPIRED: DRAFT}),
}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_state_leads_where_the_table_says_or_nowhere(step: Step) -> None:
    _, leads = TABLE[step]

    for state in (NEW, *State):
        if state in leads:
            assert take(step, from_state=state, back_to=SAVED) is leads[state]
        else:
            with pytest.raises(StepNotAllowed):
                take(step, from_state=state, back_to=SAVED)


def test_every_step_is_in_the_table() -> None:
    assert set(STEPS) == set(TABLE)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_belongs_to_who_may_take_it(step: Step) -> None:
    who, _ = TABLE[step]

    assert step.who == tuple(Who(one) for one in who.split())


def test_the_deadline_never_cancels_a_registration_once_confirmed() -> None:
    assert lifecycle.CANCEL_UNCONFIRMED.sources == {SAVED}


@pytest.mark.parametrize("before", sorted(LIVE))
def test_a_registration_reinstated_is_what_it_was(before: State) -> None:
    assert take(lifecycle.REINSTATE, from_state=CANCELLED, back_to=before) is before


@pytest.mark.parametrize("before", [None, *sorted(set(State) - LIVE)])
def test_nothing_is_reinstated_to_an_end(before: State | None) -> None:
    with pytest.raises(StepNotAllowed):
        take(lifecycle.REINSTATE, from_state=CANCELLED, back_to=before)
