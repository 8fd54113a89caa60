"""Are the lists whole, does every rule have its source, and does every doubt stay a doubt?"""

from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from sporades.reference.load import reference
from sporades.rules import eligibility, pieces
from sporades.rules.catalogue import find, open_in, units_of

KNOWN = reference()


def test_the_431_specialities_are_there() -> None:
    assert Counter(one.diploma for one in KNOWN.specialties.values()) == {
        "cap": 202,
        "bac_pro": 119,
        "bp": 48,
        "cs": 62,
    }


def test_a_session_opens_its_specialities() -> None:
    def opened(exam_session: int) -> Counter[str]:
        return Counter(one.diploma for one in KNOWN.specialties.values() if open_in(one, exam_session))

    assert opened(2025) == {"cap": 165, "bac_pro": 93, "bp": 39, "cs": 58}
    assert opened(2026) == {"cap": 163, "bac_pro": 93, "bp": 37, "cs": 57}


def test_only_what_a_text_names_is_concerned_by_r408_and_doubts_stay() -> None:
    assert Counter(one.r408 for one in KNOWN.specialties.values()) == {"yes": 28, "unknown": 72, "no": 331}
    assert {one.r408_confidence for one in KNOWN.specialties.values() if one.r408 == "unknown"} == {"none"}


def test_the_five_specialities_of_the_notice_have_a_specific_note() -> None:
    named = {one.code for one in KNOWN.specialties.values() if one.specific_notice}

    assert named == {"50033205", "50033615", "50022141", "40033007", "40033606"}


def test_what_people_type_finds_the_real_specialities() -> None:
    opened = [one for one in KNOWN.specialties.values() if open_in(one, 2025)]

    assert [one.code for one in find(opened, "aepe")] == ["50033205"]
    assert [one.code for one in find(opened, "ASSP")] == ["40033007"]
    assert [one.code for one in find(opened, "patissier")] == ["50022141", "40022105"]
    assert [one.code for one in find(opened, "enfance petite")] == ["50033205"]
    assert {one.code for one in find(opened, "mcv")} == {"40031213", "40031214"}


def test_every_short_name_means_a_speciality_of_the_list() -> None:
    named = [one for one in KNOWN.specialties.values() if one.short_names]

    assert all(one in find(KNOWN.specialties.values(), name) for one in named for name in one.short_names)


def test_the_34_academies_have_a_zone_that_exists_and_its_name() -> None:
    assert len(KNOWN.academies) == 34
    assert all(
        ZoneInfo(one.zone) and one.zone_name.startswith("heure de ") for one in KNOWN.academies.values()
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [("23", "académie de Nice"), ("02", "académie d’Aix-Marseille"), ("28", "académie de La Réunion")],
)
def test_an_academy_is_called_as_one_says_it(code: str, said: str) -> None:
    assert KNOWN.academies[code].title == said


def test_every_department_belongs_to_one_academy() -> None:
    of_academies = [code for one in KNOWN.academies.values() for code in one.departments]

    assert sorted(of_academies) == sorted(KNOWN.departments)
    assert all(one.academy in KNOWN.academies for one in KNOWN.departments.values())


def test_the_countries_are_those_of_iso_3166_with_france_and_its_overseas() -> None:
    assert len(KNOWN.countries) == 249
    assert {one.code for one in KNOWN.countries.values() if one.french} == {
        *("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF")
    }


@pytest.mark.parametrize(
    ("code", "said"), [("FR", "Française"), ("SN", "Sénégalaise"), ("AQ", "Antarctique")]
)
def test_a_nationality_is_said_by_its_adjective_or_by_the_country_where_there_is_none(
    code: str, said: str
) -> None:
    assert KNOWN.countries[code].spoken_nationality == said


def test_no_two_nationalities_are_said_alike() -> None:
    said = [one.spoken_nationality for one in KNOWN.countries.values()]

    assert len(said) == len(set(said))


def test_every_unit_belongs_to_a_speciality_of_its_diploma() -> None:
    for unit in KNOWN.units:
        assert unit.specialty == "*" or KNOWN.specialties[unit.specialty].diploma == unit.diploma


def test_no_unit_is_offered_twice() -> None:
    for specialty in KNOWN.specialties.values():
        codes = [unit.code for unit in units_of(KNOWN.units, specialty)[0]]
        assert len(codes) == len(set(codes))


def test_every_value_of_the_law_has_its_source() -> None:
    sourced = (
        *KNOWN.academies.values(),
        *KNOWN.diplomas.values(),
        *KNOWN.specialties.values(),
        *KNOWN.units,
        *KNOWN.piece_rules,
        *KNOWN.eligibility_rules.values(),
    )

    assert all(one.source.strip() for one in sourced)


def test_every_condition_and_every_check_of_the_data_is_one_that_the_rules_know() -> None:
    asked = {name for rule in KNOWN.piece_rules for name, _ in rule.when}
    checks = {rule.asks for rule in KNOWN.eligibility_rules.values()} - {""}

    assert asked == pieces.CONDITIONS
    assert checks == eligibility.CHECKS


def test_the_codes_that_a_rule_names_are_in_the_lists() -> None:
    for rule in KNOWN.piece_rules:
        when = dict(rule.when)
        assert set(when.get("diplomas", ())) <= set(KNOWN.diplomas)
        assert set(when.get("specialties", ())) <= set(KNOWN.specialties)
    for eligibility_rule in KNOWN.eligibility_rules.values():
        assert set(eligibility_rule.diplomas) <= set(KNOWN.diplomas)
        assert set(eligibility_rule.settings.get("shorter_with", ())) <= set(KNOWN.choices.diplomas_held)


def test_the_unit_of_pe_is_one_of_its_diploma() -> None:
    common = {(unit.diploma, unit.code) for unit in KNOWN.units if unit.specialty == "*"}

    assert set(KNOWN.choices.pe_units.items()) <= common
