"""Does each rule speak at its exact boundary, warn where the law has exceptions, refuse where it has none?"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sporades.reference.load import reference
from sporades.rules.answers import Acquis, Answers
from sporades.rules.eligibility import check, finding
from sporades.rules.reasons import Severity
from tests.rules.cases import ON, ORDINARY, answers_with, specialty_with

KEPT = Acquis("UG1", "Français", "kept_mark", Decimal(12), 2023, "23", "", to_complete=False)


def found(answers: Answers, **specialty: object) -> list[str]:
    rules = reference().eligibility_rules.values()
    return [
        one.reason.code for one in check(answers, specialty=specialty_with(**specialty), rules=rules, on=ON)
    ]


@pytest.mark.parametrize(
    ("birth", "codes"), [(date(2007, 12, 31), []), (date(2008, 1, 1), ["minor_at_exam"])]
)
def test_one_is_18_on_31_december_of_the_year_of_the_exam(birth: date, codes: list[str]) -> None:
    assert found(answers_with(identity={"birth_date": birth})) == codes


@pytest.mark.parametrize(
    ("mark", "codes"), [("10", []), ("10.00", []), ("9.99", ["kept_mark_low"]), ("20", [])]
)
def test_a_mark_is_kept_from_ten(mark: str, codes: list[str]) -> None:
    assert found(answers_with(replace(KEPT, mark=Decimal(mark)))) == codes


@pytest.mark.parametrize(("session", "codes"), [(2020, []), (2019, ["kept_mark_old"]), (2024, [])])
def test_a_mark_is_kept_for_five_sessions(session: int, codes: list[str]) -> None:
    assert found(answers_with(replace(KEPT, exam_session=session))) == codes


def test_an_exemption_has_neither_a_lowest_mark_nor_an_age() -> None:
    exemption = replace(KEPT, kind="exemption", mark=Decimal(3), exam_session=1999)

    assert found(answers_with(exemption)) == []


@pytest.mark.parametrize(
    ("months", "held", "codes"),
    [
        (60, (), []),
        (59, (), ["experience_short"]),
        (24, ("cap",), []),
        (23, ("cap",), ["experience_short"]),
        (24, ("foreign",), ["experience_short"]),
        (None, ("cap",), ["experience_short"]),
    ],
)
def test_a_bp_asks_five_years_or_two_with_a_diploma(
    months: int | None, held: tuple[str, ...], codes: list[str]
) -> None:
    said = {"experience_months": months, "diplomas_held": held}

    assert found(answers_with(exam={"diploma": "bp"}, situation=said), diploma="bp") == codes


@pytest.mark.parametrize(
    ("category", "codes"),
    [("individual", ["experience_short"]), ("former_pupil", []), ("training", [])],
)
def test_a_bac_pro_asks_no_experience_from_a_former_pupil(category: str, codes: list[str]) -> None:
    answers = answers_with(
        exam={"diploma": "bac_pro"}, situation={"category": category, "experience_months": 35}
    )

    assert found(answers, diploma="bac_pro") == codes


@pytest.mark.parametrize(
    ("r408", "codes"), [("yes", ["r408_concerned"]), ("unknown", ["r408_unknown"]), ("no", [])]
)
def test_the_scaffold_attestation_is_told_as_soon_as_the_speciality_is_known(
    r408: str, codes: list[str]
) -> None:
    assert found(ORDINARY, r408=r408) == codes


def test_a_specific_notice_is_to_be_read() -> None:
    read = answers_with(terms={"notices_read": ("50022139",)})

    assert found(ORDINARY, specific_notice=True) == ["notice_to_read"]
    assert found(read, specific_notice=True) == []


def test_a_speciality_that_is_over_warns() -> None:
    assert found(ORDINARY, last_session=2024) == ["specialty_not_open"]


def test_the_machine_refuses_two_things_only() -> None:
    rules = reference().eligibility_rules.values()
    refusing = {rule.code for rule in rules if rule.severity is Severity.REFUSE}

    assert refusing == {"window_not_yet_open", "window_closed", "second_registration"}
    assert all(not rule.asks for rule in rules if rule.code in refusing)


def test_what_is_decided_elsewhere_speaks_with_the_same_data() -> None:
    told = finding("window_closed", rules=reference().eligibility_rules.values(), closes="hier")

    assert told.severity is Severity.REFUSE
    assert told.reason.params == (("closes", "hier"),)
    assert told.reason.source
