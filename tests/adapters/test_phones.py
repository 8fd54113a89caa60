import pytest

from sporades.adapters import phones


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0692 12 34 56", "+262692123456"),
        ("0639 01 23 45", "+262639012345"),
        ("0690 30 12 34", "+590690301234"),
        ("0696 30 12 34", "+596696301234"),
        ("0694 20 12 34", "+594694201234"),
        ("+687 75 12 34", "+687751234"),
        ("+508 55 12 34", "+508551234"),
        ("+49 30 123456", "+4930123456"),
    ],
)
def test_a_number_is_understood_wherever_in_france_it_rings(typed, meant):
    assert phones.parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "region", "meant"),
    [
        ("25 12 34", "NC", "+687251234"),
        ("87 12 34 56", "PF", "+68987123456"),
        ("82 12 34", "WF", "+681821234"),
        ("55 12 34", "PM", "+508551234"),
    ],
)
def test_a_short_number_is_understood_where_numbers_are_short(typed, region, meant):
    assert phones.parse(typed, region) == meant


@pytest.mark.parametrize(
    "typed", ["", "12", "55 12 34", "06 12 34 56", "0800 SPORAD", "06 12 34 56 78 poste 3"]
)
def test_a_number_with_a_hole_in_it_is_not_taken_for_one_of_another_ocean(typed):
    assert phones.parse(typed) is None


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+33612345678", "06 12 34 56 78"),
        ("+262692123456", "0692 12 34 56"),
        ("+687251234", "+687 25.12.34"),
        ("+4930123456", "+49 30 123456"),
    ],
)
def test_a_number_is_shown_as_people_here_write_it(number, shown):
    assert phones.written(number) == shown
