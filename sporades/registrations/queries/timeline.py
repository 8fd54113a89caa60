"""What happened to a registration, in sentences, newest first?

Each fact has two voices: « Vous vous êtes désinscrit. » is for the candidate,
« Le candidat s’est désinscrit. » for the office.
"""

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
OFFICE_ONLY = frozenset(
    {
        "proposed", "proposal_refused", "struck_from_list", "list_frozen", "list_signed", "list_undone",
        "list_dropped",
        "evidence_issued", "duplicate_dismissed", "duplicate_proposed", "duplicate_both_kept",
        "academy_change_proposed", "academy_change_refused", "academy_change_taken_back",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    kind: str
    said_at: str
    sentence: str


def timeline(registration: Registration) -> tuple[Event, ...]:
    """« Ce qui s’est passé », as the candidate reads it, newest first."""
    dates = facts.dates(registration)
    return tuple(
        Event(
            at=at,
            kind=kind,
            said_at=french.spoken_instant(at, dates.zone, dates.zone_name),
            sentence=candidate_sentence(kind, data),
        )
        for kind, at, data in journal.told(subject_of(registration))
        if kind not in OFFICE_ONLY and data.get("piece") not in registration.unseen
    )


def event_code(kind: str, data: Mapping[str, object]) -> str:
    """The code of the sentence that tells an entry."""
    left_a_draft = kind == "withdrawn" and data.get("was") == State.DRAFT
    return "event_draft_left" if left_a_draft else f"event_{kind}"


def candidate_sentence(kind: str, data: Mapping[str, object]) -> str:
    """An entry as the candidate reads it; what the office says to itself has one voice, in the archive too."""
    if kind in OFFICE_ONLY:
        return office_sentence(kind, data)
    return reference().say(event_code(kind, data), **_said(data))


def office_sentence(kind: str, data: Mapping[str, object]) -> str:
    """An entry as the office reads it."""
    return reference().say(f"office_{event_code(kind, data)}", **_said(data))


def _said(data: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in data.items() if isinstance(value, str | int)}
