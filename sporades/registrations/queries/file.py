"""What does an officer see of a registration? The candidate's own view, and what only the office may know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sporades.accounts import queries as accounts
from sporades.adapters import phones
from sporades.adapters.prepared import prepared
from sporades.documents import queries as documents
from sporades.reference.load import reference
from sporades.registrations import facts, telling
from sporades.registrations.actions import withdrawing
from sporades.registrations.actions.common import subject_of
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Registration, Version
from sporades.registrations.queries import history, issued, pieces, space
from sporades.registrations.queries.claims import Holder, holder
from sporades.registrations.queries.private import hidden_answers
from sporades.registrations.queries.where import where
from sporades.registrations.queries.worklist import TONES
from sporades.rules import answers as rules
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
    since: str  # the day on which it came to this state
    sentence: str
    holder: Holder | None
    contact: ContactSeen
    limits: tuple[space.Limit, ...]
    pieces: tuple[space.PieceSeen, ...]
    warnings: tuple[Warned, ...]
    units: tuple[telling.UnitTold, ...]
    answers: tuple[Part, ...]
    past: history.Past
    convoked: bool  # nobody withdraws any more

    @property
    def unreached(self) -> bool:
        """Whether a mail came back from the address of today, and was not read here since."""
        return any(mail.lost and mail.recipient == self.contact.email for mail in self.past.mails)


def seen(row: Registration, mandate: Mandate, *, now: datetime, machine_now: datetime) -> FileSeen:
    """Everything the file's page tells to the holder of this mandate; the row as its door gave it."""
    # A draft owes nothing yet, and has no paper: nothing to ask.
    every = pieces.every(row) if row.version else []
    papers = documents.published(subject_of(row)) if row.version else []
    asked = [piece for piece in every if piece.kind not in row.unseen]
    shown = space.pieces_seen(row, asked, now=now)
    own = issued.existing(papers, shown, unseen=row.unseen)
    versions = [history.Saved(number, at, rules.from_json(said)) for number, at, said in _saved.rows(row.id)]
    answers = versions[-1].answers if versions else None
    known = reference()
    return FileSeen(
        id=row.id,
        name=f"{row.candidate.given_names} {row.candidate.birth_name}",
        number=row.number or "",
        born=french.plain_day(row.candidate.birth_date),
        exam=title_of(row),
        academy=known.academies[row.academy].name,
        version=row.version,
        state=row.state,
        state_label=known.say(f"state_{row.state}"),
        tone=TONES[State(row.state)],
        since=french.plain_day(facts.local_day(row, at=row.state_since)),
        sentence=where(row, asked, now=now).sentence,
        holder=holder(row.id, machine_now=machine_now),
        contact=_contact(row),
        limits=space.limits(asked, facts.dates(row), now=now),
        pieces=shown,
        warnings=tuple(_warned(found) for found in row.findings),
        units=(*telling.papers(answers), *telling.acquis(answers)) if answers else (),
        answers=_answers(answers, mandate) if answers else (),
        past=history.of(row, mandate, versions=versions, papers=own, pieces=every),
        convoked=withdrawing.closes(papers),
    )


@prepared
def _saved(registration: UUID) -> "QuerySet[Version, tuple[int, datetime, Any]]":
    versions = Version.objects.filter(registration=registration)
    return versions.values_list("number", "saved_at", "answers")


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
        # Where to write to them stands at the head of the page, as the account has it now.
        for step, lines in telling.sections(answers, without=("contact",)).items()
    )
