"""How does a registration come to each of its states, and at which instant is it looked at?"""

from collections.abc import Callable
from datetime import datetime

from sporades.registrations.actions import deadlines, reviewing, withdrawing
from sporades.registrations.models import Registration
from sporades.rules.calendar import GRACE
from sporades.rules.lifecycle import State
from tests import people
from tests.pages import space
from tests.people import (
    AWA,
    CAP_CLOSES,
    CAP_PIECES_DUE,
    COUVREUR,
    HUGO,
    KARIM,
    NOW,
    OFFICER,
    PATISSIER,
    R408_DUE,
)

Stage = tuple[Registration, datetime]


def _draft() -> Stage:
    return people.draft(people.candidate(KARIM), people.answers_of(KARIM, PATISSIER)), NOW


def _saved() -> Stage:
    return people.saved(KARIM, PATISSIER), NOW


def _confirmed() -> Stage:
    return people.confirmed(AWA, PATISSIER), NOW


def _incomplete() -> Stage:
    row = people.confirmed(AWA, PATISSIER)
    people.give(row, "identity")
    reviewing.refuse_piece(
        people.piece(row, "identity"),
        reason_code="page_missing",
        sentence="La page est coupée en bas.",
        by=OFFICER,
        now=NOW,
    )
    return people.fresh(row), NOW


def _admitted() -> Stage:
    """Subject to an attestation that is due in March."""
    row = people.confirmed(HUGO, COUVREUR)
    people.give(row, "identity")
    space.found_clean(row)
    for held in row.pieces.filter(due_date="pieces"):
        reviewing.accept_piece(held, by=OFFICER, now=NOW)
    reviewing.admit(row, by=OFFICER, now=NOW)
    return people.fresh(row), NOW


def _withdrawn() -> Stage:
    row = people.saved(KARIM, PATISSIER)
    withdrawing.withdraw(row, token=people.token(), by=people.actor(row.candidate), now=NOW)
    return people.fresh(row), NOW


def _expired() -> Stage:
    row, _ = _draft()
    deadlines.expire(row.id, now=CAP_CLOSES + GRACE)
    return people.fresh(row), CAP_CLOSES + GRACE


def _cancelled() -> Stage:
    row = people.saved(KARIM, PATISSIER)
    deadlines.cancel(row.id, now=CAP_PIECES_DUE + GRACE)
    return people.fresh(row), CAP_PIECES_DUE + GRACE


def _set_aside() -> Stage:
    row, _ = _admitted()
    deadlines.set_aside(row.id, now=R408_DUE + GRACE)
    return people.fresh(row), R408_DUE + GRACE


STAGES: dict[State, Callable[[], Stage]] = {
    State.DRAFT: _draft,
    State.SAVED: _saved,
    State.CONFIRMED: _confirmed,
    State.INCOMPLETE: _incomplete,
    State.ADMITTED: _admitted,
    State.WITHDRAWN: _withdrawn,
    State.EXPIRED: _expired,
    State.CANCELLED: _cancelled,
    State.SET_ASIDE: _set_aside,
}
