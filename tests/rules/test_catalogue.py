"""Does typing find a speciality, and does a session hold the right ones?"""

import pytest

from sporades.rules.catalogue import Specialty, Unit, find, open_in, units_of
from tests.rules.cases import specialty_with

AEPE = specialty_with(code="50033205", title="Accompagnant éducatif petite enfance", short_names=("aepe",))
ASSP = specialty_with(
    code="40033007",
    diploma="bac_pro",
    title="Accompagnement soins et services à la personne",
    short_names=("assp",),
)
PASTRY = specialty_with(code="50022141", title="Pâtissier")
BAKERY = specialty_with(code="40022105", diploma="bac_pro", title="Boulanger - pâtissier")
HAIR = specialty_with(code="45033608", diploma="bp", title="Coiffure")
SEWING = specialty_with(code="45024214", diploma="bp", title="Vêtement sur mesure option couture flou")
BEAMS = specialty_with(code="40023203", diploma="bac_pro", title="Réalisation du gros œuvre")
ALL = (SEWING, BEAMS, HAIR, BAKERY, PASTRY, ASSP, AEPE)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("aepe", [AEPE]),
        ("ASSP", [ASSP]),
        ("patissier", [PASTRY, BAKERY]),
        ("  PÂTISSIER  ", [PASTRY, BAKERY]),
        ("petite enfance accompagnant", [AEPE]),
        ("enfance petite", [AEPE]),
        ("soins à la personne", [ASSP]),
        ("l’accompagnant", [AEPE]),
        ("bac pro pâtissier", [BAKERY]),
        ("cap pat", [PASTRY]),
        ("gros oeuvre", [BEAMS]),
        ("50022141", [PASTRY]),
        ("coiffeur", [HAIR]),
        ("coifure", [HAIR]),
        ("plongeur", []),
        ("de la", []),
        ("", []),
        ("?!", []),
    ],
)
def test_accents_case_word_order_and_short_names_do_not_matter(typed: str, found: list[Specialty]) -> None:
    assert find(ALL, typed) == found


@pytest.mark.parametrize(
    ("exam_session", "is_open"), [(2017, False), (2018, True), (2025, True), (2026, False)]
)
def test_a_speciality_is_open_from_its_first_session_to_its_last(exam_session: int, is_open: bool) -> None:
    # 2026 is only for those who failed in 2025.
    assert open_in(specialty_with(resit_session=2026), exam_session) is is_open


def test_a_speciality_without_a_last_session_stays_open() -> None:
    assert open_in(specialty_with(last_session=None), 2100)


def unit(code: str, specialty: str = "*", replaces: tuple[str, ...] = (), diploma: str = "cap") -> Unit:
    return Unit(diploma, specialty, code, code, "", None, "", False, replaces, "", "high", "")


def test_the_units_are_the_common_ones_then_those_of_the_speciality() -> None:
    common, own, other = unit("UG1"), unit("UP1", PASTRY.code), unit("UP1", AEPE.code)

    assert units_of([own, other, common, unit("U51", diploma="bac_pro")], PASTRY) == ((common, own), True)


def test_a_unit_of_the_speciality_stands_for_the_common_one() -> None:
    own = unit("UG5", PASTRY.code), unit("UG4-LV", PASTRY.code, replaces=("UG4",))

    assert units_of([unit("UG5"), unit("UG4"), *own], PASTRY) == (own, True)


def test_a_speciality_whose_own_units_are_unknown_says_so() -> None:
    assert units_of([unit("UG1")], PASTRY) == ((unit("UG1"),), False)
