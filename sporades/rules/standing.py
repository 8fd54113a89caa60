"""Where does the candidate stand? One sentence, on the first screen and at the end of every mail.

Saved taken for registered is the misunderstanding that costs the most: before
`admitted`, no sentence says that somebody is registered.
"""

from dataclasses import dataclass
from enum import StrEnum

from sporades.rules.calendar import Signature
from sporades.rules.lifecycle import State


@dataclass(frozen=True, slots=True)
class Standing:
    """`code` finds the sentence in `wording.toml`; `tone` is wait, ok, no or info."""

    code: str
    tone: str
    params: tuple[tuple[str, str], ...] = ()


class Reserve(StrEnum):
    """Where the attestation that comes later (R.408) stands: each value ends the code of its sentence."""

    NONE = ""
    AWAITED = "_r408"
    PASSED = "_r408_passed"  # its limit is behind, and nothing was decided yet
    GIVEN = "_r408_given"  # the office has not looked at it


MOST_NAMED = 3

# The ends, and the draft: the sentence depends on nothing but the reason.
_PLAIN = {
    State.DRAFT: "info",
    State.CANCELLED: "no",
    State.SET_ASIDE: "no",
    State.WITHDRAWN: "info",
    State.EXPIRED: "no",
}


def standing(
    state: State,
    *,
    due: str = "",
    due_passed: bool = False,
    deposited: bool = False,
    other_version: bool = False,
    signature: Signature = Signature.SIGNED_UPLOAD,
    missing: tuple[str, ...] = (),
    asked: tuple[str, ...] = (),
    correction: str = "",
    correction_passed: bool = False,
    reserve: Reserve = Reserve.NONE,
    reserve_due: str = "",
    was_saved: bool = True,
    reason: str = "",
) -> Standing:
    """What to say, from dates already said in French and the titles of pieces.

    `due`: the limit for the signed confirmation and the pieces; `deposited`: a paper came as confirmation, whatever it
    is worth; `other_version`: its code is not that of the one to sign; `missing`: pieces expected beside it; `asked`:
    those the office asked for, by `correction`; `reserve`: what the R.408 attestation still lacks, by `reserve_due`;
    `was_saved`: a draft that is left was never a registration.
    """
    match state:
        case State.SAVED:
            code = _saved(due_passed=due_passed, deposited=deposited, signature=signature)
            return Standing(code, "wait", (("due", due),))
        case State.CONFIRMED if other_version or missing:
            code = "confirmed_other_version" if other_version else "confirmed_missing"
            code = _dated(f"standing.{code}", passed=due_passed)
            return Standing(code, "wait", (("pieces", named(missing)), ("due", due)))
        case State.INCOMPLETE:
            code = _incomplete(is_named=bool(asked or missing), passed=correction_passed)
            return Standing(code, "wait", (("pieces", named(asked or missing)), ("due", correction or due)))
        case State.CONFIRMED | State.ADMITTED:
            return _whole(state, reserve, reserve_due)
    code = "withdrawn_draft" if state is State.WITHDRAWN and not was_saved else state
    return Standing(f"standing.{code}", _PLAIN[state], (("reason", f" {reason}" if reason else ""),))


def _whole(state: State, reserve: Reserve, due: str) -> Standing:
    """Nothing is missing, but for the attestation that comes later."""
    if state is State.ADMITTED:
        tone = "wait" if reserve is Reserve.PASSED else "ok"
        return Standing(f"standing.admitted{reserve}", tone, (("due", due),))
    if reserve in {Reserve.AWAITED, Reserve.PASSED}:
        return Standing(f"standing.confirmed{reserve}", "wait", (("due", due),))
    return Standing("standing.confirmed", "info")


def named(titles: tuple[str, ...]) -> str:
    """The titles in a sentence; too many make no sentence, and the list below it names them."""
    return listed(titles) if len(titles) <= MOST_NAMED else f"{len(titles)} pièces"


def listed(titles: tuple[str, ...]) -> str:
    """« votre pièce d’identité, votre certificat et votre relevé »"""
    return " et ".join(part for part in (", ".join(titles[:-1]), titles[-1] if titles else "") if part)


def _saved(*, due_passed: bool, deposited: bool, signature: Signature) -> str:
    if deposited:
        # A signed paper came, but of another version or unreadable: a person looks at it.
        return _dated("standing.saved_deposited", passed=due_passed)
    online = signature is Signature.ONLINE
    return _dated("standing.saved_online" if online else "standing.saved", passed=due_passed)


def _incomplete(*, is_named: bool, passed: bool) -> str:
    return _dated("standing.incomplete", passed=passed) if is_named else "standing.incomplete_unnamed"


def _dated(code: str, *, passed: bool) -> str:
    return f"{code}_passed" if passed else code
