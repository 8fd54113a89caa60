"""The ordinary candidate of the worked cases, and ways to change one answer."""

from dataclasses import replace
from datetime import date
from typing import Any

from sporades.rules.answers import Acquis, Answers
from sporades.rules.catalogue import Specialty
from tests.reference.examples import read_example

ON = date(2024, 11, 5)
ORDINARY = read_example("ordinary").answers


def answers_with(*acquis: Acquis, **changed: dict[str, Any]) -> Answers:
    """`answers_with(identity={"sex": "M"})`: the ordinary answers, but for those."""
    parts = {name: replace(getattr(ORDINARY, name), **values) for name, values in changed.items()}
    return replace(ORDINARY, acquis=acquis, **parts)


def specialty_with(**changed: Any) -> Specialty:
    ordinary = Specialty(
        code="50022139",
        diploma="cap",
        title="Cuisine",
        rncp="",
        level=3,
        first_session=2018,
        last_session=2025,
        resit_session=2026,
        r408="no",
        r408_confidence="medium",
        r408_basis="",
        specific_notice=False,
        sector="production",
        short_names=(),
        source="",
        notes="",
    )
    return replace(ordinary, **changed)
