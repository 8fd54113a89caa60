"""Does a passed limit end this registration, and if not, why does the machine leave it alone?

One answer for the list that announces, for the deadline that acts and for the
signed list that is carried out: none of them can say what another denies. In
doubt the machine does nothing; a person reads why.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sporades.rules import lifecycle
from sporades.rules.calendar import Sanctions, deadline_may_act
from sporades.rules.lifecycle import State, Step
from sporades.rules.pieces import PieceState


class Sanction(StrEnum):
    EXPIRE = "expire"
    CANCEL = "cancel"
    SET_ASIDE = "set_aside"


class Why(StrEnum):
    """Why the machine does not act; `reference/wording.toml` says each one."""

    ENDED = "why_ended"  # the state is no longer one that the limit concerns
    NOT_ASKED = "why_not_asked"  # there is no such piece, or it is settled
    STALE = "why_stale"  # signed for another version
    LATE = "why_late"
    INFECTED = "why_infected"
    REFUSED = "why_refused"  # given, and refused by the office: unreadable, say
    RECEIVED = "why_received"  # given, and nobody has looked at it
    UNSURE = "why_unsure"  # nobody verified that the piece is due
    NOT_DUE = "why_not_due"
    INCIDENT = "why_incident"
    TO_SIGN = "why_to_sign"
    MOVED = "why_moved"  # another window holds it than the list that was signed
    HELD = "why_held"  # somebody else holds the row: it is asked again


# What is for a person to judge, before the limit as after it.
DOUBTS = frozenset({Why.STALE, Why.LATE, Why.INFECTED, Why.REFUSED, Why.RECEIVED, Why.UNSURE})

STEPS: dict[Sanction, Step] = {
    Sanction.EXPIRE: lifecycle.EXPIRE,
    Sanction.CANCEL: lifecycle.CANCEL_UNCONFIRMED,
    Sanction.SET_ASIDE: lifecycle.SET_ASIDE_R408,
}
_SETTLED = frozenset({PieceState.ACCEPTED, PieceState.WAIVED, PieceState.NOT_NEEDED})


@dataclass(frozen=True, slots=True)
class Given:
    """One deposit of the piece: for which version, whether late, whether nothing of it is left."""

    version: int
    late: bool
    infected: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The piece whose absence ends a registration, as it stands."""

    state: PieceState
    needs_check: bool = False
    signs_version: bool = False  # a confirmation is worth the version it signs
    given: tuple[Given, ...] = ()  # the oldest first


@dataclass(frozen=True, slots=True)
class Case:
    state: State
    version: int  # the first whose signature is good
    due: datetime
    piece: Asked | None = None
    sanctions: Sanctions = Sanctions.AUTOMATIC
    signed: bool = False  # the head of office has signed the list that it is on
    incident: bool = False


def judge(sanction: Sanction, case: Case, *, now: datetime) -> Why | None:
    """None: the limit ends the registration. Otherwise why it does not, what is most certain first."""
    if case.state not in STEPS[sanction].sources:
        return Why.ENDED
    doubt = doubt_of(sanction, case)
    if doubt is not None:
        return doubt
    if not deadline_may_act(case.due, now=now):
        return Why.NOT_DUE
    if case.incident:
        return Why.INCIDENT
    # A draft was never registered: that it lapses needs nobody's signature.
    needs_signature = sanction is not Sanction.EXPIRE and case.sanctions is Sanctions.APPROVED
    return Why.TO_SIGN if needs_signature and not case.signed else None


def doubt_of(sanction: Sanction, case: Case) -> Why | None:
    """What is for a person to judge, whatever the instant and the state."""
    piece = case.piece
    if sanction is Sanction.EXPIRE:
        return None
    if piece is None or piece.state in _SETTLED:
        return Why.NOT_ASKED
    if piece.given:
        return _of_what_was_given(piece, case.version)
    if piece.state is PieceState.REFUSED:
        return Why.REFUSED
    return Why.UNSURE if piece.needs_check else None


def _of_what_was_given(piece: Asked, version: int) -> Why:
    last = piece.given[-1]
    if last.infected:
        return Why.INFECTED
    if piece.state is PieceState.REFUSED:
        return Why.REFUSED
    if last.late:
        return Why.LATE
    return Why.STALE if piece.signs_version and last.version < version else Why.RECEIVED
