"""Which accounts may be one person’s, and what is the same in their two files?

Who shares a birth date, a telephone or a mailbox is read, and the rules say
what likens two people. A pair that was settled is not asked again; what lies
outside the mandate does not exist. A telephone or a mailbox that a crowd gave,
their school's or a stranger's to our list, says nothing of anybody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, combinations, product
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from sporades.accounts import keys
from sporades.accounts.models import Candidate, SearchKey
from sporades.adapters.prepared import Among, Prepared, prepared
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Duplicate, Registration
from sporades.registrations.queries import file, space
from sporades.registrations.queries.worklist import TONES
from sporades.rules.lifecycle import State
from sporades.rules.likeness import Likeness, Person, likeness, to_compare
from sporades.rules.rights import Mandate

MOST = 100  # pairs in the list
CROWD = 20  # a family and its neighbors share a telephone; more is a switchboard
_TRAITS = (SearchKey.Kind.BORN, SearchKey.Kind.PHONE, SearchKey.Kind.MAILBOX)


@dataclass(frozen=True, slots=True)
class FileTold:
    """A file as the list of possible duplicates shows it."""

    id: UUID
    number: str
    email: str
    exam: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class PairTold:
    name: str
    one: FileTold
    other: FileTold
    why: list[str]
    proposed: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two files side by side."""

    label: str
    one: str
    other: str

    @property
    def same(self) -> bool:
        return self.one == self.other


@dataclass(frozen=True, slots=True)
class Listed:
    """`more` pairs of people come once these are settled."""

    pairs: list[PairTold]
    more: int


def possible(mandate: Mandate) -> Listed:
    """Those that nobody has settled, what was proposed to the head of office first."""
    rows = access.in_mandate(Registration.objects.order_by(), mandate)
    theirs = Candidate.objects.filter(id__in=rows.values("candidate"))
    known = list(theirs.select_related("account").order_by("id"))
    found = list(_open_pairs(known, _answers(Duplicate.objects.filter(first__in=theirs.values("id")))))
    told = sorted(found, key=lambda pair: (not pair.proposed, pair.one.birth_name, str(pair.one.id)))[:MOST]
    files: dict[UUID, list[Registration]] = {}
    wanted = [candidate.id for pair in told for candidate in (pair.one, pair.other)]
    for row in rows.filter(candidate__in=wanted).select_related("candidate__account").order_by("id"):
        files.setdefault(row.candidate_id, []).append(row)
    pairs = [
        PairTold(_name(pair.one), _file(first), _file(second), _said(pair.why), pair.proposed)
        for pair in told
        for first, second in product(files[pair.one.id], files[pair.other.id])
    ]
    return Listed(pairs, len(found) - len(told))


def beside(row: Registration, mandate: Mandate) -> list[FileTold]:
    """The files of other accounts that may be the same person’s, and that nobody has settled."""
    others = _near(mandate).rows(row.candidate_id)
    if not others:
        return []
    known = {one.id: one for one in (row.candidate, *(one.candidate for one in others))}
    ids = sorted(known)
    pairs = _open_pairs([known[one] for one in ids], _answered.rows(ids))
    mine_too = [{pair.one.id, pair.other.id} for pair in pairs]
    return [_file(one) for one in others if {row.candidate_id, one.candidate_id} in mine_too]


@lru_cache(maxsize=256)
def _near(mandate: Mandate) -> Prepared[Registration, UUID]:
    """The files of this mandate whose candidate shares a trait with this one."""

    def write(candidate: UUID) -> QuerySet[Registration]:
        own = SearchKey.objects.filter(candidate=candidate, kind=OuterRef("kind"), word=OuterRef("word"))
        near = SearchKey.objects.filter(Exists(own), kind__in=_TRAITS).exclude(candidate=candidate)
        rows = access.in_mandate(Registration.objects.filter(candidate__in=near.values("candidate")), mandate)
        return rows.select_related("candidate__account").order_by("id")[:MOST]

    return prepared(write)


Answer = tuple[UUID, UUID, str]  # the pair in the order of their ids, and what was said of it


@prepared
def _answered(candidates: list[UUID]) -> QuerySet[Duplicate, Answer]:
    return _answers(Duplicate.objects.filter(Among(F("first"), candidates)))


def _answers(rows: QuerySet[Duplicate]) -> QuerySet[Duplicate, Answer]:
    return rows.values_list("first", "second", "state")


def answer_of(one: Registration, other: Registration) -> Duplicate | None:
    """What was said of these two, if anything was."""
    first, second = _ordered(one.candidate_id, other.candidate_id)
    return Duplicate.objects.filter(first=first, second=second).first()


def reasons(one: Registration, other: Registration) -> list[str]:
    """What likens the two people, in sentences; nothing: no page compares them."""
    if one.candidate_id == other.candidate_id:
        return []
    return _said(likeness(_person(one.candidate), _person(other.candidate)))


def compared(one: file.FileSeen, other: file.FileSeen) -> tuple[list[Compared], list[Compared]]:
    """The person and the file, then the pieces; as the holder of the mandate may see each of them."""
    return list(_lines(one, other)), list(_pieces(one.pieces, other.pieces))


def _lines(one: file.FileSeen, other: file.FileSeen) -> Iterator[Compared]:
    told = [_told(seen) for seen in (one, other)]
    for label in dict.fromkeys([*told[0], *told[1]]):
        yield Compared(label, told[0].get(label, ""), told[1].get(label, ""))


def _told(seen: file.FileSeen) -> dict[str, str]:
    said = {
        "Nom et prénoms": seen.name,
        "Naissance": seen.born,
        "Adresse électronique": seen.contact.email,
        "Téléphone": seen.contact.phone,
        "Adresse": ", ".join(seen.contact.address),
        "Examen": seen.exam,
        "État": seen.state_label,
    }
    rows = {row["label"]: row["value"] for part in seen.answers for row in part.rows}
    return said | {label: value for label, value in rows.items() if label not in said}


def _pieces(one: tuple[space.PieceSeen, ...], other: tuple[space.PieceSeen, ...]) -> Iterator[Compared]:
    told = [{piece.title: _given(piece) for piece in pieces} for pieces in (one, other)]
    for title in dict.fromkeys([*told[0], *told[1]]):
        yield Compared(title, told[0].get(title, ""), told[1].get(title, ""))


def _given(piece: space.PieceSeen) -> str:
    last = piece.deposits[0].at_short if piece.deposits else ""
    return f"{piece.label} ({last})" if last else piece.label


def _person(candidate: Candidate) -> Person:
    return Person(
        family=tuple(keys.words(candidate.birth_name)),
        given=tuple(keys.words(candidate.given_names)),
        born=candidate.birth_date,
        phone=candidate.phone,
        mailbox=keys.mailbox(candidate.account.email_canonical),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two candidates who are alike, whom nobody has settled."""

    one: Candidate
    other: Candidate
    why: tuple[Likeness, ...]
    proposed: bool


def _open_pairs(candidates: Sequence[Candidate], answers: Iterable[Answer]) -> Iterator[_Pair]:
    """Of candidates in the order of their ids; only those who share a trait are compared: a handful to a birth date."""
    said = {(first, second): state for first, second, state in answers}
    known = {one.id: one for one in candidates}
    people = {one.id: _person(one) for one in candidates}
    for one, other in _sharing(people):
        answer = said.get((one, other), "")
        if answer in {"", Duplicate.State.PROPOSED} and (why := likeness(people[one], people[other])):
            yield _Pair(known[one], known[other], why, answer == Duplicate.State.PROPOSED)


def _sharing(people: dict[UUID, Person]) -> Iterable[tuple[UUID, UUID]]:
    """The pairs, each in the order of `people`, who share a birth date, or what no crowd gave."""
    days: dict[date, list[UUID]] = {}
    reached: dict[str, list[UUID]] = {}
    for one, person in people.items():
        days.setdefault(person.born, []).append(one)
        for trait in filter(None, (person.phone, person.mailbox)):
            reached.setdefault(trait, []).append(one)
    few = (some for some in reached.values() if len(some) <= CROWD)
    born = (to_compare({one: people[one] for one in some}) for some in days.values())
    return dict.fromkeys(chain.from_iterable((*born, *(combinations(some, 2) for some in few))))


def _said(alike: Iterable[Likeness]) -> list[str]:
    return [reference().say(f"alike_{one}") for one in alike]


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    first, second = sorted((one, other))
    return first, second


def _name(candidate: Candidate) -> str:
    return f"{candidate.birth_name} {candidate.given_names}"


def _file(row: Registration) -> FileTold:
    state = State(row.state)
    return FileTold(
        id=row.id,
        number=row.number or "",
        email=row.candidate.account.email,
        exam=title_of(row),
        state=reference().say(f"state_{state}"),
        tone=TONES[state],
    )
