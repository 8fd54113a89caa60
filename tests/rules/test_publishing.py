"""To whom may a paper be published, in which state of the registration?"""

from datetime import UTC, datetime, timedelta

import pytest

from sporades.rules.lifecycle import LIVE, State
from sporades.rules.publishing import (
    LEFT,
    OPEN,
    PUBLISHABLE,
    LineState,
    LotState,
    PaperKind,
    judge,
    lot_state,
)

FITS = {"state": State.ADMITTED, "is_covered": True, "has_already": False, "replaces": False}


def verdict(kind: PaperKind = PaperKind.CONVOCATION, **changed: object) -> LineState:
    return judge(kind, **{**FITS, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_is_for_who_is_registered_for_good(kind):
    assert verdict(kind) is LineState.MATCHED


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("state", sorted(set(State) - LIVE | {State.DRAFT}))
def test_nothing_is_published_to_who_has_left_or_never_came(kind, state):
    assert verdict(kind, state=state) is LineState.ENDED


@pytest.mark.parametrize("state", [State.SAVED, State.CONFIRMED, State.INCOMPLETE])
def test_only_a_decision_of_accommodation_comes_before_the_admission(state):
    allowed = {kind for kind in PaperKind if verdict(kind, state=state) is LineState.MATCHED}

    assert allowed == {PaperKind.ACCOMMODATION_DECISION}


def test_what_the_lot_does_not_cover_is_not_looked_at_further():
    assert verdict(is_covered=False, state=State.WITHDRAWN, has_already=True) is LineState.ELSEWHERE


def test_who_has_this_paper_keeps_it_unless_the_new_one_replaces_it():
    assert verdict(has_already=True) is LineState.ALREADY
    assert verdict(has_already=True, replaces=True) is LineState.MATCHED


def test_a_replacement_gives_nothing_to_who_has_left():
    assert verdict(state=State.WITHDRAWN, has_already=True, replaces=True) is LineState.ENDED


def test_every_kind_says_in_which_states_it_is_published():
    assert set(PUBLISHABLE) == set(PaperKind)


def test_what_is_promised_or_published_is_settled_by_hand_no_more_and_never_erased():
    kept = {LineState.WAITING, LineState.READY, LineState.ISSUED, LineState.RETRACTING, LineState.RETRACTED}

    assert set(LineState) - LEFT == kept
    assert not OPEN & kept


LEAVES = datetime(2024, 11, 12, 7, tzinfo=UTC)
STANDS = {
    "is_being_checked": False, "publish_at": None, "published_at": None, "is_retracted": False, "is_closed": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, LotState.PREPARED),
        ({"is_being_checked": True}, LotState.RECEIVING),
        ({"publish_at": LEAVES}, LotState.SCHEDULED),
        ({"publish_at": LEAVES, "published_at": LEAVES}, LotState.PUBLISHED),
        # Files added to a lot that is out are checked before it says so again.
        ({"publish_at": LEAVES, "published_at": LEAVES, "is_being_checked": True}, LotState.RECEIVING),
        ({"publish_at": LEAVES, "published_at": LEAVES, "is_closed": True}, LotState.CLOSED),
        ({"published_at": LEAVES, "is_closed": True, "is_retracted": True}, LotState.RETRACTED),
    ],
)
def test_a_lot_stands_where_its_files_and_its_instants_say(changed, expected):
    now = LEAVES - timedelta(milliseconds=1)

    assert lot_state(**{**STANDS, **changed}, now=now) is expected


def test_a_lot_leaves_at_its_very_instant():
    assert lot_state(**{**STANDS, "publish_at": LEAVES}, now=LEAVES) is LotState.PUBLISHING
