"""What did the candidate answer, one answer at a time, as the office corrects it?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sporades.reference.load import reference
from sporades.registrations import facts
from sporades.registrations.models import Registration
from sporades.registrations.offers import offer_of
from sporades.rules import acquis, offers
from sporades.rules.answers import Acquis, Answers


def last(row: Registration) -> Answers:
    """The answers of the version that counts. Raises `Version.DoesNotExist` before the first save."""
    return facts.saved(row.versions.get(number=row.version))


def at(answers: Answers, path: str) -> Any:
    """« identity.birth_place »"""
    part, name = path.split(".")
    return getattr(getattr(answers, part), name)


def with_answers(answers: Answers, said: Mapping[str, Any]) -> Answers:
    """The same answers but for these paths."""
    for path, value in said.items():
        part, name = path.split(".")
        answers = replace(answers, **{part: replace(getattr(answers, part), **{name: value})})
    return answers


def with_exam(answers: Answers, specialty: str, said: Mapping[str, Any]) -> Answers:
    """The same answers for this speciality, whatever its diploma, with the papers that were `said`."""
    asked = reference().specialties[specialty]
    carried = acquis_for(answers, specialty)
    return replace(
        answers,
        exam=replace(answers.exam, diploma=asked.diploma, specialty=specialty),
        papers=offers.papers_of(said, offer_of(asked), kept_units(carried)),
        acquis=carried,
    )


def acquis_for(answers: Answers, specialty: str) -> tuple[Acquis, ...]:
    """What was declared, as it stands in this speciality."""
    known = reference().specialties
    before, after = offer_of(known[answers.exam.specialty]), offer_of(known[specialty])
    same_diploma = known[specialty].diploma == answers.exam.diploma
    return acquis.carried(answers.acquis, before=before.units, after=after.units if same_diploma else ())


def kept_units(declared: Iterable[Acquis]) -> frozenset[str]:
    """The units that are not sat again."""
    return frozenset(one.unit for one in declared if one.unit)
