"""Which step may a registration take, from which state, to which one?

The table is the law of the house: everything that changes a state asks it.
The rest (dates, pieces, rights) is asked elsewhere, before.
"""

from dataclasses import dataclass
from enum import StrEnum

from sporades.rules.reasons import StepNotAllowed


class State(StrEnum):
    DRAFT = "draft"  # brouillon
    SAVED = "saved"  # pré-inscription enregistrée
    CONFIRMED = "confirmed"  # confirmation déposée
    INCOMPLETE = "incomplete"  # à compléter
    ADMITTED = "admitted"  # recevable (inscription définitive)
    CANCELLED = "cancelled"  # annulée
    SET_ASIDE = "set_aside"  # écartée
    WITHDRAWN = "withdrawn"  # désinscrite
    EXPIRED = "expired"  # brouillon jamais enregistré à la clôture


class Who(StrEnum):
    CANDIDATE = "candidate"
    OFFICER = "officer"  # gestionnaire
    HEAD = "head"  # responsable du service
    DEADLINE = "deadline"


LIVE = frozenset({State.DRAFT, State.SAVED, State.CONFIRMED, State.INCOMPLETE, State.ADMITTED})
_RECEIVED = frozenset({State.CONFIRMED, State.INCOMPLETE, State.ADMITTED})


@dataclass(frozen=True, slots=True)
class Step:
    """`target` empty: the state stays. `returns`: back to the state before the end."""

    name: str
    who: tuple[Who, ...]
    sources: frozenset[State | None]
    target: State | None = None
    returns: bool = False


def _from(*states: State) -> frozenset[State | None]:
    return frozenset(states)


START = Step("start", (Who.CANDIDATE,), frozenset({None}), State.DRAFT)
SAVE = Step("save", (Who.CANDIDATE,), _from(*LIVE), State.SAVED)
# While a piece is refused or asked, `ASK_PIECE` follows at once, in the same transaction.
CONFIRM = Step("confirm", (Who.CANDIDATE,), _from(State.SAVED), State.CONFIRMED)
RECOGNISE = Step("recognise", (Who.OFFICER,), _from(State.SAVED), State.CONFIRMED)
ASK_PIECE = Step("ask_piece", (Who.OFFICER,), _from(*_RECEIVED), State.INCOMPLETE)
# From `saved`, or for a piece due later and before its date, the piece is refused and the state stays.
REFUSE_PIECE = Step("refuse_piece", (Who.OFFICER,), _from(State.SAVED, *_RECEIVED))
COMPLETE = Step("complete", (Who.CANDIDATE,), _from(State.INCOMPLETE), State.CONFIRMED)
ACCEPT_LATE = Step("accept_late", (Who.OFFICER,), _from(State.INCOMPLETE), State.CONFIRMED)
ADMIT = Step("admit", (Who.OFFICER,), _from(State.CONFIRMED), State.ADMITTED)
CORRECT = Step("correct", (Who.OFFICER,), _from(State.SAVED, *_RECEIVED))
CANCEL_UNCONFIRMED = Step("cancel_unconfirmed", (Who.DEADLINE,), _from(State.SAVED), State.CANCELLED)
CANCEL = Step("cancel", (Who.HEAD,), _from(State.SAVED, State.INCOMPLETE), State.CANCELLED)
SET_ASIDE_R408 = Step("set_aside_r408", (Who.DEADLINE,), _from(*_RECEIVED), State.SET_ASIDE)
SET_ASIDE = Step("set_aside", (Who.HEAD,), _from(State.SAVED, *_RECEIVED), State.SET_ASIDE)
WITHDRAW = Step("withdraw", (Who.CANDIDATE, Who.OFFICER), _from(*LIVE), State.WITHDRAWN)
REINSTATE = Step(
    "reinstate", (Who.HEAD,), _from(State.CANCELLED, State.SET_ASIDE, State.WITHDRAWN), returns=True
)  # fmt: skip
EXPIRE = Step("expire", (Who.DEADLINE,), _from(State.DRAFT), State.EXPIRED)
REOPEN = Step("reopen", (Who.HEAD,), _from(State.EXPIRED), State.DRAFT)

STEPS = (
    START, SAVE, CONFIRM, RECOGNISE, ASK_PIECE, REFUSE_PIECE, COMPLETE, ACCEPT_LATE, ADMIT, CORRECT,
    CANCEL_UNCONFIRMED, CANCEL, SET_ASIDE_R408, SET_ASIDE, WITHDRAW, REINSTATE, EXPIRE, REOPEN,
)  # fmt: skip


def take(step: Step, *, from_state: State | None, back_to: State | None = None) -> State:
    """The state after the step; `back_to` is the state before the end, for `REINSTATE` only.

    Raises `StepNotAllowed`.
    """
    if from_state not in step.sources:
        raise StepNotAllowed(f"cannot {step.name} a registration that is {from_state or 'not there'}")
    if step.returns:
        if back_to not in LIVE:
            raise StepNotAllowed(f"cannot {step.name} a registration to {back_to or 'nowhere'}")
        return back_to
    target = step.target or from_state
    if target is None:
        raise StepNotAllowed(f"{step.name} leads nowhere")
    return target
