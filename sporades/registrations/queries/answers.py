"""What did the candidate answer, one answer at a time, as the office corrects it?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sporades.registrations import facts
from sporades.registrations.models import Registration
from sporades.rules.answers import Answers


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
