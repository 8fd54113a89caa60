"""An acquis that is refused registers for its unit; granted otherwise, it stands where the proof says."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sporades.demo.answers import answers_of
from sporades.rules import acquis
from sporades.rules.answers import Acquis
from sporades.rules.catalogue import Unit
from tests.people import LEA

HISTORY = Acquis("UG1", "", "kept_mark", Decimal(12), 2023, "23", "", to_complete=False)
MATHS = replace(HISTORY, unit="UG2")
FREE = Acquis("", "Épreuve E2", "kept_mark", Decimal(11), 2022, "23", "", to_complete=True)


def with_acquis(*several: Acquis):
    answers = answers_of(LEA)
    kept = {one.unit for one in several}
    sat = tuple(unit for unit in answers.papers.units if unit not in kept)
    return replace(answers, acquis=several, papers=replace(answers.papers, units=sat))


def test_a_refused_acquis_registers_for_its_unit_and_leaves_the_others_alone():
    answers = acquis.refused(with_acquis(HISTORY, MATHS), "UG1")

    assert answers.acquis == (MATHS,)
    assert "UG1" in answers.papers.units and "UG2" not in answers.papers.units


def test_a_refused_acquis_in_sport_means_that_the_sport_is_sat():
    sport = replace(HISTORY, unit="UG3")
    declared = with_acquis(sport)
    declared = replace(declared, papers=replace(declared.papers, pe="none", pe_activities=()))

    assert acquis.refused(declared, "UG3", pe_unit="UG3").papers.pe == "sit"


def test_a_paper_that_nobody_knows_is_refused_and_no_unit_is_invented():
    before = with_acquis(FREE)

    answers = acquis.refused(before, FREE.key)

    assert answers.acquis == ()
    assert answers.papers == before.papers


def test_another_mark_changes_nothing_else():
    before = with_acquis(HISTORY)

    answers = acquis.granted(before, "UG1", replace(HISTORY, mark=Decimal(10)))

    assert answers.acquis[0].mark == Decimal(10)
    assert answers.papers == before.papers


def test_another_unit_is_no_longer_sat_and_the_first_one_is():
    answers = acquis.granted(with_acquis(HISTORY), "UG1", MATHS)

    assert "UG1" in answers.papers.units and "UG2" not in answers.papers.units


def test_what_was_not_declared_is_not_decided():
    with pytest.raises(acquis.NoSuchAcquis):
        acquis.refused(with_acquis(HISTORY), "UG2")


def unit(code: str, title: str, specialty: str = "50022141") -> Unit:
    return Unit("cap", specialty, code, title, "", None, "", False, (), "", "", "")


def test_in_another_exam_the_same_paper_stays_acquired_and_another_one_keeps_its_name_only():
    trade = replace(HISTORY, unit="UP1")
    before = [unit("UG1", "Français", "*"), unit("UP1", "Tourage")]
    after = [unit("UG1", "Français", "*"), unit("UP1", "Couverture", "50023223")]

    carried = acquis.carried((HISTORY, trade, FREE), before=before, after=after)

    assert carried[0] == HISTORY
    assert carried[1] == replace(trade, unit="", title="Tourage", to_complete=True)
    assert carried[2] == FREE
