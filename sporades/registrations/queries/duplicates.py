"""Which accounts may be one person’s, and what is the same in their two files?

The same names and birth date, folded as the search folds them. A pair that was
settled is not asked again; what lies outside the mandate does not exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sporades.accounts.models import SearchKey
from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Duplicate, Registration
from sporades.registrations.queries import file, space
from sporades.registrations.queries.worklist import TONES
from sporades.rules.lifecycle import State
from sporades.rules.rights import Mandate

MOST = 100  # names in the list


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


def possible(mandate: Mandate) -> list[PairTold]:
    """Those that nobody has settled, what was proposed to the head of office first."""
    rows = access.in_mandate(Registration.objects.order_by(), mandate)
    found = {pair for one in _shared(rows) for pair in combinations(sorted(one, key=_order), 2)}
    settled = _answers([person for pair in found for person in (pair[0].candidate_id, pair[1].candidate_id)])
    told = [
        _pair(one, other, proposed=state == Duplicate.State.PROPOSED)
        for one, other in sorted(found, key=lambda pair: (pair[0].candidate.birth_name, str(pair[0].id)))
        if one.candidate_id != other.candidate_id
        and (state := settled.get(_named(one, other), "")) in {"", Duplicate.State.PROPOSED}
    ]
    return sorted(told, key=lambda pair: not pair.proposed)


def beside(row: Registration, mandate: Mandate) -> list[FileTold]:
    """The files of other accounts that may be the same person’s, and that nobody has settled."""
    words = SearchKey.objects.filter(candidate=row.candidate_id, kind=SearchKey.Kind.PERSON).values("word")
    twins = SearchKey.objects.filter(kind=SearchKey.Kind.PERSON, word__in=words).values("candidate")
    rows = access.in_mandate(Registration.objects.filter(candidate__in=twins), mandate)
    others = list(rows.exclude(candidate=row.candidate_id).select_related("candidate__account")[:MOST])
    settled = _answers([row.candidate_id, *(one.candidate_id for one in others)]) if others else {}
    open_ones = {"", Duplicate.State.PROPOSED}
    return [_file(one) for one in others if settled.get(_named(row, one), "") in open_ones]


def answer_of(one: Registration, other: Registration) -> Duplicate | None:
    """What was said of these two, if anything was."""
    first, second = _named(one, other)
    return Duplicate.objects.filter(first=first, second=second).first()


def are_alike(one: Registration, other: Registration) -> bool:
    """Whether two accounts bear one name and birth date."""
    words = SearchKey.objects.filter(candidate=one.candidate_id, kind=SearchKey.Kind.PERSON).values("word")
    twins = SearchKey.objects.filter(candidate=other.candidate_id, kind=SearchKey.Kind.PERSON, word__in=words)
    return one.candidate_id != other.candidate_id and twins.exists()


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


def _shared(rows: QuerySet[Registration]) -> Iterator[list[Registration]]:
    """The registrations of each name that several people of these rows bear."""
    keys = SearchKey.objects.filter(
        kind=SearchKey.Kind.PERSON, candidate__in=rows.values("candidate").distinct()
    )
    shared = keys.values("word").annotate(people=Count("candidate", distinct=True)).filter(people__gt=1)
    words = [bytes(one["word"]) for one in shared.order_by("word")[:MOST]]
    held = keys.filter(word__in=words).values_list("word", "candidate")
    named = {candidate: bytes(word) for word, candidate in held}
    found: dict[bytes, list[Registration]] = {}
    for row in rows.filter(candidate__in=named).select_related("candidate__account"):
        found.setdefault(named[row.candidate_id], []).append(row)
    yield from found.values()


def _answers(people: list[UUID]) -> dict[tuple[UUID, UUID], str]:
    said = Duplicate.objects.filter(Q(first__in=people) & Q(second__in=people))
    return {(one.first_id, one.second_id): one.state for one in said}


def _named(one: Registration, other: Registration) -> tuple[UUID, UUID]:
    first, second = sorted((one.candidate_id, other.candidate_id))
    return first, second


def _order(row: Registration) -> tuple[UUID, UUID]:
    return row.candidate_id, row.id


def _pair(one: Registration, other: Registration, *, proposed: bool) -> PairTold:
    name = f"{one.candidate.birth_name} {one.candidate.given_names}"
    return PairTold(name, _file(one), _file(other), proposed)


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
