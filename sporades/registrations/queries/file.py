"""What does an officer see of a registration? The candidate's own view, and what only the office may know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sporades.accounts import queries as accounts
from sporades.adapters import phones
from sporades.adapters.prepared import prepared
from sporades.reference.load import reference
from sporades.registrations import facts, telling
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Registration, Version
from sporades.registrations.queries import history, space
from sporades.registrations.queries.claims import Holder, holders
from sporades.registrations.queries.private import hidden_answers
from sporades.registrations.queries.worklist import TONES
from sporades.rules import french
from sporades.rules.answers import Answers
from sporades.rules.lifecycle import State
from sporades.rules.rights import Mandate


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the answers of the version that counts."""

    title: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """What a rule had to say at the last save, and where that stands."""

    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """How to reach the candidate."""

    email: str
    phone: str
    address: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileSeen:
    id: UUID
    name: str
    number: str
    born: str
    exam: str
    academy: str
    version: int
    state: str
    state_label: str
    tone: str
    sentence: str
    holder: Holder | None
    contact: ContactSeen
    limits: tuple[space.Limit, ...]
    pieces: tuple[space.PieceSeen, ...]
    warnings: tuple[Warned, ...]
    units: tuple[telling.UnitTold, ...]
    answers: tuple[Part, ...]
    past: history.Past


def seen(row: Registration, mandate: Mandate, *, now: datetime, machine_now: datetime) -> FileSeen:
    """Everything the file's page tells to the holder of this mandate; the row as its door gave it."""
    own = space.seen(row, now=now)
    known = reference()
    versions = _versions.rows(row.id)
    answers = facts.saved(versions[-1]) if versions else None
    return FileSeen(
        id=row.id,
        name=f"{row.candidate.given_names} {row.candidate.birth_name}",
        number=own.number,
        born=french.plain_day(row.candidate.birth_date),
        exam=title_of(row),
        academy=own.academy,
        version=row.version,
        state=row.state,
        state_label=known.say(f"state_{row.state}"),
        tone=TONES[State(row.state)],
        sentence=own.where.sentence,
        holder=holders([row.id], machine_now=machine_now).get(row.id),
        contact=_contact(row),
        limits=own.limits,
        pieces=own.pieces,
        warnings=tuple(_warned(found) for found in row.findings),
        units=(*telling.papers(answers), *telling.acquis(answers)) if answers else (),
        answers=_answers(answers, mandate) if answers else (),
        past=history.of(row, own, versions, mandate),
    )


@prepared
def _versions(registration: UUID) -> QuerySet[Version]:
    return Version.objects.filter(registration=registration)


def _contact(row: Registration) -> ContactSeen:
    contact = accounts.contact(row.candidate)
    country = reference().countries.get(contact.country)
    lines = (contact.line1, contact.line2, f"{contact.postal_code} {contact.city}".strip())
    abroad = country.name if country and not country.french else ""
    return ContactSeen(
        email=row.candidate.account.email,
        phone=phones.written(contact.phone) if contact.phone else "",
        address=tuple(line for line in (*lines, abroad) if line),
    )


def _warned(found: dict[str, object]) -> Warned:
    params = found["params"]
    said = params if isinstance(params, dict) else {}
    return Warned(reference().say(str(found["code"]), **said), str(found["source"]))


def _answers(answers: Answers, mandate: Mandate) -> tuple[Part, ...]:
    hidden = hidden_answers(mandate)
    return tuple(
        Part(
            reference().say(f"heading_{step}"),
            tuple({"label": line.label, "value": line.value} for line in lines if line.path not in hidden),
        )
        for step, lines in telling.sections(answers).items()
        # Where to write to them stands at the head of the page, as the account has it now.
        if step != "contact"
    )
