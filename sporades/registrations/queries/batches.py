"""What can be decided for many files at once: the pieces of one kind, or the files that only wait for « recevable »?"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from sporades.reference.load import reference
from sporades.registrations import access
from sporades.registrations.actions import deciding
from sporades.registrations.letters.sending import title_of
from sporades.registrations.models import Piece, Registration
from sporades.registrations.queries import waits
from sporades.registrations.queries.private import hidden_pieces
from sporades.rules.rights import Mandate

MOST = 100  # in one batch: a person reads the list before


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    title: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be chosen: a piece, or a file. `mark`: what was seen of it."""

    id: UUID
    mark: str
    name: str
    number: str
    exam: str
    title: str

    @property
    def value(self) -> str:
        return f"{self.id}:{self.mark}"


def kinds(mandate: Mandate) -> list[Kind]:
    """The kinds of pieces that wait, and how many of each."""
    counted = dict(_pieces(mandate).values_list("kind").annotate(n=Count("id")).order_by())
    return [Kind(code, reference().kind_title(code), counted[code]) for code in sorted(counted)]


def pieces(mandate: Mandate, kind: str) -> list[Candidate]:
    """The pieces of a kind that wait, the oldest request first."""
    found = _pieces(mandate).filter(kind=kind).select_related(
        "registration__candidate", "registration__window__calendar"
    )  # fmt: skip
    return [
        _candidate(piece.registration, piece.id, deciding.mark(piece.registration, piece), piece.title)
        for piece in found.order_by("asked_at", "id")[:MOST]
    ]


def pieces_of(mandate: Mandate, kind: str, files: Collection[UUID]) -> dict[UUID, list[str]]:
    """What waits of this kind in each of these files, as a batch names it; a file without any is absent."""
    waiting = _pieces(mandate).filter(kind=kind, registration__in=files).select_related("registration")
    found: dict[UUID, list[str]] = {}
    for piece in waiting.order_by("asked_at", "id"):
        value = f"{piece.id}:{deciding.mark(piece.registration, piece)}"
        found.setdefault(piece.registration_id, []).append(value)
    return found


def files(mandate: Mandate) -> list[Candidate]:
    """The files in which nothing is left to check or to ask."""
    # What is ready waits: few of all that were ever registered.
    waiting = Registration.objects.filter(**{f"{waits.since(mandate)}__isnull": False})
    rows = access.in_mandate(waiting.filter(waits.is_ready()), mandate)
    found = rows.select_related("candidate", "window__calendar").order_by("state_since", "id")
    return [_candidate(row, row.id, str(row.version), "") for row in found[:MOST]]


def _pieces(mandate: Mandate) -> QuerySet[Piece]:
    rows = access.in_mandate(Registration.objects.filter(state__in=waits.CHECKED), mandate)
    waiting = Piece.objects.filter(waits.is_to_check(), registration__in=rows)
    return waiting.exclude(kind__in=hidden_pieces(mandate))


def _candidate(row: Registration, of: UUID, mark: str, title: str) -> Candidate:
    name = f"{row.candidate.birth_name} {row.candidate.given_names}"
    return Candidate(of, mark, name, row.number or "", title_of(row), title)
