"""What does an officer need to decide one piece? Its pages, what it must prove beside what was declared, its file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sporades.reference.load import reference
from sporades.registrations import access, facts, telling
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import File, Piece, Registration, Scan, Verdict
from sporades.registrations.queries import pieces as pieces_of
from sporades.registrations.queries import space, waits
from sporades.registrations.queries.changes import saved_answers
from sporades.registrations.queries.private import hidden_answers, may_see
from sporades.registrations.queries.worklist import TONES
from sporades.rules import answers as rules
from sporades.rules import french
from sporades.rules.answers import Answers
from sporades.rules.lifecycle import LIVE, State
from sporades.rules.rights import Mandate


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of one file, in the order in which they were given."""

    file_id: UUID
    page: int  # from 1, in its file
    name: str
    at: str
    late: bool


@dataclass(frozen=True, slots=True)
class Head:
    """Whose file, and where it stands."""

    id: UUID
    name: str
    number: str
    exam: str
    version: int
    state: State
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A piece on the officer's screen."""

    head: Head
    piece: space.PieceSeen
    key: str
    mark: str
    sheets: tuple[Sheet, ...]
    unread: tuple[str, ...]  # why some files are not shown
    proves: tuple[telling.Told, ...]
    findings: tuple[str, ...]
    pieces: tuple[space.PieceSeen, ...]
    to_check: tuple[UUID, ...]
    stale: bool
    correct_by: date

    @property
    def is_doubtful(self) -> bool:
        """A signed paper came for a registration that is still not confirmed: a person answers."""
        return self.piece.is_confirmation and self.head.state is State.SAVED

    @property
    def signed_on_screen(self) -> str:
        """When the confirmation that counts was signed on screen, if it was."""
        return next((one.at for one in self.piece.current if one.on_screen), "")

    @property
    def is_acquis(self) -> bool:
        return self.piece.kind == facts.ACQUIS_PROOF


def checked(piece: Piece, mandate: Mandate, *, now: datetime) -> Checked:
    """Everything of the screen; the piece as its door gave it, with its registration."""
    row = piece.registration
    asked, given = pieces_of.asked(row), pieces_of.given(row)
    files = [file for file in given.get(piece.id, []) if not file.deposit.superseded]
    seen = _pieces(row, asked, given, mandate, now=now)
    answers = _answers(row)
    last = max((file.deposit.sequence for file in given.get(piece.id, [])), default=0)
    return Checked(
        head=head_of(row),
        piece=next(one for one in seen if one.id == piece.id),
        key=piece.key,
        mark=facts.mark_of(piece, version=row.version, last_deposit=last),
        sheets=tuple(_sheets(row, files)),
        unread=tuple(_unread(files)),
        proves=tuple(_proves(piece, answers, mandate)) if answers else (),
        findings=tuple(reference().say(one["code"], **one["params"]) for one in row.findings),
        pieces=seen,
        to_check=waits_in(row, seen),
        stale=any(deposit.stale for one in seen if one.id == piece.id for deposit in one.current),
        correct_by=last_day(row, facts.correction_due(row, piece, at=now)),
    )


def to_check(row: Registration) -> tuple[UUID, ...]:
    """The pieces of the file that wait, of those that exist for whoever the door let in."""
    return waits_in(row, pieces_of.asked(row))


def waits_in(row: Registration, seen: Iterable[space.PieceSeen | Piece]) -> tuple[UUID, ...]:
    """The pieces that somebody is to check: none, once the registration has ended."""
    return tuple(one.id for one in seen if one.state in waits.TO_CHECK and row.state in waits.CHECKED)


def head_of(row: Registration) -> Head:
    return Head(
        id=row.id,
        name=f"{row.candidate.given_names} {row.candidate.birth_name}",
        number=row.number or "",
        exam=title_of(row),
        version=row.version,
        state=State(row.state),
        label=reference().say(f"state_{row.state}"),
        tone=TONES[State(row.state)],
    )


def last_day(row: Registration, limit: datetime) -> date:
    """The last whole day before an excluded limit, where the académie is."""
    return facts.local_day(row, at=limit - timedelta(seconds=1))


def seen_of(
    row: Registration, asked: Sequence[Piece], mandate: Mandate, *, now: datetime
) -> tuple[space.PieceSeen, ...]:
    """Of the pieces of a file, those that exist for the holder, with what was given."""
    return _pieces(row, asked, pieces_of.given(row), mandate, now=now)


def shown_file(mandate: Mandate, file_id: UUID) -> File | None:
    """A file that the antivirus has cleared, of a piece that exists for the holder; None otherwise."""
    file = File.objects.select_related("deposit__piece").filter(id=file_id, scan=Scan.CLEAN).first()
    if file is None or not may_see(mandate, file.deposit.piece.kind):
        return None
    return file


@dataclass(frozen=True, slots=True)
class Undoable:
    id: UUID
    kind: str
    title: str


def undoable(verdict_id: UUID, *, officer_id: str, wait: timedelta, machine_now: datetime) -> Undoable | None:
    """The officer's own last decision, while it can still be taken back."""
    row = Verdict.objects.filter(id=verdict_id, officer_id=officer_id, undone_at=None).first()
    if row is None or not row.before or machine_now >= row.made_at + wait:
        return None
    piece = Piece.objects.filter(id=row.piece_id).first() if row.piece_id else None
    return Undoable(row.id, row.kind, piece.title if piece else "")


def verdict_of(mandate: Mandate, verdict_id: UUID) -> tuple[UUID, UUID | None] | None:
    """The registration and the piece of a decision, if the mandate covers them."""
    row = Verdict.objects.filter(id=verdict_id).first()
    if (
        row is None
        or not access.in_mandate(Registration.objects.filter(id=row.registration_id), mandate).exists()
    ):
        return None
    return row.registration_id, row.piece_id


def _pieces(
    row: Registration,
    asked: Sequence[Piece],
    given: dict[UUID, list[File]],
    mandate: Mandate,
    *,
    now: datetime,
) -> tuple[space.PieceSeen, ...]:
    dates = facts.dates(row)
    return tuple(
        space.piece_seen(
            piece,
            given.get(piece.id, []),
            dates,
            signed=row.signature_from,
            is_live=State(row.state) in LIVE,
            now=now,
        )
        for piece in asked
        if may_see(mandate, piece.kind)
    )


def _sheets(row: Registration, files: Iterable[File]) -> Iterator[Sheet]:
    dates = facts.dates(row)
    for file in files:
        if file.scan == Scan.CLEAN:
            at = french.short_instant(file.deposit.at, dates.zone)
            for page in range(1, file.pages + 1):
                yield Sheet(file.id, page, file.name, at, file.deposit.late)


_WHY_UNREAD = {
    Scan.QUARANTINED: "scan_pending",
    Scan.INFECTED: "scan_infected",
    Scan.ERASED: "scan_erased",
}


def _unread(files: Iterable[File]) -> Iterator[str]:
    for file in files:
        if file.scan != Scan.CLEAN:
            yield f"{file.name} : {reference().say(_WHY_UNREAD[Scan(file.scan)])}"


def _answers(row: Registration) -> Answers | None:
    said = saved_answers(row)
    return rules.from_json(said) if said else None


# What the paper shows beside what its rule says that it proves.
_BESIDE = {
    "identity": ("identity.birth_name", "identity.given_names", "identity.usage_name"),
    facts.CONFIRMATION: ("identity.birth_name", "identity.given_names", "papers.form"),
    "training": ("situation.category",),
}
_OF_AN_ACQUIS = ("kind", "mark", "exam_session", "academy", "ground")


def _proves(piece: Piece, answers: Answers, mandate: Mandate) -> Iterator[telling.Told]:
    """What was declared, of all that this piece must prove."""
    if piece.kind == facts.ACQUIS_PROOF:
        yield from _acquis(piece, answers)
        return
    rules = [rule for rule in reference().piece_rules if rule.kind == piece.kind]
    rule = next((rule for rule in rules if rule.title == piece.title), rules[0] if rules else None)
    asked = {*(rule.proves if rule else ()), *_BESIDE.get(piece.kind, ())} - hidden_answers(mandate)
    steps = {path.split(".")[0] for path in asked}
    for lines in telling.sections(answers, without=set(facts.STEPS) - steps).values():
        yield from (line for line in lines if line.path in asked)


def _acquis(piece: Piece, answers: Answers) -> Iterator[telling.Told]:
    known = reference()
    one = next((acquis for acquis in answers.acquis if acquis.key == piece.key), None)
    if one is None:
        return
    unit = next((unit.title for unit in known.units if unit.code == one.unit and _is_of(unit, answers)), "")
    yield telling.Told("acquis.unit", known.label("acquis.unit"), unit or one.title or one.unit)
    held: dict[str, Any] = asdict(one)
    for name in _OF_AN_ACQUIS:
        if held[name]:
            path = f"acquis.{name}"
            yield telling.Told(path, known.label(path), _said(name, held[name]))


def _is_of(unit: Any, answers: Answers) -> bool:
    return unit.diploma == answers.exam.diploma and unit.specialty in {"*", answers.exam.specialty}


def _said(name: str, value: Any) -> str:
    known = reference()
    if name == "mark":
        return f"{value.normalize():f}".replace(".", ",") + " / 20"
    if name == "academy":
        academy = known.academies.get(value)
        return academy.name if academy else str(value)
    return known.value(f"acquis.{name}", str(value))
