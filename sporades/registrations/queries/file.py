"""What does an officer see of a registration? The candidate's own view, and what only the office may know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sporades.reference.load import reference
from sporades.registrations import facts, telling
from sporades.registrations.letters import title_of
from sporades.registrations.models import Registration
from sporades.registrations.queries import space
from sporades.registrations.queries.private import hidden_answers, may_see
from sporades.registrations.queries.timeline import Event, timeline
from sporades.registrations.queries.worklist import TONES
from sporades.rules.answers import Answers
from sporades.rules.lifecycle import State
from sporades.rules.rights import Mandate


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the answers of the version that counts."""

    title: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileSeen:
    id: UUID
    name: str
    number: str
    exam: str
    version: int
    state: str
    state_label: str
    tone: str
    sentence: str
    zone: str
    pieces: tuple[space.PieceSeen, ...]
    answers: tuple[Part, ...]
    events: tuple[Event, ...]


def seen(row: Registration, mandate: Mandate, *, now: datetime) -> FileSeen:
    """Everything the file's page tells to the holder of this mandate; the row as its door gave it."""
    own = space.seen(row, now=now)
    known = reference()
    return FileSeen(
        id=row.id,
        name=f"{row.candidate.given_names} {row.candidate.birth_name}",
        number=own.number,
        exam=title_of(row),
        version=row.version,
        state=row.state,
        state_label=known.say(f"state_{row.state}"),
        tone=TONES[State(row.state)],
        sentence=own.where.sentence,
        zone=row.window.calendar.zone,
        pieces=tuple(piece for piece in own.pieces if may_see(mandate, piece.kind)),
        answers=_answers(row, mandate),
        events=timeline(row, office=True),
    )


def _answers(row: Registration, mandate: Mandate) -> tuple[Part, ...]:
    last = row.versions.filter(number=row.version).first()
    if last is None:
        return ()
    answers = facts.saved(last)
    told = telling.sections(answers)
    return (
        *(Part(_heading(step), _rows(told[step], mandate)) for step in told),
        *_units(answers),
    )


def _rows(lines: list[telling.Told], mandate: Mandate) -> tuple[dict[str, str], ...]:
    return tuple(
        {"label": line.label, "value": line.value}
        for line in lines
        if line.path not in hidden_answers(mandate)
    )


def _units(answers: Answers) -> tuple[Part, ...]:
    units = (*telling.papers(answers), *telling.acquis(answers))
    rows = tuple({"label": unit.title or unit.code, "value": unit.status} for unit in units)
    return (Part(reference().say("heading_units"), rows),) if rows else ()


def _heading(step: str) -> str:
    return reference().say(f"heading_{step}")
