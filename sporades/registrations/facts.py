"""A registration's rows as the plain values that the rules read."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sporades.calendars import facts as calendar_facts
from sporades.reference.load import reference
from sporades.registrations.models import PersonalDate, Piece, Registration, Version
from sporades.rules import answers as rules
from sporades.rules import pieces as piece_rules
from sporades.rules.calendar import Dates, Shift, Signature, end_of_day
from sporades.rules.catalogue import Specialty
from sporades.rules.lifecycle import State
from sporades.rules.pieces import PieceState, age_on

# The steps of the form, in their order; the last one, the summary, answers nothing.
STEPS = ("exam", "terms", "identity", "contact", "situation", "papers", "acquis")

# The one piece that makes a pre-registration a registration.
CONFIRMATION = "signed_confirmation"
# A piece that no rule asks: an officer did, in their own words.
ASKED = "asked"
ACQUIS_PROOF = piece_rules.ACQUIS_PROOF

# The attestation that comes later, and whose absence sets a registration aside.
R408 = "r408"

DAYS_TO_CORRECT = 7
ADULT = 18

# The states in which forgetting a limit costs everything.
REMINDED = (State.DRAFT, State.SAVED)

_NOT_GIVEN = frozenset({PieceState.EXPECTED, PieceState.LATE})

# What moves a registration's dates, beside its window.
SHIFTS = ("window__extensions", "personal_dates")


class Unfinished(Exception):
    """Some steps have no good answer yet: `steps` names them, in order."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps


def dates(registration: Registration) -> Dates:
    """The dates that hold for this registration: the window's, then extensions, then its own."""
    if not shifting(registration):
        return calendar_facts.dates_with(registration.window, ())
    personal = [_shift(row) for row in personal_dates(registration)]
    return calendar_facts.dates_of(registration.window, *personal)


def personal_dates(registration: Registration) -> list[PersonalDate]:
    """Those that were given to it, in the order in which they were decided."""
    given = registration.personal_dates.all() if shifting(registration) else ()
    return sorted(given, key=lambda row: row.decided_at)


def shifting(registration: Registration) -> tuple[str, ...]:
    """The lists that move its dates: none for a row whose door has asked."""
    return SHIFTS if registration.is_shifted else ()


def _shift(row: PersonalDate) -> Shift:
    return Shift(
        closes_wall=datetime.fromisoformat(row.closes_wall) if row.closes_wall else None,
        pieces_due_on=row.pieces_due_on,
        later_dates=calendar_facts.later_dates_of(row.later_dates),
    )


def is_asked(piece: Piece) -> bool:
    """Whether a person of the office waits for this piece: it was refused, or asked beside the list."""
    state = PieceState(piece.state)
    return state is PieceState.REFUSED or (piece.kind == ASKED and state in _NOT_GIVEN)


def mark_of(piece: Piece, *, version: int, last_deposit: int) -> str:
    """What an officer has before their eyes: a decision on anything else is not carried out."""
    return f"{version}.{last_deposit}.{piece.state}"


def acquis_kept(one: rules.Acquis) -> dict[str, object]:
    """An acquis as it is kept with its decision: nothing that a person wrote."""
    mark = None if one.mark is None else format(one.mark.normalize(), "f")
    return {"unit": one.unit, "kind": one.kind, "mark": mark, "exam_session": one.exam_session}


def specialty(registration: Registration) -> Specialty:
    return reference().specialties[registration.specialty]


def typed(registration: Registration, step: str) -> Mapping[str, Any] | None:
    """What the form of a step held when it was left, good or not."""
    kept = registration.draft.get(step)
    return kept["typed"] if kept else None


def section(registration: Registration, step: str) -> Any:
    """The good answers of a step, or None."""
    kept = registration.draft.get(step)
    return kept["answers"] if kept else None


def unfinished(registration: Registration) -> tuple[str, ...]:
    return tuple(step for step in STEPS if section(registration, step) is None)


def asks_accommodation(registration: Registration) -> bool:
    """Whether a new accommodation is to be asked for: elsewhere, by the candidate, before the closing."""
    situation = section(registration, "situation")
    return situation is not None and situation["accommodation"] == "new"


def drafted(registration: Registration) -> rules.Answers:
    """The answers as they stand in the draft. Raises `Unfinished` with the steps that lack some."""
    missing = unfinished(registration)
    if missing:
        raise Unfinished(missing)
    sections = {step: section(registration, step) for step in STEPS}
    return rules.from_json({"schema": rules.SCHEMA, **sections})


def saved(version: Version) -> rules.Answers:
    return rules.from_json(version.answers)


def is_minor(registration: Registration, *, at: datetime) -> bool:
    return age_on(registration.candidate.birth_date, local_day(registration, at=at)) < ADULT


def signs_on_screen(registration: Registration, *, at: datetime) -> bool:
    """Whether the confirmation may be signed on screen: a minor's representative signs too, on the paper."""
    return Signature(registration.window.signature) is Signature.ONLINE and not is_minor(registration, at=at)


def local_day(registration: Registration, *, at: datetime) -> date:
    """Which day it is where the académie is: ages are counted there."""
    return day_in(registration.window.calendar.zone, at=at)


def day_in(zone: str, *, at: datetime) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


class Limited(Protocol):
    """A piece, as far as its limit goes."""

    @property
    def due_date(self) -> str: ...
    @property
    def correction_due_at(self) -> datetime | None: ...


def due(piece: Limited, registration_dates: Dates) -> datetime:
    """The excluded instant until which this piece may be given; a correction date moves it later only."""
    limit = registration_dates.later.get(piece.due_date, registration_dates.pieces_due)
    if piece.correction_due_at is not None:
        return max(limit, piece.correction_due_at)
    return limit


def reminded(registration_dates: Dates) -> dict[State, datetime]:
    """The limit that each state waiting for its candidate must not miss."""
    return {State.DRAFT: registration_dates.closes, State.SAVED: registration_dates.pieces_due}


def about_reminders(registration: Registration) -> str:
    """« Aucune relance ne sera effectuée », unless the office of this window wants some."""
    return reference().say("may_remind" if registration.window.reminders else "no_reminder")


def correction_due(registration: Registration, piece: Piece, *, at: datetime) -> datetime:
    """Until when a refused piece may be given again: its own limit, or the end of the seventh day if that is later."""
    its_dates = dates(registration)
    in_a_week = end_of_day(local_day(registration, at=at) + timedelta(days=DAYS_TO_CORRECT), its_dates.zone)
    return max(due(piece, its_dates), in_a_week)
