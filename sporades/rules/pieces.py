"""Which pieces must this candidate give, by when, and what does each one's absence cost?

Conditions are data (`reference/pieces.toml`); this module knows how to ask
each of them. The fingerprint of a piece covers what it proves, so that a piece
accepted stays so while those answers have not changed.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sporades.rules.answers import Acquis, Answers, to_json
from sporades.rules.calendar import Dates
from sporades.rules.catalogue import Specialty, Unit

# The proof of an acquis: its decision is that of the right itself.
ACQUIS_PROOF = "acquis_proof"


class IfMissing(StrEnum):
    CANCELLED = "cancelled"  # annulée
    SET_ASIDE = "set_aside"  # écartée
    BLOCKS_ADMISSION = "blocks_admission"
    RIGHT_NOT_GRANTED = "right_not_granted"


class PieceState(StrEnum):
    EXPECTED = "expected"  # attendue
    DEPOSITED = "deposited"  # déposée, à contrôler
    ACCEPTED = "accepted"  # validée
    REFUSED = "refused"  # refusée
    WAIVED = "waived"  # dispensée
    NOT_NEEDED = "not_needed"  # sans objet
    LATE = "late"  # hors délai


@dataclass(frozen=True, slots=True)
class PieceRule:
    kind: str
    title: str
    explanation: str
    help: str
    when: tuple[tuple[str, Any], ...]
    due: str  # pieces, r408
    if_missing: IfMissing
    source: str
    per: str  # registration, acquis
    proves: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class RequiredPiece:
    """`needs_check`: somebody must confirm it is due before any sanction."""

    kind: str
    key: str
    title: str
    explanation: str
    help: str
    due_date: str
    if_missing: IfMissing
    source: str
    fingerprint: str
    needs_check: bool


@dataclass(frozen=True, slots=True)
class _Case:
    answers: Answers
    said: Mapping[str, Any]  # the same, as they are kept
    specialty: Specialty
    on: date
    acquis: Acquis | None = None


def required(
    answers: Answers,
    *,
    specialty: Specialty,
    rules: Iterable[PieceRule],
    on: date,
    units: Iterable[Unit] = (),
) -> tuple[RequiredPiece, ...]:
    """One piece per kind and key; of two rules of a kind, the first that fits speaks.

    `units`: those known of the speciality, so that a piece names one as people do.
    """
    titles = {unit.code: unit.title for unit in units}
    whole = _Case(answers, to_json(answers), specialty, on)
    found: dict[tuple[str, str], RequiredPiece] = {}
    for rule in rules:
        for case in _cases(rule, whole):
            if all(_CONDITIONS[name](case, value) for name, value in rule.when):
                piece = _piece(rule, case, titles)
                found.setdefault((piece.kind, piece.key), piece)
    return tuple(found.values())


def due_of(piece: RequiredPiece, dates: Dates) -> datetime:
    if piece.due_date == "pieces":
        return dates.pieces_due
    return dates.later.get(piece.due_date, dates.pieces_due)


def age_on(birth: date, day: date) -> int:
    """In full years. Who is born on 29 February comes of age on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _cases(rule: PieceRule, whole: _Case) -> Iterator[_Case]:
    if rule.per == "acquis":
        yield from (replace(whole, acquis=acquis) for acquis in whole.answers.acquis)
    else:
        yield whole


def _piece(rule: PieceRule, case: _Case, titles: Mapping[str, str]) -> RequiredPiece:
    acquis = case.acquis
    named = {"unit": (acquis.title or titles.get(acquis.unit, acquis.unit)) if acquis else ""}
    return RequiredPiece(
        kind=rule.kind,
        key=acquis.key if acquis else "",
        title=rule.title.format(**named),
        explanation=rule.explanation.format(**named),
        help=rule.help,
        due_date=rule.due,
        if_missing=rule.if_missing,
        source=rule.source,
        fingerprint=_fingerprint(rule, case),
        needs_check=_needs_check(rule, case),
    )


def _needs_check(rule: PieceRule, case: _Case) -> bool:
    doubtful = rule.kind == "r408" and case.specialty.r408_confidence != "high"
    return not rule.verified or doubtful or (case.acquis is not None and case.acquis.to_complete)


def _fingerprint(rule: PieceRule, case: _Case) -> str:
    facts: dict[str, Any] = {
        "title": rule.title,
        **{path: _at(case.said, path) for path in rule.proves},
    }
    if case.acquis:
        facts["acquis"] = case.said["acquis"][case.answers.acquis.index(case.acquis)]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _at(said: Mapping[str, Any], path: str) -> Any:
    part, name = path.split(".")
    return said[part][name]


def _age(case: _Case) -> int:
    return age_on(case.answers.identity.birth_date, case.on)


_CONDITIONS: Mapping[str, Callable[[_Case, Any], bool]] = {
    "nationality": lambda case, code: case.answers.identity.nationality == code,
    "age_from": lambda case, years: _age(case) >= years,
    "age_below": lambda case, years: _age(case) < years,
    "diplomas": lambda case, codes: case.answers.exam.diploma in codes,
    "specialties": lambda case, codes: case.answers.exam.specialty in codes,
    "categories": lambda case, codes: case.answers.situation.category in codes,
    "accommodation": lambda case, code: (
        case.answers.situation.handicap and case.answers.situation.accommodation == code
    ),
    "pe": lambda case, code: case.answers.papers.pe == code,
    "r408": lambda case, known: case.specialty.r408 == known,
    "acquis": lambda case, kinds: case.acquis is not None and case.acquis.kind in kinds,
}
CONDITIONS = frozenset(_CONDITIONS)
