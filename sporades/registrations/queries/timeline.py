"""What happened to a registration, in sentences, newest first?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sporades.journal import queries as journal
from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.actions.common import subject_of
from sporades.registrations.models import Registration
from sporades.rules import french
from sporades.rules.lifecycle import State

# What the office says to itself: on its own page of the file, not on the candidate's.
OFFICE_ONLY = frozenset({"proposed", "proposal_refused", "struck_from_list", "evidence_issued"})


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    kind: str
    said_at: str
    sentence: str


def timeline(registration: Registration) -> tuple[Event, ...]:
    """« Ce qui s’est passé », as the candidate reads it, newest first."""
    dates = facts.dates(registration)
    known = reference()
    return tuple(
        Event(
            at=at,
            kind=kind,
            said_at=french.spoken_instant(at, dates.zone, dates.zone_name),
            sentence=known.say(
                event_code(kind, data),
                **{name: str(value) for name, value in data.items() if isinstance(value, str | int)},
            ),
        )
        for kind, at, data in journal.told(subject_of(registration))
        if kind not in OFFICE_ONLY
    )


def event_code(kind: str, data: Mapping[str, object]) -> str:
    """The code of the sentence that tells an entry."""
    left_a_draft = kind == "withdrawn" and data.get("was") == State.DRAFT
    return "event_draft_left" if left_a_draft else f"event_{kind}"
